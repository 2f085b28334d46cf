"""Word documents (DOCX): text, headings, automatic numbers, tables, notes, as Word shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.models import Line, SourceFile
from corpus.readers.docx_numbering import Numbering
from corpus.readers.docx_package import Package, damaged, open_package
from corpus.readers.docx_remarks import count_pictures, find_remarks
from corpus.readers.docx_styles import TITLE_RANK, Styles
from corpus.readers.docx_text import ENDNOTE, FOOTNOTE, Passage, read_paragraph
from corpus.readers.docx_xml import (
    CELL,
    PARAGRAPH,
    ROW,
    TABLE,
    W,
    attribute,
    contents,
    find,
    flag,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

CELL_SEPARATOR = " | "
NOTE_LABELS = {FOOTNOTE: "注", ENDNOTE: "尾注"}
NOTE_TAGS = {FOOTNOTE: W + "footnote", ENDNOTE: W + "endnote"}
PLAIN_NOTE = "normal"
"""``w:type`` of a note that is no separator line."""


class DocxReader:
    """DOCX, whether written by Word, WPS or LibreOffice.

    A line is a paragraph or a table row of the body, numbered by its place among all of these, the
    blank ones too. Text boxes and notes follow as lines with the number of what they hang on.
    """

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read a Word document; see `corpus.readers.base.Reader.read`."""
        package = open_package(content, name)
        try:
            lines = tuple(Body(package).lines())
        except (ValueError, OverflowError, RecursionError) as error:
            raise damaged(name) from error
        if not lines:
            raise InputError(f"{name}：{describe_empty(package.document)}")
        remarks = tuple(find_remarks(package.document))
        return SourceFile(name, lines, wrapped=False, paged=False, remarks=remarks)


def describe_empty(document: _Element) -> str:
    """What a document without text holds instead."""
    if pictures := count_pictures(document):
        return f"文件里没有文字，只有 {pictures} 幅图片，请先做文字识别（OCR）再加入"
    return "文件里没有文字，是空白文档，请检查是否选错了文件"


class Body:
    """Reads the body of one document, once and in order, as numbers and notes are counted."""

    def __init__(self, package: Package) -> None:
        self.document = package.document
        self.styles = Styles(package.styles)
        self.numbering = Numbering(package.numbering, self.styles)
        self.notes = {
            FOOTNOTE: read_notes(package.footnotes, FOOTNOTE),
            ENDNOTE: read_notes(package.endnotes, ENDNOTE),
        }
        self.noted = {FOOTNOTE: 0, ENDNOTE: 0}
        self.tables = 0
        self.below_title = int(any(map(self.is_title, self.document.iter(PARAGRAPH))))

    def lines(self) -> Iterator[Line]:
        """The lines of the body.

        Raises:
            ValueError: a property that must be a number is none.
        """
        body = find(self.document, "body")
        if body is None:
            raise ValueError("no body")
        for number, (unit, table) in enumerate(self.units(body), start=1):
            yield from self.lines_of(unit, number, table)

    def units(self, container: _Element) -> Iterator[tuple[_Element, int]]:
        """The paragraphs and table rows in a container, each with the number of its table or 0."""
        for block in contents(container, PARAGRAPH, TABLE):
            if block.tag == PARAGRAPH:
                yield block, 0
                continue
            self.tables += 1
            table = self.tables
            for row in contents(block, ROW):
                yield row, table

    def lines_of(self, unit: _Element, number: int, table: int) -> Iterator[Line]:
        """The lines of a paragraph or table row: its own, its text boxes', its notes'."""
        passage = self.read_row(unit) if table else self.read_paragraph(unit)
        if passage.text:
            heading = 0 if table else self.heading(unit)
            yield Line(number=number, page=1, text=passage.shown, heading=heading, table=table)
        for box in passage.boxes:
            for inner, inner_table in self.units(box):
                yield from self.lines_of(inner, number, inner_table)
        for reference in passage.notes:
            if note := self.read_note(reference):
                yield Line(number=number, page=1, text=note)

    def is_title(self, paragraph: _Element) -> bool:
        """Whether a paragraph is a title with text."""
        if self.styles.rank(paragraph) != TITLE_RANK:
            return False
        return bool(read_paragraph(paragraph, self.styles).text)

    def heading(self, paragraph: _Element) -> int:
        """The depth of a heading; 0 for other paragraphs."""
        rank = self.styles.rank(paragraph)
        return 0 if rank is None else rank + self.below_title

    def read_paragraph(self, paragraph: _Element) -> Passage:
        """A paragraph with its automatic number."""
        passage = read_paragraph(paragraph, self.styles)
        if not passage.text and is_mark_gone(paragraph):
            return passage
        return replace(passage, label=self.numbering.label(paragraph))

    def read_row(self, row: _Element) -> Passage:
        """A table row: its cells, each with all that is in it."""
        cells = [self.read_cell(cell) for cell in contents(row, CELL) if not is_merged_left(cell)]
        notes = tuple(note for cell in cells for note in cell.notes)
        if not any(cell.text for cell in cells):
            return Passage("", notes=notes)
        return Passage(CELL_SEPARATOR.join(cell.shown for cell in cells).strip(), notes=notes)

    def read_cell(self, cell: _Element) -> Passage:
        """A cell; one that is merged with the cell above is blank."""
        return Passage("") if is_merged_up(cell) else self.read_flat(cell)

    def read_flat(self, container: _Element) -> Passage:
        """All text in a cell, text box or note in one line; only a label where numbers are all."""
        passages = list(self.flatten(container))
        shown = " ".join(passage.shown for passage in passages if passage.shown)
        notes = tuple(note for passage in passages for note in passage.notes)
        if any(passage.text for passage in passages):
            return Passage(shown, notes=notes)
        return Passage("", label=shown, notes=notes)

    def flatten(self, container: _Element) -> Iterator[Passage]:
        """The paragraphs in a container, its nested tables and text boxes."""
        for block in contents(container, PARAGRAPH, TABLE):
            if block.tag == PARAGRAPH:
                passage = self.read_paragraph(block)
                yield passage
                yield from (self.read_flat(box) for box in passage.boxes)
            else:
                for row in contents(block, ROW):
                    yield from (self.read_cell(cell) for cell in contents(row, CELL))

    def read_note(self, reference: _Element) -> str:
        """The text of a note with its number; empty if there is none, or it was read before."""
        kind = str(reference.tag)
        note = self.notes[kind].pop(attribute(reference, "id"), None)
        if note is None:
            return ""
        self.noted[kind] += 1
        text = self.read_flat(note).text
        return f"［{NOTE_LABELS[kind]}{self.noted[kind]}］{text}" if text else ""


def read_notes(root: _Element | None, kind: str) -> dict[str | None, _Element]:
    """The notes of a part by their ids, without separators."""
    notes = [] if root is None else root.findall(NOTE_TAGS[kind])
    return {
        attribute(note, "id"): note
        for note in notes
        if attribute(note, "type") in (None, PLAIN_NOTE)
    }


def is_mark_gone(paragraph: _Element) -> bool:
    """Whether the end of a paragraph is deleted or hidden, so that Word does not number it."""
    mark = find(paragraph, "pPr", "rPr")
    return find(mark, "del") is not None or bool(flag(mark, "vanish"))


def is_merged_up(cell: _Element) -> bool:
    """Whether a cell goes on the cell above it."""
    merge = find(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge, "val") in (None, "continue")


def is_merged_left(cell: _Element) -> bool:
    """Whether a cell goes on the cell before it, in files that keep such cells."""
    merge = find(cell, "tcPr", "hMerge")
    return merge is not None and attribute(merge, "val") in (None, "continue")
