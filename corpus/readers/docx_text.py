"""The text of a paragraph of a DOCX file, as it reads with all tracked changes accepted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.readers.docx_styles import Styles
from corpus.readers.docx_xml import FALLBACK, MATH, TEXT_BOX, W, children
from corpus.readers.superscript import raise_figures

if TYPE_CHECKING:
    from lxml.etree import _Element

RUN = W + "r"
FOOTNOTE = W + "footnoteReference"
ENDNOTE = W + "endnoteReference"

TEXTS = {W + "t", MATH + "t"}
SIGNS = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": " ",
    W + "cr": " ",
    W + "noBreakHyphen": "-",
}
PIECES = {*TEXTS, *SIGNS, FOOTNOTE, ENDNOTE, TEXT_BOX}
OMITTED = {
    FALLBACK,
    *(W + name for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "instrText", "rt", "sym")),
}
"""Elements whose text is not shown; ``rt`` is the reading above a character."""

SPACES = str.maketrans("\t\n\r", "   ")


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a paragraph or table row, and what hangs on it, in order."""

    text: str
    """Without the automatic number."""
    label: str = ""
    """The automatic number."""
    notes: tuple[_Element, ...] = ()
    """References to footnotes and endnotes."""
    boxes: tuple[_Element, ...] = ()
    """Contents of text boxes."""

    @property
    def shown(self) -> str:
        """The text after its label."""
        return join_label(self.label, self.text)


def read_paragraph(paragraph: _Element, styles: Styles) -> Passage:
    """The text of ``w:p`` without its automatic number, and what hangs on it."""
    pieces = list(find_pieces(paragraph, paragraph, styles))
    return Passage(
        "".join(write_piece(piece) for piece in pieces).strip(),
        notes=tuple(piece for piece in pieces if piece.tag in (FOOTNOTE, ENDNOTE)),
        boxes=tuple(piece for piece in pieces if piece.tag == TEXT_BOX),
    )


def find_pieces(element: _Element, paragraph: _Element, styles: Styles) -> Iterator[_Element]:
    """The smallest elements in ``element`` that show, in order."""
    for child in children(element):
        if child.tag in PIECES:
            yield child
        elif child.tag not in OMITTED and not (child.tag == RUN and styles.hides(child, paragraph)):
            yield from find_pieces(child, paragraph, styles)


def write_piece(piece: _Element) -> str:
    """The text that a piece adds to its paragraph's."""
    if piece.tag not in TEXTS:
        return SIGNS.get(piece.tag, "")
    text = (piece.text or "").translate(SPACES)
    return raise_figures(text) if is_raised(piece) else text


def is_raised(piece: _Element) -> bool:
    """Whether the run that a piece stands in is superscript."""
    run = piece.getparent()
    raised = None if run is None else run.find(f"{W}rPr/{W}vertAlign")
    return raised is not None and raised.get(f"{W}val") == "superscript"


def join_label(label: str, text: str) -> str:
    """A label and the text after it.

    A space parts them unless the label ends in a mark (``一、总体要求``, but ``第一条 为了``), and
    where figures would run together (``1. 5万吨``).
    """
    if not (label and text):
        return label or text
    kind = unicodedata.category(label[-1])
    run_on = label[-1].isascii() and text[0].isascii()
    return f"{label} {text}" if run_on or kind[0] == "L" or kind == "Nd" else label + text
