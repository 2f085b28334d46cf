"""Tables: lines that a table was flattened into are kept together, with the table's caption.

A PDF's text layer gives a table cell by cell or row by row. What is left of it: a caption, or a
header row, and below it lines that are narrower than the text's and hold no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from corpus.headings import Rank, find_marker
from corpus.metadata import ISSUER, read_date
from corpus.models import Line, Text
from corpus.typography import FINAL, LINK, STRAY_SPACE, display_width

CAPTION = re.compile(
    r"附?表\s*(?:[\dA-Z１-９]{1,2}|[一二三四五六七八九十]{1,2})(?:[\s:：]|(?=[\u4e00-\u9fff]))[^。；，]{2,40}"
)
ENUMERATED = re.compile(r"序\s*号(?:\s|$)")
UNIT = re.compile(r"[（(]?单位\s*[：:]")
PUNCTUATION = re.compile(r"[，。；：、]")
NUMERIC = re.compile(r"[-—/＜<≤≥＞>]?\d[\d.,%％—-]*\D{0,6}|[-—/]")
LATIN = re.compile(r"[A-Za-z]+")
NARROW = 0.8
"""A cell's line is narrower than this share of the measure."""
HEAD_LINES = 4
"""Lines above the first row that may hold a title or the first cells of the header row."""
SHORTEST_TITLE = 6
"""Characters; a shorter first row is a cell."""
FEWEST_LINES = 5
FEWEST_CELLS = 3
LOOK_AHEAD = 4
OUTLINE = frozenset({*Rank} - {Rank.NUMBER, Rank.NUMBER_PAREN, Rank.CIRCLED, Rank.LETTER_PAREN})
"""Numbering that no cell begins with."""


def mark_tables(lines: Sequence[Line], measure: int | None) -> list[Line]:
    """The lines, those of each flattened table with its running number in ``table``.

    What the file itself marks as tables stays; there only a caption in front is taken in.
    """
    if any(line.table for line in lines):
        return list(take_captions(lines))
    return list(number_tables(lines, measure)) if measure else list(lines)


def take_captions(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; a caption right before a marked table becomes its first row."""
    for index, line in enumerate(lines):
        following = lines[index + 1].table if index + 1 < len(lines) else 0
        caption = not line.table and following and CAPTION.fullmatch(line.text)
        yield replace(line, table=following) if caption else line


def number_tables(lines: Sequence[Line], measure: int) -> Iterator[Line]:
    """The lines, with the tables that the rules find."""
    tables: dict[int, int] = {}
    index = 0
    for number in count(1):
        start, end = find_table(lines, index, measure)
        if start == end:
            break
        tables |= dict.fromkeys(range(start, end), number)
        index = end
    for index, line in enumerate(lines):
        yield replace(line, table=tables[index]) if index in tables else line


def find_table(lines: Sequence[Line], after: int, measure: int) -> tuple[int, int]:
    """The first table from ``after`` on, as indexes; an empty range if there is none."""
    for index in range(after, len(lines)):
        if any(rule(lines, index) for rule in RULES):
            end = table_end(lines, index, measure)
            start = table_start(lines, index, after, measure)
            if end - start >= FEWEST_LINES:
                return start, end
    return len(lines), len(lines)


def table_end(lines: Sequence[Line], start: int, measure: int) -> int:
    """The index after the last line of the table whose first row or caption is at ``start``."""
    end = start + 1
    while end < len(lines) and is_cell(lines[end], measure) and not captioned(lines, end):
        end += 1
    return end


def table_start(lines: Sequence[Line], row: int, after: int, measure: int) -> int:
    """The index of the table's first line: title or header cells may stand above its first row."""
    if captioned(lines, row):
        return row
    start = row
    while start > max(after, row - HEAD_LINES) and is_head(lines[start - 1], measure):
        start -= 1
    above = lines[start - 1].text if start > after else ""
    wrapped = display_width(above) >= NARROW * measure and not FINAL.search(above)
    return min(start + wrapped, row)


def is_head(line: Line, measure: int) -> bool:
    """Whether a line above a table's first row can belong to it."""
    text = line.text
    return is_cell(line, measure) and not PUNCTUATION.search(text) and not find_marker(text)


def captioned(lines: Sequence[Line], index: int) -> bool:
    """``表 1 新能源乘用车补贴方案``."""
    return bool(CAPTION.fullmatch(lines[index].text))


def enumerated(lines: Sequence[Line], index: int) -> bool:
    """A header row that begins with 序号, or the line that states the unit."""
    text = lines[index].text
    return bool(ENUMERATED.match(text) or UNIT.match(text))


def header_row(lines: Sequence[Line], index: int) -> bool:
    """Several cells without punctuation that are not the names of issuers."""
    text = lines[index].text
    cells = [cell for cell in text.split() if not LATIN.fullmatch(cell)]
    if len(cells) < FEWEST_CELLS or PUNCTUATION.search(text) or find_marker(text):
        return False
    return not is_signature(cells) and read_date(text) is None


def pairs(lines: Sequence[Line], index: int) -> bool:
    """Rows of a name and a number, one after the other (``杭州市 2``)."""
    ahead = [line.text.split() for line in lines[index : index + LOOK_AHEAD]]
    return len(ahead) == LOOK_AHEAD and all(
        len(cells) == 2 and NUMERIC.fullmatch(cells[1]) and not NUMERIC.fullmatch(cells[0])
        for cells in ahead
    )


def upright(lines: Sequence[Line], index: int) -> bool:
    """Cells written downwards: lines of a single character, one after the other."""
    ahead = [line.text for line in lines[index : index + LOOK_AHEAD]]
    return len(ahead) == LOOK_AHEAD and all(len(text) == 1 and text.isalpha() for text in ahead)


Rule = Callable[[Sequence[Line], int], bool]
RULES: tuple[Rule, ...] = (captioned, enumerated, header_row, pairs, upright)
"""Each says whether a table's caption or first row stands at an index."""


def is_signature(cells: Sequence[str]) -> bool:
    """Whether cells are the names of issuers, or letters of a name set apart (财 政 部)."""
    return all(len(cell) == 1 for cell in cells) or any(ISSUER.fullmatch(cell) for cell in cells)


def is_cell(line: Line, measure: int) -> bool:
    """Whether a line can be within a table: narrow, or a row of several cells."""
    text = line.text
    marker = find_marker(text)
    outlined = line.numbered or (marker and marker.rank in OUTLINE)
    if outlined or LINK.match(text) or read_date(text):
        return False
    row = len(text.split()) >= FEWEST_CELLS and not PUNCTUATION.search(text)
    return row or display_width(text) < NARROW * measure


def table_caption(table: Text) -> str:
    """What a table is called: its caption or title, or 表格 where it has none."""
    first = table.text.split("\n", 1)[0]
    if CAPTION.fullmatch(first):
        return first
    title = STRAY_SPACE.sub("", first)
    whole = len(title.split()) == 1 and not PUNCTUATION.search(title)
    return title if whole and len(title) >= SHORTEST_TITLE else "表格"
