"""The list of sources that is added at the end of a checked DOCX file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.readers.docx_xml import W, find
from qa.drafts.docx_words import Shape, Words, make_paragraph
from qa.drafts.models import DraftReport
from qa.drafts.wording import SOURCES, cite_line, count_line, file_line, quote_line, remark_line

if TYPE_CHECKING:
    from lxml.etree import _Element

NOTE = "（以下由碳问核对时添加，不属于原稿；批注中的编号指下列依据。）"
NONE = "没有引用到库中的条款。"
SECTION = W + "sectPr"
HEADING_SIZE, BODY_SIZE, SMALL_SIZE = 32, 24, 21
"""Half points: 三号, 小四, 五号."""
HEADING, PLAIN, INDENTED = Shape(heading=True), Shape(), Shape(indent=420)

Entry = tuple[Shape, Words]


def entries(report: DraftReport) -> Iterator[Entry]:
    """Heading, what this is, the counts, and each source once with its words."""
    yield HEADING, Words(SOURCES, HEADING_SIZE, bold=True)
    yield PLAIN, Words(NOTE, BODY_SIZE)
    yield PLAIN, Words(count_line(report), BODY_SIZE)
    for remark in report.draft.remarks:
        yield PLAIN, Words(remark_line(remark), BODY_SIZE)
    if not report.sources:
        yield PLAIN, Words(NONE, BODY_SIZE)
    for citation in report.sources:
        yield PLAIN, Words(cite_line(citation), BODY_SIZE, bold=True)
        yield INDENTED, Words(quote_line(citation), BODY_SIZE)
        yield INDENTED, Words(file_line(citation), SMALL_SIZE)


def append(document: _Element, report: DraftReport) -> None:
    """Add the list at the end of a document's body, before its last section's properties.

    Raises:
        ValueError: it has no body.
    """
    body = find(document, "body")
    if body is None:
        raise ValueError("no body")
    last = body.find(SECTION)
    for shape, words in entries(report):
        made = make_paragraph(body, (words,), shape)
        if last is None:
            body.append(made)
        else:
            last.addprevious(made)
