"""The XML of WordprocessingML (ECMA-376, part 1): names, values, and the children that count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPH = W + "p"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
TEXT_BOX = W + "txbxContent"
FALLBACK = COMPATIBILITY + "Fallback"

OFF = {"0", "false", "off"}

WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
"""Elements around paragraphs, rows or cells that are no content of their own."""


def attribute(element: _Element | None, name: str) -> str | None:
    """An attribute of the main namespace."""
    return None if element is None else element.get(W + name)


def find(element: _Element | None, *path: str) -> _Element | None:
    """The element at the end of a path of names of the main namespace."""
    for name in path:
        element = None if element is None else element.find(W + name)
    return element


def value(element: _Element | None, *path: str) -> str | None:
    """``w:val`` of the element at the end of a path."""
    return attribute(find(element, *path), "val")


def number(element: _Element | None, *path: str) -> int | None:
    """``w:val`` as a number.

    Raises:
        ValueError: it is no number.
    """
    text = value(element, *path)
    return None if text is None else int(text)


def flag(element: _Element | None, *path: str) -> bool | None:
    """An on/off property; None where it is not given."""
    found = find(element, *path)
    return None if found is None else (attribute(found, "val") not in OFF)


def children(element: _Element) -> Iterator[_Element]:
    """The child elements; of alternative contents those of the first choice."""
    for child in element.iterchildren("*"):
        if child.tag == COMPATIBILITY + "AlternateContent":
            choice = child.find(COMPATIBILITY + "Choice")
            yield from () if choice is None else children(choice)
        else:
            yield child


def contents(element: _Element, *tags: str) -> Iterator[_Element]:
    """The children with one of these tags, in and out of wrappers such as content controls."""
    for child in children(element):
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from contents(child, *tags)
