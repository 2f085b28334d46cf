"""The list of sources that is added at the end of a checked DOCX file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.readers.docx_xml import W, find
from qa.drafts.anchors import PRESERVE
from qa.drafts.models import DraftReport
from qa.drafts.wording import SOURCES, cite_line, count_line, file_line, quote_line, remark_line

if TYPE_CHECKING:
    from lxml.etree import _Element

NOTE = "（以下由碳问核对时添加，不属于原稿；批注中的编号指下列依据。）"
NONE = "没有引用到库中的条款。"
SECTION = W + "sectPr"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of the list."""

    text: str
    half_points: int = 24
    bold: bool = False
    heading: bool = False
    indent: int = 0
    """Of the whole paragraph, in twentieths of a point."""


def entries(report: DraftReport) -> Iterator[Entry]:
    """Heading, what this is, the counts, and each source once with its words."""
    yield Entry(SOURCES, half_points=32, bold=True, heading=True)
    yield Entry(NOTE)
    yield Entry(count_line(report))
    yield from (Entry(remark_line(remark)) for remark in report.draft.remarks)
    if not report.sources:
        yield Entry(NONE)
    for citation in report.sources:
        yield Entry(cite_line(citation), bold=True)
        yield Entry(quote_line(citation), indent=420)
        yield Entry(file_line(citation), half_points=21, indent=420)


def append(document: _Element, report: DraftReport) -> None:
    """Add the list at the end of a document's body, before its last section's properties."""
    body = find(document, "body")
    if body is None:
        raise ValueError("no body")
    last = body[-1] if len(body) and body[-1].tag == SECTION else None
    for entry in entries(report):
        made = make_paragraph(body, entry)
        if last is None:
            body.append(made)
        else:
            last.addprevious(made)


def make_paragraph(near: _Element, entry: Entry) -> _Element:
    """``w:p`` of an entry; the properties in the order of the schema, so that Word opens it."""
    properties = element(near, "pPr")
    if entry.heading:
        properties.append(element(near, "pageBreakBefore"))
    numbering = element(near, "numPr")
    numbering.append(element(near, "numId", val="0"))
    properties.append(numbering)
    properties.append(
        element(near, "spacing", before="60", after="60", line="240", lineRule="auto")
    )
    indent = str(entry.indent)
    properties.append(
        element(near, "ind", left=indent, right="0", firstLine="0", firstLineChars="0")
    )
    properties.append(element(near, "jc", val="left"))
    if entry.heading:
        properties.append(element(near, "outlineLvl", val="0"))
    paragraph = element(near, "p")
    paragraph.append(properties)
    paragraph.append(make_run(near, entry))
    return paragraph


def make_run(near: _Element, entry: Entry) -> _Element:
    """``w:r`` of an entry."""
    properties = element(near, "rPr")
    if entry.bold:
        properties.append(element(near, "b"))
    size = str(entry.half_points)
    properties.extend((element(near, "sz", val=size), element(near, "szCs", val=size)))
    text = element(near, "t")
    text.text = entry.text
    text.set(PRESERVE, "preserve")
    run = element(near, "r")
    run.extend((properties, text))
    return run


def element(near: _Element, name: str, **attributes: str) -> _Element:
    """An element of the main namespace with attributes of it."""
    return near.makeelement(W + name, {W + key: value for key, value in attributes.items()})
