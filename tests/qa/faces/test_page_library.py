"""The tab 文件库: the catalogue, a document, and who may change the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from corpus.library import CatalogueEntry
from corpus.models import Gap, Remark
from corpus.sidecar import Sidecar
from embeddings.reports import FileReport, FileState, IngestReport, Skipped
from qa.access.visitors import KEY, Role, Visitor
from qa.curating.changing import Step
from qa.curating.leaving import Leaving
from qa.engine import Engine
from qa.faces.library_changes import leaving_html, report_html, step_html
from qa.faces.library_document import body_html, head_html
from qa.faces.library_rows import ROWS, View, find_rows
from qa.faces.library_table import table_html
from qa.faces.page_library import SHOWN, list_documents, open_document
from qa.faces.page_library_edit import CHANGES, add_given, may_edit, remove_given
from qa.library_sources import SourceFacts, find_facts
from qa.library_view import LibraryView
from qa.operations import Clause, WholeDocument, read_document
from tests.conftest import build_engine
from tests.qa.faces.markup import parsed

BAD = "<script>alert(1)</script>\u202e"
"""Markup, and a sign that turns the order of what follows round."""


def sent_by(role: Role) -> gr.Request:
    scope = {"type": "http", "headers": [], KEY: Visitor("王", role)}
    return gr.Request(Request(scope), session_hash="页")


EDITOR, READER = sent_by(Role.EDITOR), sent_by(Role.READER)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "files"))
    text = "到2025年，南充市非化石能源消费比重达到41.5%。\n"
    return build_engine(tmp_path, {"甲.txt": text})


def some_entry(small: LibraryView) -> CatalogueEntry:
    return next(iter(small.library.documents.values()))


def titles(shown: str) -> list[str]:
    return [str(one.text_content()) for one in parsed(shown).xpath("//tbody//a")]


def test_a_row_says_what_is_known_of_a_document(small: LibraryView, ids: dict[str, str]) -> None:
    rows = find_rows(small.library.documents.values(), "国发（2021）23", View())
    (row,) = parsed(table_html(rows)).xpath("//tbody/tr")
    assert [cell.text_content() for cell in row.xpath("./*")] == [
        "国务院关于印发2030年前碳达峰行动方案的通知",
        "国发〔2021〕23号",
        "",
        "国家",
        "",
        "2021-10-24",
        "方案",
        "",
        "国务院.txt，第1—2页，源文件第1—25行",
    ]
    (link,) = row.xpath(".//a")
    assert link.get("href") == f"?doc={ids['国务院']}"
    assert link.get("data-value") == ids["国务院"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [("", 7), ("南充", 2), ("2024 通知", 1), ("办法.TXT", 1), ("企业", 2), ("没有这样的", 0)],
)
def test_every_word_must_be_in_the_row(small: LibraryView, wanted: str, count: int) -> None:
    rows = find_rows(small.library.documents.values(), wanted, View())
    assert (rows.found, rows.total) == (count, 7)
    said = "库中共 7 份文件" if count == 7 else f"符合 {count} 份，库中共 7 份文件"
    assert parsed(table_html(rows)).xpath("//*[@role='status']")[0].text == said


@pytest.mark.parametrize(
    ("down", "dates"),
    [
        (False, ["2020-12-31", "2021-10-24", "2023-06-13", "2024-01-22"]),
        (True, ["2024-01-22", "2023-06-13", "2021-10-24", "2020-12-31"]),
    ],
)
def test_a_column_sorts_and_empty_cells_come_last(
    small: LibraryView, down: bool, dates: list[str]
) -> None:
    view = View(column="date", down=down)
    rows = find_rows(small.library.documents.values(), "", view)
    assert [one.date for one in rows.entries] == [*dates, None, None, None]
    (head,) = parsed(table_html(rows)).xpath("//th[@aria-sort]")
    assert head.get("aria-sort") == ("descending" if down else "ascending")
    (button,) = head.xpath("./button")
    assert View.parse(button.get("data-value")) == View(column="date", down=not down)


def test_thousands_of_documents_are_shown_page_by_page(small: LibraryView) -> None:
    many = [replace(some_entry(small), title=f"第{number:04d}号") for number in range(3000)]
    rows = find_rows(many, "", View(page=60))
    page = parsed(table_html(rows))
    assert len(page.xpath("//tbody/tr")) == ROWS
    assert titles(table_html(rows))[-1] == "第2999号"
    (nav,) = page.xpath("//nav")
    assert "第 60 页，共 60 页" in nav.text_content()
    ways = {one.text: View.parse(one.get("data-value")).page for one in nav.xpath("./button")}
    assert ways == {"第一页": 1, "上一页": 59}
    assert find_rows(many, "第0001号", View(page=60)).view.page == 1


@pytest.mark.parametrize("sent", ["", "[]", '{"page": 0}', '{"column": 3}', "{" * 9, '{"x": 1}'])
def test_a_view_that_is_none_is_the_first(sent: str) -> None:
    assert View.parse(sent) == View()


def test_an_unknown_column_does_not_sort(small: LibraryView) -> None:
    documents = small.library.documents.values()
    assert find_rows(documents, "", View(column="x")).entries == tuple(documents)


def test_what_documents_say_of_themselves_is_text(small: LibraryView, ids: dict[str, str]) -> None:
    bad = replace(
        some_entry(small),
        document_id=f"{ids['国务院']}\"'>",
        title=BAD,
        doc_no=BAD,
        issuer=(BAD,),
        region=BAD,
        url=f"javascript:{BAD}",
        source_file=f"{BAD}.txt",
    )
    shown = table_html(find_rows([bad], "", View()))
    facts = SourceFacts(b"", "0" * 64, Sidecar(), (Remark(None, BAD),))
    shown += head_html(bad, small.library, facts)
    clause = Clause((), (BAD, BAD), BAD, False, 1, 1, 1, 1)
    shown += body_html(WholeDocument(bad, (clause,)), small.library)
    page = parsed(shown)
    assert not page.xpath("//script")
    assert all(link.startswith(("?doc=", "#clause-")) for link in page.xpath("//a/@href"))
    assert "\u202e" not in shown
    assert "<script>alert(1)</script>" in page.text_content()


def test_a_document_shows_what_is_inferred_missing_and_corrected(
    small: LibraryView, ids: dict[str, str]
) -> None:
    document = small.library.documents[ids["办法"]]
    facts = find_facts(small.library, document.source_file)
    shown = head_html(
        replace(document, gap=Gap.ANNEX, inferred=("region",), region="全国"), small.library, facts
    )
    page = parsed(shown)
    told = dict(
        zip(
            page.xpath("//dt/text()"),
            (one.text_content() for one in page.xpath("//dd")),
            strict=True,
        )
    )
    assert told["地区"] == "全国（推断，原文未印）"
    assert told["发文机关"] == "生态环境部"
    assert told["源文件 SHA-256"] == facts.sha256
    assert "库中此文缺附件" in shown
    assert "由文件旁的 .toml 更正：标题、发文机关、成文日期、层级、文种" in page.text_content()


def test_a_copy_leads_to_the_text_that_is_cited_first(
    small: LibraryView, ids: dict[str, str]
) -> None:
    shown = head_html(small.library.documents[ids["南充方案"]], small.library, None)
    (link,) = parsed(shown).xpath("//a")
    assert link.get("data-value") == ids["南充通知"]
    assert "同文另见《南充市人民政府关于印发" in parsed(shown).text_content()
    assert "正在计算" in shown


def test_remarks_are_those_of_the_document_or_of_its_whole_file(small: LibraryView) -> None:
    document = replace(some_entry(small), line_start=10, line_end=20)
    remarks = (Remark(None, "全文件"), Remark(15, "本篇"), Remark(21, "别篇"))
    facts = SourceFacts(b"", "", Sidecar(), remarks)
    shown = parsed(head_html(document, small.library, facts))
    assert [one.text for one in shown.xpath("//li")] == ["全文件", "第 15 行：本篇"]


def test_the_text_stands_in_reading_order_below_its_headings_and_pages(
    small: LibraryView, ids: dict[str, str]
) -> None:
    whole = read_document(small, ids["国务院"])
    page = parsed(body_html(whole, small.library))
    told = [
        (one.tag if one.tag != "div" else one.get("id"), one.text_content()[:10])
        for one in page.xpath("//section/*")
    ]
    assert told[0] == ("p", "第 1 页")
    assert ("h3", "二、主要目标") in told
    assert ("p", "第 2 页（印刷页") not in told
    second = told.index(("p", "第 2 页"))
    assert told[second + 1] == ("h3", "三、重点任务")
    texts = "".join(one.text_content() for one in page.xpath("//section/div"))
    assert texts == "".join(clause.text for clause in whole.clauses)


def test_the_tree_folds_and_leads_to_the_clauses(small: LibraryView, ids: dict[str, str]) -> None:
    whole = read_document(small, ids["国务院"])
    page = parsed(body_html(whole, small.library))
    assert page.xpath("//nav//summary/text()")[0] == "三、重点任务"
    (last,) = page.xpath("//nav//a[text()='3.合理调控油气消费']") or page.xpath(
        "(//nav//a)[last()]"
    )
    target = page.get_element_by_id(last.get("href").removeprefix("#"))
    assert target.text_content().startswith("3.合理调控油气消费")
    links = page.xpath("//nav//a/@href")
    assert links == [f"#clause-{number + 1}" for number in range(len(whole.clauses))]


def test_a_document_is_shown_at_once_then_what_is_in_its_file(engine: Engine) -> None:
    (document_id,) = engine.view.library.documents
    first, second = open_document(engine, document_id)
    assert len(first) == len(second) == SHOWN
    assert "正在计算" in first[2]
    assert first[-1] == "甲.txt"
    assert "正在计算" not in second[2]
    given = Path(second[4]["value"])
    assert given.read_bytes() == engine.view.library.source("甲.txt")[0]


@pytest.mark.parametrize("asked", ["没有", "../../etc/passwd", BAD])
def test_a_document_that_is_not_there_is_told(engine: Engine, asked: str) -> None:
    (shown,) = open_document(engine, asked)
    assert parsed(shown[2]).xpath("//*[@role='alert']")[0].text.startswith("没有这个编号的文件")
    assert shown[4]["value"] is None


def test_an_emptied_box_changes_nothing(engine: Engine) -> None:
    (shown,) = open_document(engine, "")
    assert all(one == gr.skip() for one in shown)


def test_a_damaged_library_is_told(tmp_path: Path, engine: Engine) -> None:
    (engine.data / "CURRENT").write_text("nix", encoding="utf-8")
    assert "文件库不完整：缺少" in list_documents(engine, "", "")


def last_of(shown: Iterator[tuple[Any, ...]]) -> str:
    return str(list(shown)[-1][0])


def test_only_editors_may_change_the_library(engine: Engine, tmp_path: Path) -> None:
    assert (may_edit(EDITOR), may_edit(READER), may_edit(gr.Request())) == (True, False, False)
    path = tmp_path / "乙.txt"
    path.write_text("到2030年，比重达到43.5%。", encoding="utf-8")
    before = engine.view.folder
    for shown in (add_given(engine, [str(path)], READER), remove_given(engine, "甲.txt", READER)):
        assert "只有编辑可以增减文件库中的文件" in last_of(shown)
    assert engine.view.folder == before
    assert "新增 乙.txt：1 份文件、1 个条款" in last_of(add_given(engine, [str(path)], EDITOR))
    assert "移除 1 个源文件" in last_of(remove_given(engine, "甲.txt", EDITOR))
    assert [one.source_file for one in engine.view.library.documents.values()] == ["乙.txt"]


def test_refusals_are_told_file_by_file(engine: Engine, tmp_path: Path) -> None:
    names = {"空.txt": b"", "空白.txt": b"\n", "程序.exe": b"MZ"}
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
    shown = last_of(add_given(engine, [str(tmp_path / name) for name in names], EDITOR))
    items = [one.text for one in parsed(shown).xpath("//li")]
    assert [item.partition("：")[0] for item in items] == [
        "没有加入 空.txt",
        "没有加入 程序.exe",
        "没有加入 空白.txt",
    ]
    assert str(tmp_path) not in shown


def test_a_change_can_be_stopped_from_its_own_page_only(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "乙.txt"
    path.write_text("到2030年，比重达到43.5%。", encoding="utf-8")
    steps = add_given(engine, [str(path)], EDITOR)
    next(steps)
    CHANGES.stop(gr.Request(session_hash="另一页"))
    assert "新增 乙.txt" in last_of(steps)
    CHANGES.stop(EDITOR)


def test_a_report_is_told_in_the_words_of_the_terminal() -> None:
    files = (FileReport(BAD, FileState.ADDED, 2, 30, (Remark(3, BAD),)),)
    report = IngestReport(9, 80, 30, 50, 0, (Skipped("乙", f"乙：{BAD}"),), files, 1.234)
    page = parsed(report_html(report, [Skipped("丙.exe", "丙.exe：不读")]))
    text = page.text_content()
    assert "2 份文件、30 个条款" in text
    assert "第 3 行：" in text
    assert "没有加入 丙.exe：不读" in text
    assert (
        "文件库现有 9 份文件、80 个条款块；新编码 30，沿用 50，移除 0 个源文件；用时 1.2 秒" in text
    )
    assert not page.xpath("//script")


def test_a_step_is_a_bar() -> None:
    (bar,) = parsed(step_html(Step("编码条款", 3, 8))).xpath("//label/progress")
    assert (bar.get("value"), bar.get("max")) == ("3", "8")


def test_what_would_be_gone_is_said_before_it_is() -> None:
    titles = (BAD, *(f"第{number}篇" for number in range(11)))
    page = parsed(leaving_html(Leaving("汇编.pdf", titles, 345, "原件不动。")))
    assert "将从文件库移除 汇编.pdf：12 份文件、345 个条款" in page.text_content()
    assert [one.text for one in page.xpath("//li")][-1] == "……另有 2 份"
    assert not page.xpath("//script")
