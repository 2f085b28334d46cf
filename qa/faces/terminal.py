"""What the terminal shows: answers, passages and tables, all in Chinese."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from corpus.library import CatalogueEntry
from embeddings.reports import IngestReport
from qa.answering.failed import failed_lines
from qa.answering.model import Answer
from qa.citations import name_cited, name_source
from qa.explain import Explanation, explain_lines, reason_line
from qa.passages import Passage
from qa.search.retriever import SearchResult


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_answer(answer: Answer, console: Console) -> None:
    """An answer with its notes and citations, or a refusal with the nearest clauses."""
    text = answer.answer.removesuffix("".join(f"\n{note}" for note in answer.notes))
    console.print(text, style="bold", markup=False, highlight=False)
    for note in answer.notes:
        console.print(note, style="yellow", markup=False, highlight=False)
    for line in failed_lines(answer.sentences):
        console.print(line, style="dim", markup=False, highlight=False)
    for citation in answer.citations:
        console.print()
        console.print(
            f"[{citation.n}] {name_cited(citation.passage)}", markup=False, highlight=False
        )
        console.print(f"    “{citation.quote}”", style="green", markup=False, highlight=False)
    if answer.nearest:
        console.print("\n最接近的条款：", highlight=False)
        print_passages(answer.nearest, console)


def print_passages(passages: Iterable[Passage], console: Console) -> None:
    """Ranked passages."""
    for rank, passage in enumerate(passages, start=1):
        console.print(f"{rank}. {name_source(passage)}", markup=False, highlight=False)
        console.print(f"   {passage.text}", style="green", markup=False, highlight=False)


def print_search(result: SearchResult, why: Explanation | None, console: Console) -> None:
    """A search's passages; with what was understood and why each is there, if that is wanted."""
    if why is None:
        print_passages(result.passages, console)
        return
    for line in explain_lines(why):
        console.print(line, style="cyan", markup=False, highlight=False)
    for rank, (passage, reason) in enumerate(zip(result.passages, why.reasons, strict=True), 1):
        console.print(f"{rank}. {name_source(passage)}", markup=False, highlight=False)
        console.print(f"   {reason_line(reason)}", style="dim", markup=False, highlight=False)
        console.print(f"   {passage.text}", style="green", markup=False, highlight=False)


def print_documents(documents: Iterable[CatalogueEntry], console: Console) -> None:
    """The catalogue as a table."""
    table = Table()
    for name in ("编号", "标题", "发文字号", "日期", "地区", "说明", "条款", "源文件:首行"):
        table.add_column(name, overflow="fold")
    for document in documents:
        cells = (document.title, document.doc_no, document.date, document.region)
        notes = (document.gap, f"同 {document.duplicate_of}" if document.duplicate_of else None)
        texts = [escape(cell or "—") for cell in cells]
        note = escape("；".join(note for note in notes if note) or "—")
        file = escape(f"{one_line(document.source_file)}:{document.line_start}")
        table.add_row(document.document_id, *texts, note, str(document.clauses), file)
    console.print(table)


def print_report(report: IngestReport, console: Console) -> None:
    """What an ingest did, file by file."""
    for file in report.files:
        line = f"{file.state} {one_line(file.path)}：{file.documents} 份文件、{file.clauses} 个条款"
        console.print(line, markup=False, highlight=False)
        for remark in file.remarks:
            place = f"第 {remark.line} 行：" if remark.line else ""
            console.print(f"    注意：{place}{remark.text}", style="yellow", markup=False)
    for skipped in report.skipped:
        path = one_line(skipped.path)
        reason = one_line(skipped.reason).removeprefix(f"{path}：")
        console.print(f"跳过 {path}：{reason}", style="yellow", markup=False)
    console.print(
        f"文件库现有 {report.documents} 份文件、{report.chunks} 个条款块；"
        f"新编码 {report.embedded}，沿用 {report.reused}，移除 {report.removed}；"
        f"用时 {report.seconds:.1f} 秒",
        highlight=False,
    )


def one_line(text: str) -> str:
    """The text without line breaks and control characters, such as a file's name may hold."""
    return "".join(char if char.isprintable() else "␤" for char in text)
