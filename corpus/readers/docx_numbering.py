"""Automatic numbering of a DOCX file: the labels that Word shows but does not keep in the text.

How numbers count is told in ECMA-376 part 1, 17.9; their formats in 17.18.59.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.readers.docx_styles import Styles
from corpus.readers.docx_xml import W, attribute, find, flag, number, value
from corpus.readers.numerals import write_number

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_LIST = "0"
"""``w:numId`` that takes a paragraph out of the list of its style."""
BULLET = "bullet"
LONGEST_LABEL = 255
"""Characters of ``w:lvlText``; the longest string that Word keeps in a property."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (``w:lvl``)."""

    start: int
    format: str
    label: str
    """With ``%1`` to ``%9`` for the numbers of the levels."""
    restart: int | None
    """1-based level after whose use, or a higher one's, this begins anew; 0 never, None default."""
    legal: bool
    """Whether all numbers in the label are decimal."""
    style: str | None
    """The paragraph style that takes its numbers from this level."""

    def restarts_after(self, used: int, own: int) -> bool:
        """Whether this level, 0-based ``own``, begins anew after a use of the level ``used``."""
        return used < (own if self.restart is None else self.restart)


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list instance (``w:num``)."""

    counter: str
    """Lists with the same counter (``w:abstractNum``) go on counting one after the other."""
    levels: dict[int, Level]
    starts: dict[int, int]
    """Where levels begin anew when this instance first uses them."""


class Numbering:
    """Counts the numbered paragraphs of a document, which must come in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self.styles = styles
        self.lists = {} if root is None else read_lists(root)
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def label(self, paragraph: _Element) -> str:
        """Count a paragraph; its label, empty if it has none."""
        list_id = self.find_list(paragraph)
        numbered = self.lists.get(list_id or NO_LIST)
        if list_id is None or numbered is None:
            return ""
        depth = self.find_depth(paragraph, list_id, numbered)
        if depth not in numbered.levels:
            return ""
        return write_label(numbered, depth, self.count(list_id, numbered, depth))

    def find_list(self, paragraph: _Element) -> str | None:
        """The id of the list that a paragraph or its style is in."""
        styles = self.styles.of_paragraph(paragraph)
        given = [find(paragraph, "pPr"), *(style.paragraph for style in styles)]
        return next((found for one in given if (found := value(one, "numPr", "numId"))), None)

    def find_depth(self, paragraph: _Element, list_id: str, numbered: NumberedList) -> int:
        """The 0-based level of a paragraph in its list."""
        own = number(paragraph, "pPr", "numPr", "ilvl")
        if own is not None:
            return own
        linked = {level.style: depth for depth, level in numbered.levels.items()}
        for style in self.styles.of_paragraph(paragraph):
            if style.id in linked:
                return linked[style.id]
            depth = number(style.paragraph, "numPr", "ilvl")
            if depth is not None:
                return depth
        return 0

    def count(self, list_id: str, numbered: NumberedList, depth: int) -> dict[int, int]:
        """Count a paragraph on a level; the numbers that all levels have then.

        A level that is above and was not used yet counts as used once (Microsoft Q110380).
        """
        counts = self.counts.setdefault(numbered.counter, {})
        for above, level in numbered.levels.items():
            if above < depth:
                counts.setdefault(above, level.start)
        if depth in numbered.starts and (list_id, depth) not in self.begun:
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts.get(depth, numbered.levels[depth].start - 1) + 1
        self.begun.add((list_id, depth))
        for below, level in numbered.levels.items():
            if below > depth and level.restarts_after(depth, below):
                counts.pop(below, None)
        return counts


def write_label(numbered: NumberedList, depth: int, counts: dict[int, int]) -> str:
    """The label of a paragraph on a level, such as ``（一）`` or ``1.2``."""
    level = numbered.levels[depth]
    if level.format == BULLET:
        return ""

    def write(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place not in counts or place not in numbered.levels:
            return ""
        style = numbered.levels[place].format
        return write_number(counts[place], "decimal" if level.legal else style)

    return re.sub(r"%([1-9])", write, level.label).strip()


def read_lists(root: _Element) -> dict[str, NumberedList]:
    """Read ``w:numbering``: the lists by their ids."""
    abstracts = {attribute(one, "abstractNumId"): one for one in root.findall(W + "abstractNum")}
    linked = {value(one, "styleLink"): one for one in abstracts.values()}
    linked.pop(None, None)
    lists = {}
    for instance in root.findall(W + "num"):
        abstract = abstracts.get(value(instance, "abstractNumId"))
        abstract = linked.get(value(abstract, "numStyleLink"), abstract)
        if abstract is not None:
            lists[attribute(instance, "numId") or NO_LIST] = read_list(instance, abstract)
    lists.pop(NO_LIST, None)
    return lists


def read_list(instance: _Element, abstract: _Element) -> NumberedList:
    """Read ``w:num`` with the ``w:abstractNum`` that it takes its levels from."""
    levels = {depth_of(one): read_level(one) for one in abstract.findall(W + "lvl")}
    starts = {}
    for override in instance.findall(W + "lvlOverride"):
        depth = depth_of(override)
        replaced = find(override, "lvl")
        if replaced is not None:
            levels[depth] = read_level(replaced)
        start = number(override, "startOverride")
        if start is not None and depth in levels:
            starts[depth] = start
            levels[depth] = replace(levels[depth], start=start)
    return NumberedList(attribute(abstract, "abstractNumId") or "", levels, starts)


def depth_of(element: _Element) -> int:
    """The 0-based level that ``w:lvl`` or ``w:lvlOverride`` is about."""
    return int(attribute(element, "ilvl") or 0)


def read_level(element: _Element) -> Level:
    """Read ``w:lvl``.

    Raises:
        ValueError: the label is too long to be one, and is repeated in every paragraph.
    """
    label = value(element, "lvlText") or ""
    if len(label) > LONGEST_LABEL:
        raise ValueError("label too long")
    hidden = flag(element, "rPr", "vanish")
    return Level(
        start=number(element, "start") or 0,
        format=value(element, "numFmt") or "decimal",
        label="" if hidden else label,
        restart=number(element, "lvlRestart"),
        legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )
