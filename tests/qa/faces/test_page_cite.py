"""The tab 查引文: what is found over three shipped plans, as HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import gradio as gr
import pytest

from qa.citing.lookup import Lookup
from qa.citing.model import Found
from qa.engine import Engine
from qa.faces.chosen import HITS, NONE_CHOSEN, make_file
from qa.faces.page_cite import found_html, show_lookup
from qa.settings import Standard
from tests.qa.faces.markup import parsed
from tests.qa.test_html import EVIL

WORDING = "非化石能源消费比重达41.5%"
FORMATS = ["公文引文", "GB/T 7714—2015", "脚注", "Markdown", "JSON", "CSL-JSON"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "files"))


def look_up(engine: Engine, text: str) -> str:
    return str(show_lookup(engine, text)[0])


def texts(page: Any, path: str) -> list[str]:  # noqa: ANN401
    return [one.text_content() for one in page.xpath(path)]


def test_a_hit_with_its_marks_place_neighbours_and_citations(plans: Engine) -> None:
    page = parsed(look_up(plans, WORDING))
    first = page.xpath("//section[@class='hit']")[0]
    assert texts(first, ".//mark") == [WORDING]
    (source,) = texts(first, ".//div[@class='source']")
    assert source.startswith("1. ［逐字］《南充市人民政府关于印发南充市碳达峰实施方案的通知》")
    assert source.endswith("（南府发〔2024〕1号）")
    assert "二、主要目标　第3—4页" in texts(first, ".//div[@class='place']")[0]
    before, after, more = texts(first, ".//details/summary")
    assert (before[:4], after[:7]) == ("上一条：", "下一条：1. ")
    assert more == "其他格式：脚注、Markdown、JSON、CSL-JSON"
    assert texts(first, ".//span[@class='format']") == FORMATS
    assert first.xpath(".//button/@aria-label") == [f"复制{name}" for name in FORMATS]
    assert texts(first, ".//*[@class='words']")[0] == (
        "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"
    )


def test_what_is_copied_is_what_the_lookup_writes(plans: Engine) -> None:
    page = parsed(look_up(plans, WORDING))
    assert '"number": "南府发〔2024〕1号",\n' in texts(page, "//pre")[1]


def test_a_wording_over_the_end_of_a_clause_marks_both(plans: Engine) -> None:
    found = Lookup(plans.view).find(WORDING, 1)
    (hit,) = found.hits
    two = replace(hit, passages=hit.passages * 2, marks=(replace(hit.marks[0], passage=1),))
    page = parsed(show(plans, replace(found, hits=(two,))))
    assert len(page.xpath("//article")) == 2
    assert texts(page, "//article[2]//mark") == [WORDING]
    assert texts(page, "//div[@class='source']")[1].startswith("又 《")


def test_what_is_not_verbatim_is_said_first(plans: Engine) -> None:
    page = parsed(look_up(plans, "非化石能源消费比重达到百分之九十九，月球基地建成投产"))
    note, count = texts(page, "./p")
    assert note == "资料中没有逐字一致的条款，下列为相近条款。"
    assert count.startswith(f"{HITS} 条，用时 0.")


@pytest.mark.parametrize(
    ("text", "message"),
    [("？！", "要查的文字是空的"), ("碳" * 2001, "超过上限 2000 字")],
)
def test_what_cannot_be_looked_up_is_told_in_one_line(
    plans: Engine, text: str, message: str
) -> None:
    (alert,) = parsed(look_up(plans, text)).xpath("./*")
    assert alert.get("role") == "alert"
    assert message in alert.text_content()


def test_nothing_typed_shows_nothing(plans: Engine) -> None:
    assert look_up(plans, " \n") == ""


def show(plans: Engine, found: Found) -> str:
    return found_html(found, plans.view.library, Standard.GB2015)


@pytest.mark.parametrize("bidi", ["\u202e", "\u2066", "\u200f"])
def test_every_text_is_escaped(plans: Engine, bidi: str) -> None:
    bad = f"{EVIL}<script>![图](http://x.example/a.png) [链接](javascript:alert(1)){bidi}"
    found = Lookup(plans.view).find(WORDING, 1)
    (hit,) = found.hits
    (passage,) = hit.passages
    evil = replace(
        passage, title=bad, doc_no=bad, clause_path=(bad,), source_file=bad, text=bad * 9, gap=bad
    )
    assert hit.after is not None
    beside = replace(hit.after, clause_path=(bad,), text=bad)
    hit = replace(hit, passages=(evil,), missing=(bad,), before=beside, after=beside)
    shown = show(plans, replace(found, hits=(hit,)))
    assert bidi not in shown
    assert not parsed(shown).xpath("//img | //script | //a | //@onerror")
    assert shown.count("&lt;script&gt;") >= 15


def test_a_query_is_never_shown_as_markup(plans: Engine) -> None:
    assert "<script" not in look_up(plans, "<script>alert(1)</script>")


def test_the_hits_that_may_be_chosen(plans: Engine) -> None:
    _, chosen, *buttons = show_lookup(plans, WORDING)
    ranks = [rank for _, rank in chosen["choices"]]
    assert (chosen["value"], chosen["visible"]) == (ranks, True)
    assert 1 < len(ranks) <= HITS
    assert chosen["choices"][0][0] == "第 1 项"
    assert [one["visible"] for one in buttons] == [True, True]


@pytest.mark.parametrize("text", ["", " ", "？" * 30_000])
def test_without_hits_there_is_nothing_to_download(plans: Engine, text: str) -> None:
    _, chosen, *buttons = show_lookup(plans, text)
    assert (chosen["choices"], chosen["visible"]) == ([], False)
    assert [one["visible"] for one in buttons] == [False, False]


def test_a_file_of_the_hits_that_are_chosen(plans: Engine) -> None:
    first = Path(make_file(plans, WORDING, [1], ".docx"))
    assert first.name == "非化石能源消费比重达41_5_-条款.docx"
    lines = [one.text for one in docx.Document(str(first)).paragraphs]
    assert sum(line.startswith("SHA-256：") for line in lines) == 1
    assert any(line.startswith("［逐字］《南充市人民政府") for line in lines)
    every = show_lookup(plans, WORDING)[1]["value"]
    both = Path(make_file(plans, WORDING, every[:2], ".md")).read_text(encoding="utf-8")
    assert both.count("- SHA-256：") == 2
    assert both.startswith("# 条款查询结果\n")


@pytest.mark.parametrize("chosen", [[], [99]])
def test_none_chosen_is_said(plans: Engine, chosen: list[int]) -> None:
    with pytest.raises(gr.Error, match=NONE_CHOSEN):
        make_file(plans, WORDING, chosen, ".md")
