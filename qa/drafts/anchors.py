"""Where the claims of a draft stand in its DOCX file, and the marks of comments there.

The reader joins runs, adds automatic numbers, parts cells with ``|`` and drops stray spaces. So a
paragraph's text is laid beside the text of its runs from the end on: each character that shows is
found there, or was added by the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.readers.docx import Body, is_merged_left, is_merged_up
from corpus.readers.docx_package import Package
from corpus.readers.docx_styles import Styles
from corpus.readers.docx_text import RUN, TEXTS, find_pieces, write_piece
from corpus.readers.docx_xml import CELL, PARAGRAPH, ROW, TABLE, WRAPPERS, W, contents, find
from qa.drafts.docx_file import DocxFile
from qa.drafts.invisible import is_invisible

if TYPE_CHECKING:
    from lxml.etree import _Element

INLINE = WRAPPERS | {W + name for name in ("hyperlink", "fldSimple", "dir", "bdo")}
"""Elements of a paragraph that hold runs; a mark of a comment may stand among these."""
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
REFERENCE_STYLE = "CommentReference"


@dataclass(frozen=True, slots=True)
class Spot:
    """A character of a paragraph's text: in which piece (``w:t``), and where."""

    paragraph: _Element
    piece: _Element
    offset: int
    char: str


@dataclass(frozen=True, slots=True)
class Range:
    """From one character to another, both included."""

    first: Spot
    last: Spot


class Anchors:
    """The paragraphs and table rows of a DOCX file by their number, as the reader counts them."""

    def __init__(self, file: DocxFile) -> None:
        self.styles = Styles(file.styles)
        body = find(file.document, "body")
        reader = Body(Package(file.document, file.styles, None, None, None))
        units = [] if body is None else list(reader.units(body))
        self.units = [unit for unit, _ in units]

    def spots(self, number: int) -> list[Spot]:
        """The characters that show in the runs of a unit, in order; not those of text boxes."""
        return [spot for one in self.paragraphs(number) for spot in self.spots_of(one)]

    def paragraphs(self, number: int) -> list[_Element]:
        """The paragraphs of a unit."""
        unit = self.units[number - 1]
        return [unit] if unit.tag == PARAGRAPH else list(paragraphs_of(unit))

    def spots_of(self, paragraph: _Element) -> Iterator[Spot]:
        """The characters that show in a paragraph."""
        for piece in find_pieces(paragraph, paragraph, self.styles):
            for offset, char in enumerate(write_piece(piece)):
                if shows(char):
                    yield Spot(paragraph, piece, offset, char)

    def whole(self, number: int) -> tuple[_Element, _Element] | None:
        """The first and the last element in the paragraphs of a unit; None if they are empty."""
        inner = [
            child
            for paragraph in self.paragraphs(number)
            for child in paragraph.iterchildren("*")
            if child.tag != W + "pPr"
        ]
        return (inner[0], inner[-1]) if inner else None


def paragraphs_of(row: _Element) -> Iterator[_Element]:
    """The paragraphs of a table row that the reader reads, those of nested tables among them."""
    for cell in contents(row, CELL):
        if is_merged_left(cell) or is_merged_up(cell):
            continue
        for block in contents(cell, PARAGRAPH, TABLE):
            if block.tag == PARAGRAPH:
                yield block
            else:
                for inner in contents(block, ROW):
                    yield from paragraphs_of(inner)


def shows(char: str) -> bool:
    """Whether a character is seen."""
    return not char.isspace() and not is_invisible(char)


def lay_beside(text: str, spots: Sequence[Spot]) -> list[Spot | None]:
    """For each character of a unit's text the one of its runs; None for one that was added."""
    laid: list[Spot | None] = [None] * len(text)
    left = len(spots)
    for index in range(len(text) - 1, -1, -1):
        if left and text[index] == spots[left - 1].char:
            left -= 1
            laid[index] = spots[left]
    return laid


def find_range(laid: Sequence[Spot | None], start: int, end: int) -> Range | None:
    """Where the characters ``start`` to ``end`` of a text stand; None if nowhere."""
    found = [spot for spot in laid[start:end] if spot is not None]
    return Range(found[0], found[-1]) if found else None


def cut_out(where: Range) -> tuple[_Element, _Element]:
    """The first and the last element of a range, runs cut where it begins and ends.

    Ranges of a paragraph must be cut out from its end on: a cut moves only what stands behind it.
    """
    last = cut_behind(where.last)
    first = cut_before(where.first)
    # The first cut moved what stood behind it, perhaps all of the last run's rest, into a new run.
    return first, first if first.getprevious() is last else last


def cut_behind(spot: Spot) -> _Element:
    """The element that ends with a character."""
    element = top_of(spot)
    if is_text_of(spot.piece, element):
        split_run(element, spot.piece, spot.offset + 1)
    return element


def cut_before(spot: Spot) -> _Element:
    """The element that begins with a character."""
    element = top_of(spot)
    return (
        split_run(element, spot.piece, spot.offset) if is_text_of(spot.piece, element) else element
    )


def top_of(spot: Spot) -> _Element:
    """The outermost element around a piece beside which the mark of a comment may stand."""
    found = inner = spot.piece
    while inner is not spot.paragraph:
        if inner.tag not in INLINE:
            found = inner
        parent = inner.getparent()
        if parent is None:
            break
        inner = parent
    return found


def is_text_of(piece: _Element, element: _Element) -> bool:
    """Whether a piece is text that stands right in a run, so that the run can be cut there."""
    return piece.tag in TEXTS and element.tag == RUN and piece.getparent() is element


def split_run(run: _Element, piece: _Element, offset: int) -> _Element:
    """Cut a run before a character of a piece of its text.

    Returns:
        A new run with the rest, formatted alike; the run itself where there is nothing before the
        cut or nothing behind it.
    """
    before = [one for one in piece.itersiblings(preceding=True) if one.tag != W + "rPr"]
    behind = list(piece.itersiblings())
    length = len(piece.text or "")
    if (offset == 0 and not before) or (offset == length and not behind):
        return run
    made = twin(run)
    properties = run.find(W + "rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    if offset == 0:
        made.append(piece)
    elif offset < length:
        made.append(split_text(piece, offset))
    made.extend(behind)
    run.addnext(made)
    return made


def twin(element: _Element) -> _Element:
    """An empty element with the same name and attributes."""
    return element.makeelement(element.tag, {str(key): str(one) for key, one in element.items()})


def split_text(piece: _Element, offset: int) -> _Element:
    """Cut a piece of text; the new piece with the rest.

    Blanks that the cut makes the outer ones still show; outer ones that did not show do not now.
    """
    text = piece.text or ""
    made = twin(piece)
    piece.text, made.text = text[:offset], text[offset:]
    if text[:offset][-1:].isspace():
        piece.set(PRESERVE, "preserve")
    if text[offset:][:1].isspace():
        made.set(PRESERVE, "preserve")
    return made


def mark(first: _Element, last: _Element, comment: int) -> None:
    """Set the marks of a comment around two elements of a document and all between them.

    The sign of the comment stands outside of tracked insertions and links, so that it is neither.
    """
    begin = first.makeelement(W + "commentRangeStart", {W + "id": str(comment)})
    first.addprevious(begin)
    end = last.makeelement(W + "commentRangeEnd", {W + "id": str(comment)})
    last.addnext(end)
    behind = end
    while (parent := behind.getparent()) is not None and parent.tag in INLINE:
        behind = parent
    behind.addnext(make_reference(last, comment))


def make_reference(near: _Element, comment: int) -> _Element:
    """The run that is the sign of a comment."""
    run = near.makeelement(RUN, {})
    properties = run.makeelement(W + "rPr", {})
    properties.append(run.makeelement(W + "rStyle", {W + "val": REFERENCE_STYLE}))
    run.append(properties)
    run.append(run.makeelement(W + "commentReference", {W + "id": str(comment)}))
    return run
