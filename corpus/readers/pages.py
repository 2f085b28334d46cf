"""Pages: where a source file's pages begin, and the page numbers printed on them.

In text taken from PDFs a page begins with a line that starts with one space, or after a gap of
more than one blank line; there the printed page number comes first. The printed numbers of the
shipped documents agree with pages counted this way (``— 7 —`` stands on the 7th page).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from corpus.models import Line

PAGE_GAP = 3
"""Distance in physical lines from one non-blank line to the next that begins a page."""

DASHED = re.compile(r"[—－–-]\s*\d{1,4}\s*[—－–-]")
HALF_DASHED = re.compile(r"\d{1,4}\s*[—－–-]")
BARE = re.compile(r"\d{1,4}")
DASH = re.compile(r"[—－–-]")


def number_lines(physical: Iterable[str]) -> list[Line]:
    """The non-blank lines with their page numbers."""
    lines: list[Line] = []
    page = 1
    for number, raw in enumerate(physical, start=1):
        text = raw.strip()
        if not text:
            continue
        starts = begins_page(raw, number, lines[-1].number) if lines else True
        page += starts and bool(lines)
        lines.append(Line(number, page, text, starts_page=starts))
    return lines


def begins_page(raw: str, number: int, previous: int) -> bool:
    """Whether the non-blank line ``raw`` begins a page; ``previous`` is the line before it."""
    return (raw.startswith(" ") and not raw.startswith("  ")) or number - previous >= PAGE_GAP


def drop_page_numbers(lines: list[Line]) -> tuple[list[Line], dict[int, str]]:
    """The lines without printed page numbers, and those numbers by page.

    They (``16``, ``— 6 —``, or ``—`` and ``362 —``) stand at a page's first line; of some only the
    first dash was left. A number without dashes counts only where text follows on the page and it
    is near the page's count.
    """
    dropped: set[int] = set()
    printed: dict[int, str] = {}
    for line, following in pairwise([*lines, Line(0, 0, "")]):
        count = count_number_lines(line, following) if line.starts_page else 0
        if not count:
            continue
        here = (line, following)[:count]
        dropped |= {one.number for one in here}
        if number := re.search(r"\d+", "".join(one.text for one in here)):
            printed[line.page] = number.group()
    return [line for line in lines if line.number not in dropped], printed


def count_number_lines(line: Line, following: Line) -> int:
    """How many lines a printed page number takes that begins with a page's first line."""
    if DASH.fullmatch(line.text):
        return 2 if HALF_DASHED.fullmatch(following.text) else 1
    return int(bool(DASHED.fullmatch(line.text)) or is_bare_number(line, following))


def is_bare_number(line: Line, following: Line) -> bool:
    """Whether a line is a page number without dashes: near the count of pages, text follows."""
    if not BARE.fullmatch(line.text) or following.page != line.page:
        return False
    return abs(int(line.text) - line.page) <= FRONT_MATTER


FRONT_MATTER = 12
"""How many pages (cover, contents) may lie between a page's printed number and its count."""
