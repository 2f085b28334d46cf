"""The tab 查引文: a wording looked up while it is typed, with citations ready to copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gradio as gr

from corpus.errors import TanwenError
from corpus.library import Library
from qa.citing.cited import make_cited
from qa.citing.formats import CitationFormat, FormatName, make_formats, name_format
from qa.citing.model import Found, Hit, Neighbour
from qa.engine import Engine
from qa.faces.chosen import DOWNLOADS, find, offer_file, offers
from qa.faces.cited import first_words
from qa.faces.html import card, error_html, marked, status_html
from qa.faces.safe import safe
from qa.settings import Standard
from qa.speech.saying import say

SHOWN = (FormatName.OFFICIAL, FormatName.GBT7714)
"""The formats that stand open; the others are folded."""
FOLDED = tuple(name for name in FormatName if name not in SHOWN)
DATA = frozenset({FormatName.JSON, FormatName.CSL_JSON})
"""Formats of several lines."""
SETTLED = "async () => await settledText('#cite-text textarea')"
Shown = tuple[Any, ...]
"""What is found, the hits to choose among, and a button for each of `DOWNLOADS`."""


def cite_tab(engine: Engine) -> None:
    """The tab's parts, within a page."""
    text = gr.Textbox(
        label="要查的文字",
        placeholder="关键词、记得的半句话、整句原文或发文字号，边输边查",
        lines=2,
        max_lines=6,
        elem_id="cite-text",
    )
    settled = gr.Textbox(visible="hidden", label="停下输入后的文字")
    with gr.Row():
        chosen = gr.CheckboxGroup(
            label="收入文件的条款", visible=False, elem_id="cite-chosen", scale=4, min_width=320
        )
        buttons = [gr.Button(label, visible=False, size="sm") for label in DOWNLOADS.values()]
    found = gr.HTML("", elem_id="found", apply_default_css=False)
    for button, suffix in zip(buttons, DOWNLOADS, strict=True):
        offer_file(engine, button, suffix, [settled, chosen])

    def answer(typed: str) -> Shown:
        return show_lookup(engine, typed)

    # Not `input`, which Gradio tells of typed keys only, not of composed or pasted text. All calls
    # of a burst of keys settle on one text, which changes the hidden box once.
    text.change(None, None, settled, js=SETTLED, show_progress="hidden")
    settled.change(
        answer,
        settled,
        [found, chosen, *buttons],
        trigger_mode="always_last",
        show_progress="hidden",
        api_name="cite",
        concurrency_limit=2,
    )


def show_lookup(engine: Engine, text: str) -> Shown:
    """What is found for a text; nothing for none, and one line for what cannot be looked up."""
    try:
        found = find(engine, text) if text.strip() else None
    except TanwenError as error:
        return error_html(error), *offers(())
    if found is None:
        return "", *offers(())
    written = found_html(found, engine.view.library, engine.settings.citing.standard)
    return written, *offers(found.hits)


def found_html(found: Found, library: Library, standard: Standard) -> str:
    """The hits, the best first, below what has to be known of them."""
    note = f'<p class="note remark">{safe(say(found.note))}</p>' if found.note else ""
    count = status_html(say(f"{len(found.hits)} 条，用时 {found.seconds:.2f} 秒"))
    hits = enumerate(found.hits, start=1)
    return note + count + "".join(hit_html(rank, hit, library, standard) for rank, hit in hits)


def hit_html(rank: int, hit: Hit, library: Library, standard: Standard) -> str:
    """A hit: its clauses with what matches marked, the clauses beside it, its citations."""
    also = say("又") + " "
    leads = (f"{rank}. " + say(f"［{hit.match}］"), *[also] * (len(hit.passages) - 1))
    cards = "".join(
        card(passage, marked(passage.text, ranges_of(hit, number)), lead, "")
        for number, (passage, lead) in enumerate(zip(hit.passages, leads, strict=True))
    )
    beside = neighbour_html("上一条", hit.before) + neighbour_html("下一条", hit.after)
    cited = copies_html(hit, library, standard)
    return f'<section class="hit">{cards}{missing_html(hit)}{beside}{cited}</section>'


def ranges_of(hit: Hit, number: int) -> list[tuple[int, int]]:
    """What is marked in one of a hit's passages."""
    return [(mark.start, mark.end) for mark in hit.marks if mark.passage == number]


def missing_html(hit: Hit) -> str:
    """What of the wording a hit does not hold."""
    words = "、".join(f"“{one}”" for one in hit.missing)
    said = safe(say(f"所查文字中未对上的：{words}"))
    return f'<p class="note remark">{said}</p>' if words else ""


def neighbour_html(called: str, neighbour: Neighbour | None) -> str:
    """The clause before or after a hit, folded."""
    if neighbour is None:
        return ""
    place = safe(" › ".join(neighbour.clause_path))
    return (
        f"<details><summary>{say(called)}{say('：')}{safe(first_words(neighbour))}</summary>"
        f'<div class="place">{place}</div><div class="text">{safe(neighbour.text)}</div></details>'
    )


def copies_html(hit: Hit, library: Library, standard: Standard) -> str:
    """The citations in all formats, each with its button."""
    cited = make_cited(hit.passages, library.documents[hit.passages[0].document_id])
    formats = make_formats(standard)

    def rows(names: Iterable[FormatName]) -> str:
        return "".join(
            copy_html(name_format(name, standard), write(formats[name]), lines=name in DATA)
            for name in names
        )

    def write(one: CitationFormat) -> str:
        return one.write(cited)

    folded = say(f"其他格式：{'、'.join(name_format(name, standard) for name in FOLDED)}")
    more = f"<details><summary>{folded}</summary>{rows(FOLDED)}</details>"
    return f'<div class="copies">{rows(SHOWN)}{more}</div>'


def copy_html(label: str, written: str, *, lines: bool) -> str:
    """A citation with its button."""
    tag = "pre" if lines else "div"
    return (
        f'<div class="copied"><span class="format">{say(label)}</span>'
        f'<{tag} class="words">{safe(written)}</{tag}>'
        f'<button type="button" class="copy" aria-label="{say(f"复制{label}")}">'
        f"{say('复制')}</button></div>"
    )
