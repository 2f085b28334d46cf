"""An official document in DOCX of a draft that is text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.headings import LONGEST_TITLE, Rank, find_heading, find_marker
from corpus.models import Origin, Text
from corpus.typography import FINAL, display_width
from qa.drafts.models import Draft, DraftParagraph

if TYPE_CHECKING:
    from qa.export.official_docx import OfficialDocument

LEVELS: dict[int, int] = {Rank.CHINESE: 1, Rank.CHINESE_PAREN: 2}
"""The level of a heading by its numbering: 一、 stands in 黑体, （一） in 楷体 (GB/T 9704-2012)."""

CELL_END = re.compile(r"(?:^| )\|(?: |$)")
"""Between two cells of a row, as readers write it; the outer blanks of a row are dropped."""
MOST_ROWS = 200
"""A longer table is written as paragraphs: python-docx takes a minute for thousands of rows."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """The document, and where each paragraph of the draft stands in it."""

    content: bytes
    units: tuple[int, ...]
    """The number of its paragraph or table row in the body, from 1."""


def write_fresh(draft: Draft) -> Fresh:
    """A document of a draft: its first paragraph is the title where it looks like one.

    Else the title is the file's name, so that the paragraphs stand one further down.
    """
    from qa.export.official_docx import OfficialDocument

    titled = is_title(draft.paragraphs[0])
    title = draft.paragraphs[0].text if titled else PurePath(draft.name).stem
    document = OfficialDocument(title)
    for table, group in groupby(draft.paragraphs[titled:], key=lambda one: one.table):
        rows = list(group)
        cells = list(cells_of(rows)) if table and len(rows) <= MOST_ROWS else []
        if cells and len(cells[0]) > 1:
            document.table(cells)
        else:
            for one in rows:
                write_paragraph(document, one)
    return Fresh(document.content(), tuple(range(2 - titled, len(draft.paragraphs) + 2 - titled)))


def is_title(paragraph: DraftParagraph) -> bool:
    """Whether the first paragraph is the draft's title."""
    if paragraph.heading or paragraph.table:
        return paragraph.heading == 1
    short = display_width(paragraph.text) <= LONGEST_TITLE
    return short and not FINAL.search(paragraph.text) and find_marker(paragraph.text) is None


def write_paragraph(document: OfficialDocument, paragraph: DraftParagraph) -> None:
    """Add a paragraph, or the heading that it is."""
    if level := level_of(paragraph):
        document.heading(paragraph.text, level)
    else:
        document.paragraph(paragraph.text, indent=not paragraph.table)


def level_of(paragraph: DraftParagraph) -> int:
    """The level of a heading: 1 or 2; 0 for text."""
    if paragraph.heading:
        return 1 if paragraph.heading <= 2 else 2
    origin = Origin(0, paragraph.line, 1)
    heading = find_heading(Text(paragraph.text, (origin,)))
    return LEVELS.get(heading.depth, 0) if heading and heading.standalone else 0


def cells_of(rows: Sequence[DraftParagraph]) -> Iterator[list[str]]:
    """The cells of a table's rows, as many in each."""
    cells = [CELL_END.split(row.text) for row in rows]
    most = max(map(len, cells))
    yield from (row + [""] * (most - len(row)) for row in cells)
