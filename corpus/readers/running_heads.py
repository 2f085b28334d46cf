"""Running heads: what stands above and below the text on page after page, page numbers included.

Some programs write them first on a page, some last (Chromium even the head), so that both ends of
a page's lines are looked at, wherever they stand on the paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.headings import find_marker


@dataclass(frozen=True, slots=True)
class Row:
    """A non-blank line of the text layer and its place on the paper."""

    number: int
    """1-based line of the whole extracted text."""
    page: int
    text: str
    place: Place | None = None
    """None where the text is turned or its place is not known."""
    indented: bool | None = None
    """As of `corpus.models.Line`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line's first character stands, in points from the page's lower left corner."""

    x: float
    y: float
    size: float
    """Height of the font."""


DEPTH = 3
"""Lines at each end of a page that may be heads: two of text and a page number."""
FEWEST_PAGES = 3
"""A head, or a page number without dashes, shows only by standing on so many pages."""
HEAD_SHARE = 0.4
"""A head stands on at least this share of the pages (odd and even ones may have their own)."""
NUMBER_SHARE = 0.1
"""Of the pages with a figure alone at an end, this share must advance with the pages."""

DASH = "(?:[—－–―-]{1,2}|[·•])"
MARKED = re.compile(
    rf"{DASH}\s*(\d{{1,4}})\s*{DASH}"
    r"|(?:共\s*\d{1,4}\s*页[\s,，/]*)?第\s*(\d{1,4})\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?"
)
"""A page number that shows by its form alone."""
COUNTED = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?|Page\s*(\d{1,4})(?:\s*of\s*\d{1,4})?", re.I)
"""A page number, if it advances with the pages."""


def drop_running_heads(pages: Sequence[Sequence[Row]]) -> tuple[list[Row], dict[int, str]]:
    """The lines without running heads, and the page numbers that were printed, by page.

    Args:
        pages: The lines of each page that has any.
    """
    numbers = find_page_numbers(pages)
    heads = find_heads(pages)
    kept: list[Row] = []
    printed: dict[int, str] = {}
    for rows in pages:
        outer = set(peel(rows, numbers.keys() | heads))
        kept += [row for row in rows if row.number not in outer]
        found = [numbers[line] for line in sorted(outer) if line in numbers]
        printed |= {rows[0].page: found[-1]} if found else {}
    return kept, printed


def peel(rows: Sequence[Row], marked: set[int]) -> Iterator[int]:
    """The marked lines at both ends, up to the first that is not marked."""
    for end in (rows[:DEPTH], rows[: -DEPTH - 1 : -1]):
        for row in end:
            if row.number not in marked:
                break
            yield row.number


def find_ends(pages: Sequence[Sequence[Row]]) -> list[Row]:
    """The lines at both ends of the pages, each once."""
    return [
        row
        for rows in pages
        for index, row in enumerate(rows)
        if index < DEPTH or index >= len(rows) - DEPTH
    ]


def find_page_numbers(pages: Sequence[Sequence[Row]]) -> dict[int, str]:
    """The page numbers by the line that they are.

    A figure alone counts only if its distance to the page's own count is that of other pages, so
    that a figure of the text or of a table stays.
    """
    ends = find_ends(pages)
    marked = {row.number: read_number(found) for row in ends if (found := match(MARKED, row))}
    if len(pages) < FEWEST_PAGES:
        return marked
    counted = [(row, read_number(found)) for row in ends if (found := match(COUNTED, row))]
    offsets = Counter(offset for _, offset in {(r.page, int(n) - r.page) for r, n in counted})
    fewest = max(FEWEST_PAGES, NUMBER_SHARE * len({row.page for row, _ in counted}))
    advancing = {row.number: n for row, n in counted if offsets[int(n) - row.page] >= fewest}
    return marked | advancing


def match(pattern: re.Pattern[str], row: Row) -> re.Match[str] | None:
    """The match of a line with a form of page numbers."""
    return pattern.fullmatch(row.text)


def read_number(found: re.Match[str]) -> str:
    """The number in a match, as printed."""
    return next(group for group in found.groups() if group)


def find_heads(pages: Sequence[Sequence[Row]]) -> set[int]:
    """The lines that are heads: the same text on many pages, and not only once at that height.

    A title that the later pages repeat as their head stands lower than it, and stays.
    """
    ends = find_ends(pages)
    texts = Counter(key for _, key in {(row.page, key) for row in ends for key in head_keys(row)})
    places = Counter((key, height(row)) for row in ends for key in head_keys(row))
    fewest = max(FEWEST_PAGES, HEAD_SHARE * len(pages))
    return {
        row.number
        for row in ends
        if any(texts[key] >= fewest and places[key, height(row)] > 1 for key in head_keys(row))
    }


def head_keys(row: Row) -> list[tuple[str, int]]:
    """What a head has in common with those of other pages.

    That is its text without white space, or this text but for one number that advances with the
    pages; a numbered heading (``附件1``) at the top of pages may do so too and is none.
    """
    text = "".join(row.text.split())
    if find_marker(row.text):
        return [(text, 0)]
    return [(text, 0)] + [
        (f"{text[: found.start()]}#{text[found.end() :]}", int(found.group()) - row.page)
        for found in re.finditer(r"\d{1,4}", text)
    ]


def height(row: Row) -> int | None:
    """The line's height on the paper in whole points, if it is known."""
    return None if row.place is None else round(row.place.y)
