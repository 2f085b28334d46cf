"""What is found in the tab 查引文 as files: the hits that are chosen, with all their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus.errors import TanwenError
from qa.citing.lookup import Lookup
from qa.citing.model import Found, Hit
from qa.engine import Engine
from qa.faces.downloads import lay_out
from qa.faces.saving import make_packs
from qa.packs.lookups import lookup_pack
from qa.packs.writing import WRITERS
from qa.query import clean_question
from qa.speech.saying import say

HITS = 5
DOWNLOADS = {".docx": "下载 Word", ".md": "下载 Markdown"}
SAVE = '(file) => saveFile(file.url, file.orig_name || file.path.split("/").pop())'
NONE_CHOSEN = "请先勾选要收入文件的条款"


def find(engine: Engine, text: str) -> Found:
    """The hits for a text.

    Raises:
        InputError: it is too long.
        SetupError: the library is not ready.
    """
    cleaned = clean_question(text, engine.settings.citing.text_chars, "要查的文字")
    return Lookup(engine.view).find(cleaned, HITS)


def offers(hits: Sequence[Hit]) -> list[Any]:
    """The hits to choose among, all of them chosen, and the buttons; hidden where there is none."""
    ranked = [(say(f"第 {rank} 项"), rank) for rank, _ in enumerate(hits, start=1)]
    some = bool(hits)
    chosen = gr.update(choices=ranked, value=[rank for _, rank in ranked], visible=some)
    return [chosen, *(gr.update(visible=some) for _ in DOWNLOADS)]


def make_file(engine: Engine, text: str, chosen: Sequence[int], suffix: str) -> str:
    """A file of the hits that are chosen, with all that is known of their sources.

    Returns:
        Its path.

    Raises:
        gr.Error: none is chosen, or nothing can be looked up any more.
    """
    try:
        found = find(engine, text)
    except TanwenError as error:
        raise gr.Error(say(str(error))) from error
    hits = tuple(hit for rank, hit in enumerate(found.hits, start=1) if rank in chosen)
    if not hits:
        raise gr.Error(say(NONE_CHOSEN))
    pack = lookup_pack(replace(found, hits=hits), make_packs(engine))
    return lay_out(WRITERS[suffix](pack), f"{found.query}-条款", suffix)


def offer_file(engine: Engine, button: gr.Button, suffix: str, asked: list[Any]) -> None:
    """Have a button make a file when it is wanted, and the browser save it."""
    made = gr.File(visible="hidden", label=DOWNLOADS[suffix])

    def make(text: str, chosen: list[int]) -> str:
        return make_file(engine, text, chosen, suffix)

    making = button.click(make, asked, made, show_progress="hidden", concurrency_limit=2)
    making.success(None, made, None, js=SAVE)
