"""Headings: the numbering of Chinese official documents, and what it says about rank.

The order of ranks 一、 （一） 1. （1） is that of GB/T 9704-2012, 7.3.3; 编, 章, 节 and 条 are
those of the Legislation Law (立法法), article 65 (2023).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

NUMERAL = "[一二三四五六七八九十百零〇]+"
DIGITS = "零一二三四五六七八九"


class Rank(IntEnum):
    """Depth of a heading; a smaller rank stands above a larger one."""

    PART = 0
    ANNEX = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    CHINESE = 6
    CHINESE_PAREN = 7
    NUMBER = 8
    NUMBER_PAREN = 9
    CIRCLED = 10
    LETTER_PAREN = 11


MARKERS: dict[Rank, re.Pattern[str]] = {
    Rank.PART: re.compile(rf"第{NUMERAL}(?:部分|编|篇)(?=\s|$)"),
    Rank.ANNEX: re.compile(r"附件\s*\d{0,2}\s*[:：]?$"),
    Rank.CHAPTER: re.compile(rf"第{NUMERAL}章(?=\s|$)"),
    Rank.SECTION: re.compile(rf"第{NUMERAL}节(?=\s|$)"),
    Rank.ARTICLE: re.compile(rf"第(?:{NUMERAL}|\d{{1,3}})条(?=\s|$|[：【])"),
    Rank.CHINESE: re.compile(rf"{NUMERAL}、(?!{NUMERAL}[、类级线批期产次])"),
    Rank.CHINESE_PAREN: re.compile(rf"[（(]{NUMERAL}[）)]"),
    Rank.NUMBER: re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    Rank.NUMBER_PAREN: re.compile(r"[（(]\d{1,2}[）)]"),
    Rank.CIRCLED: re.compile(r"[①-⑳]"),
    Rank.LETTER_PAREN: re.compile(r"[（(][a-z][）)]"),
}
"""The numbering of each rank, at a paragraph's beginning."""

LONGEST_TITLE = 40
"""Characters; a longer first sentence is text, not a title."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering found at a paragraph's beginning."""

    rank: Rank
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its rank, its label for the clause path, and whether it is the whole paragraph."""

    rank: Rank
    label: str
    standalone: bool


def find_marker(text: str) -> Marker | None:
    """The numbering at the beginning of ``text``, if any."""
    for rank, pattern in MARKERS.items():
        if match := pattern.match(text):
            return Marker(rank, match.group())
    return None


def find_heading(paragraph: str) -> Heading | None:
    """The heading that a paragraph is or begins with.

    ``1.大力发展新能源。实施…`` begins with one: its label ends before the first full stop. A
    paragraph whose first sentence is long has only its number as label.
    """
    marker = find_marker(paragraph)
    if marker is None:
        return None
    title, stop, rest = split_title(paragraph)
    if len(title) > LONGEST_TITLE:
        return Heading(marker.rank, marker.text.rstrip("、"), standalone=False)
    return Heading(marker.rank, title, standalone=not rest and stop != "；")


def split_title(paragraph: str) -> tuple[str, str, str]:
    """A paragraph's first sentence or lead, the mark that ends it, and the rest."""
    match = re.search(r"[。；：]", paragraph)
    if match is None:
        return paragraph, "", ""
    return paragraph[: match.start()], match.group(), paragraph[match.end() :].strip()


def read_numeral(text: str) -> int:
    """A Chinese numeral up to 99 (十二 → 12)."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.find(text)
    return (DIGITS.find(tens) if tens else 1) * 10 + (DIGITS.find(ones) if ones else 0)
