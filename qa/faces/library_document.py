"""A document of the library as HTML: what is known of it, its tree of clauses, its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.library import CatalogueEntry, Library
from corpus.models import Remark
from qa.citations import in_title_marks
from qa.faces.library_rows import name_place_in_file
from qa.faces.library_table import link_html
from qa.faces.safe import safe
from qa.library_sources import SourceFacts
from qa.operations import Clause, WholeDocument
from qa.speech.saying import say

FIELDS = {
    "doc_no": "发文字号",
    "issuer": "发文机关",
    "date": "成文日期",
    "effective": "施行日期",
    "region": "地区",
    "level": "层级",
    "type": "文种",
    "chapter": "汇编的部分",
    "compilation": "汇编",
    "url": "原文链接",
}
"""What is shown of a document, by the fields of `CatalogueEntry`."""
NAMES = {"title": "标题", **FIELDS, "complete": "是否完整"}
"""What fields are called."""
FIRST_WORDS = 24
"""Characters of a clause without a heading that the tree shows."""


@dataclass
class Node:
    """A heading of the tree, with the clauses that stand right below it."""

    heading: str
    clauses: list[int] = field(default_factory=list)
    below: dict[str, Node] = field(default_factory=dict)


def head_html(document: CatalogueEntry, library: Library, facts: SourceFacts | None) -> str:
    """What is known of a document; ``facts`` are None while they are being found out."""
    title = safe(document.title or document.source_file)
    rows = "".join(fact_html(name, text) for name, text in facts_of(document))
    return (
        f'<h2 tabindex="-1">{title}{inferred_mark(document, "title")}</h2>'
        f"{notes_html(document, library)}<dl>{rows}{source_html(document, facts)}</dl>"
        f"{'' if facts is None else read_html(document, facts, library)}"
    )


def facts_of(document: CatalogueEntry) -> Iterator[tuple[str, str]]:
    """Names and texts (HTML) of the fields that are known."""
    for name, called in FIELDS.items():
        value = getattr(document, name)
        text = "、".join(value) if isinstance(value, tuple) else value
        if text:
            yield called, safe(text) + inferred_mark(document, name)


def fact_html(name: str, text: str) -> str:
    """A line of facts; ``text`` is HTML."""
    return f"<div><dt>{say(name)}</dt><dd>{text}</dd></div>"


def inferred_mark(document: CatalogueEntry, name: str) -> str:
    """That the text itself does not print a field."""
    said = f'<span class="remark">{say("（推断，原文未印）")}</span>'
    return said if name in document.inferred else ""


def notes_html(document: CatalogueEntry, library: Library) -> str:
    """What a reader must know: what is missing, and where the same text stands."""
    gap = f"库中此文{document.gap}，引用前请核对原件" if document.gap else ""
    notes = f'<p class="note remark">{safe(say(gap))}</p>' if gap else ""
    first = library.documents.get(document.duplicate_of or "")
    if first is not None:
        name = in_title_marks(first.title or first.source_file)
        also = say(f"同文另见{link_html(first.document_id, name)}，引用时以它为先")
        notes += f'<p class="note">{also}</p>'
    return notes


def source_html(document: CatalogueEntry, facts: SourceFacts | None) -> str:
    """The source file, its place in it, its checksum, and counts."""
    checksum = say("正在计算…") if facts is None else f"<code>{facts.sha256}</code>"
    rows = {
        "源文件": safe(document.source_file),
        "位置": safe(name_place_in_file(document)),
        "源文件 SHA-256": checksum,
        "条款": say(f"{document.clauses} 条"),
        "编号": f"<code>{safe(document.document_id)}</code>",
    }
    return "".join(fact_html(name, text) for name, text in rows.items())


def read_html(document: CatalogueEntry, facts: SourceFacts, library: Library) -> str:
    """What the owner corrected, and what there was to remark when the file was read."""
    files = [one.source_file for one in library.documents.values()]
    alone = files.count(document.source_file) == 1
    fields = facts.corrected(document.line_start, alone=alone)
    corrected = say(f"由文件旁的 .toml 更正：{'、'.join(NAMES.get(name, name) for name in fields)}")
    told = f'<p class="note">{safe(corrected)}</p>' if fields else ""
    remarks = [one for one in facts.remarks if is_about(one, document)]
    if not remarks:
        return told
    items = "".join(f"<li>{remark_html(one)}</li>" for one in remarks)
    return f'{told}<div class="note remark">{say("读取时的提示：")}<ul>{items}</ul></div>'


def is_about(remark: Remark, document: CatalogueEntry) -> bool:
    """Whether a remark is about a document or about its whole file."""
    return remark.line is None or document.line_start <= remark.line <= document.line_end


def remark_html(remark: Remark) -> str:
    """A remark with its line."""
    return safe(say(f"第 {remark.line} 行：{remark.text}" if remark.line else remark.text))


def body_html(whole: WholeDocument, library: Library) -> str:
    """The tree of clauses and the text."""
    tree = tree_html(grow(whole.clauses), whole.clauses)
    text = "".join(text_parts(whole, library))
    return (
        f'<div class="parts"><nav aria-label="{say("条款目录")}"><h3>{say("条款目录")}</h3>{tree}'
        f'</nav><section class="whole" aria-label="{say("正文")}">{text}</section></div>'
    )


def grow(clauses: Iterable[Clause]) -> Node:
    """The tree of the clauses' headings; a heading that comes again later is another one."""
    root = Node("")
    for number, clause in enumerate(clauses):
        node = root
        for heading in clause.clause_path:
            last = next(reversed(node.below), None)
            key = last if last and node.below[last].heading == heading else f"{number}:{heading}"
            node = node.below.setdefault(key, Node(heading))
        node.clauses.append(number)
    return root


def tree_html(node: Node, clauses: tuple[Clause, ...]) -> str:
    """The list below a heading."""
    own = "".join(f"<li>{clause_link(at, first_words(clauses[at]))}</li>" for at in node.clauses)
    below = "".join(f"<li>{branch_html(one, clauses)}</li>" for one in node.below.values())
    return f"<ul>{own}{below}</ul>"


def branch_html(node: Node, clauses: tuple[Clause, ...]) -> str:
    """A heading: a link where only its clause stands below it, else a folded list."""
    if not node.below and len(node.clauses) == 1:
        return clause_link(node.clauses[0], node.heading)
    summary = f"<summary>{safe(node.heading)}</summary>"
    return f"<details>{summary}{tree_html(node, clauses)}</details>"


def clause_link(number: int, text: str) -> str:
    """A link to a clause of the text."""
    return f'<a href="#clause-{number + 1}">{safe(text)}</a>'


def first_words(clause: Clause) -> str:
    """What a clause is called that has no heading of its own."""
    text = " ".join(clause.text.split())
    return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS]}…"


def text_parts(whole: WholeDocument, library: Library) -> Iterator[str]:
    """The clauses in reading order, with headings and with the pages where they begin."""
    page: int | None = None
    path: tuple[str, ...] = ()
    for number, clause in enumerate(whole.clauses, start=1):
        if clause.page_start not in (None, page):
            yield page_html(whole.document.source_file, clause.page_start or 0, library)
        yield from headings(path, clause)
        kind = "text table" if clause.is_table else "text"
        yield f'<div id="clause-{number}" class="{kind}" tabindex="-1">{safe(clause.text)}</div>'
        page, path = clause.page_end or page, clause.clause_path


def page_html(source_file: str, page: int, library: Library) -> str:
    """That a page begins, with the number that is printed on it if it is another."""
    printed = library.printed_pages.get((source_file, page))
    also = "" if printed in (None, str(page)) else say(f"（印刷页码 {safe(printed)}）")
    return f'<p class="page">{say(f"第 {page} 页")}{also}</p>'


def headings(before: tuple[str, ...], clause: Clause) -> Iterator[str]:
    """The headings that are new with a clause, but for one that its own text begins with."""
    same = 0
    while same < min(len(before), len(clause.clause_path)) and (
        before[same] == clause.clause_path[same]
    ):
        same += 1
    for depth, heading in enumerate(clause.clause_path[same:], start=same):
        if depth + 1 < len(clause.clause_path) or not clause.text.startswith(heading):
            level = min(3 + depth, 6)
            yield f"<h{level}>{safe(heading)}</h{level}>"
