"""Headings: the numbering of Chinese official documents, and what it says about rank.

The order of ranks 一、 （一） 1. （1） is that of GB/T 9704-2012, 7.3.3; 编, 章, 节 and 条 are
those of the Legislation Law (立法法), article 65 (2023).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.models import Text
from corpus.typography import display_width

NUMERAL = "[一二三四五六七八九十百零〇]+"
DIGITS = "零一二三四五六七八九"


class Rank(IntEnum):
    """Depth of a heading by its numbering; a smaller rank stands above a larger one."""

    STYLED = -100
    """Of headings that the file itself marks; their depth, 1 to 9, is added."""
    PART = 0
    ANNEX = 20
    CHAPTER = 30
    SECTION = 40
    ARTICLE = 50
    CHINESE = 60
    CHINESE_PAREN = 70
    DECIMAL = 71
    """Of ``4.1.2`` in sequence; the count of its parts, 1 to 4, is added."""
    NUMBER = 80
    NUMBER_PAREN = 90
    CIRCLED = 100
    LETTER_PAREN = 110
    BOX = 200
    """A 专栏 stands under whatever is open."""


MARKERS: dict[Rank, re.Pattern[str]] = {
    Rank.PART: re.compile(rf"第{NUMERAL}(?:部分|编|篇)(?=[\s：]|$)"),
    Rank.ANNEX: re.compile(
        rf"附(?:[件录]\s*(?:\d{{0,2}}|[１-９]|[A-Z]|{NUMERAL})|\s*\d{{1,2}})\s*[:：]?$"
    ),
    Rank.CHAPTER: re.compile(rf"第{NUMERAL}章(?=\s|$)"),
    Rank.SECTION: re.compile(rf"第{NUMERAL}节(?=\s|$)"),
    Rank.ARTICLE: re.compile(rf"第(?:{NUMERAL}|\d{{1,3}})条(?=\s|$|[：【])"),
    Rank.CHINESE: re.compile(rf"{NUMERAL}、(?!{NUMERAL}[、类级线批期产次])"),
    Rank.CHINESE_PAREN: re.compile(rf"[（(]{NUMERAL}[）)]"),
    Rank.NUMBER: re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    Rank.NUMBER_PAREN: re.compile(r"[（(]\d{1,2}[）)]"),
    Rank.CIRCLED: re.compile(r"[①-⑳]"),
    Rank.LETTER_PAREN: re.compile(r"[（(][a-z][）)]"),
    Rank.BOX: re.compile(rf"专栏\s*(?:\d{{1,2}}|{NUMERAL})\s*[:：]?\s*[^。；，]{{2,40}}$"),
}
"""The numbering of each rank, at a paragraph's beginning."""

LONGEST_TITLE = 80
"""Columns; a longer first sentence is text, not a title."""
TITLE_STOP = re.compile(r"[。；：]")
ANNEX_LIST = re.compile(r"附件\s*[:：]\s*\S")


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering found at a paragraph's beginning."""

    rank: Rank
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its label for the clause path, and whether it is the whole paragraph."""

    depth: int
    """A rank, with the depth in it where it has several; a smaller one stands above."""
    label: str
    standalone: bool


def find_marker(text: str) -> Marker | None:
    """The numbering at the beginning of ``text``, if any."""
    for rank, pattern in MARKERS.items():
        if match := pattern.match(text):
            return Marker(rank, match.group())
    return None


def has_rank(text: str, rank: Rank) -> bool:
    """Whether ``text`` begins with a numbering of this rank."""
    marker = find_marker(text)
    return marker is not None and marker.rank is rank


def find_heading(paragraph: Text) -> Heading | None:
    """The heading that a paragraph is or begins with.

    ``1.大力发展新能源。实施…`` begins with one: its label ends before the first full stop. A
    paragraph whose first sentence is long has only its number as label.
    """
    text = paragraph.text
    if paragraph.table:
        return None
    if ANNEX_LIST.match(text):
        return Heading(Rank.ANNEX, "附件", standalone=False)
    if paragraph.heading:
        return Heading(Rank.STYLED + paragraph.heading, " ".join(text.split()), standalone=True)
    if paragraph.numbered:
        number = re.match(r"[\d.．]+", text)
        marker, depth = number and number.group(), Rank.DECIMAL + paragraph.numbered
    else:
        found = find_marker(text)
        marker, depth = (found.text, found.rank) if found else (None, 0)
    return read_label(text, marker, depth) if marker else None


def read_label(text: str, marker: str, depth: int) -> Heading:
    """The heading that ``text`` begins with, with its numbering ``marker``."""
    if depth == Rank.BOX:
        return Heading(depth, marker, standalone=True)
    after = len(marker) + text.startswith("：", len(marker))
    title, stop, rest = split_title(text, after)
    if display_width(title) > LONGEST_TITLE:
        return Heading(depth, marker.rstrip("、.．"), standalone=False)
    return Heading(depth, title, standalone=not rest and stop != "；")


def split_title(paragraph: str, after: int) -> tuple[str, str, str]:
    """A paragraph's first sentence or lead that ends ``after`` some characters or later.

    Returns:
        The lead, the mark that ends it, and the rest.
    """
    match = TITLE_STOP.search(paragraph, after)
    if match is None:
        return paragraph, "", ""
    return paragraph[: match.start()], match.group(), paragraph[match.end() :].strip()


def read_numeral(text: str) -> int:
    """A Chinese numeral up to 99 (十二 → 12)."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.find(text)
    return (DIGITS.find(tens) if tens else 1) * 10 + (DIGITS.find(ones) if ones else 0)
