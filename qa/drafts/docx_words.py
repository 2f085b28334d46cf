"""Paragraphs that are added to a DOCX file, in a look of their own whatever its styles are.

Elements stand in the order of the schema (ECMA-376 part 1, 17.3), else Word does not open the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.readers.docx_xml import W
from qa.drafts.anchors import PRESERVE
from qa.drafts.invisible import drop_invisible

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_INDENT = {
    "leftChars": "0",
    "right": "0",
    "rightChars": "0",
    "firstLine": "0",
    "firstLineChars": "0",
}
"""An indent in characters, as Chinese documents have it, would win over one in points."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one look."""

    text: str
    half_points: int = 18
    colour: str | None = None
    """As six hexadecimal digits; the document's own if None."""
    bold: bool = False
    strike: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands."""

    style: str | None = None
    heading: bool = False
    """Whether it begins a page and is listed among the headings."""
    indent: int = 0
    """Of all its lines, in twentieths of a point."""


def make_paragraph(near: _Element, words: Sequence[Words], shape: Shape) -> _Element:
    """``w:p``; ``near`` is any element of the part that it is made for."""
    paragraph = element(near, "p")
    paragraph.append(make_properties(near, shape))
    paragraph.extend(make_run(near, one) for one in words)
    return paragraph


def make_properties(near: _Element, shape: Shape) -> _Element:
    """``w:pPr``: not numbered, not indented as the body is, single spaced."""
    properties = element(near, "pPr")
    if shape.style:
        properties.append(element(near, "pStyle", val=shape.style))
    if shape.heading:
        properties.append(element(near, "pageBreakBefore"))
    numbering = element(near, "numPr")
    numbering.append(element(near, "numId", val="0"))
    properties.append(numbering)
    properties.append(
        element(near, "spacing", before="60", after="60", line="240", lineRule="auto")
    )
    properties.append(element(near, "ind", left=str(shape.indent), **NO_INDENT))
    properties.append(element(near, "jc", val="left"))
    if shape.heading:
        properties.append(element(near, "outlineLvl", val="0"))
    return properties


def make_run(near: _Element, words: Words) -> _Element:
    """``w:r``."""
    properties = element(near, "rPr")
    properties.extend(looks(near, words))
    text = element(near, "t")
    text.text = drop_invisible(words.text)
    text.set(PRESERVE, "preserve")
    run = element(near, "r")
    run.extend((properties, text))
    return run


def looks(near: _Element, words: Words) -> Iterator[_Element]:
    """The properties of a run."""
    if words.bold:
        yield element(near, "b")
    if words.strike:
        yield element(near, "strike")
    if words.colour:
        yield element(near, "color", val=words.colour)
    for name in ("sz", "szCs"):
        yield element(near, name, val=str(words.half_points))
    if words.underline:
        yield element(near, "u", val="single")


def element(near: _Element, name: str, **attributes: str) -> _Element:
    """An element of the main namespace with attributes of it."""
    return near.makeelement(W + name, {W + key: value for key, value in attributes.items()})
