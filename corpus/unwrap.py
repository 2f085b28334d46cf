"""Unwrapping: from hard-wrapped lines to paragraphs.

Text taken from PDFs is justified: most lines have one width (the measure), a paragraph's first
line is four columns narrower (its indent is lost), and its last line is short. Widths are in
columns: an East Asian wide character counts two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from corpus.headings import Rank, find_marker, has_rank
from corpus.models import Line, Origin, Text, join_texts
from corpus.typography import FINAL, LINK, STRAY_SPACE, display_width

REFERENCE = re.compile(r"[第和与或及至到、（(“《]$")
"""Before such an end a number in the next line is part of the sentence (``第`` + ``（一）项``)."""
SENTENCE_END = re.compile(r"[。！？][”’」』）)》]*$")
LINK_REST = re.compile(r"[\x21-\x7e]+[）)]?")

DECIMAL_SPACE = re.compile(r"[\d.．]+ ")
NUMBER_ALONE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}")

NARROWEST_MEASURE = 40
FEWEST_CELLS = 4
FULL_SHARE = 0.8
"""A line at least this share of the measure wide may go on in the next line."""
FIRST_LINE_INDENT = 3
"""A paragraph's first line is at least this much narrower than the measure."""
LONG_LINE = 60
"""In a file that is not wrapped, a line this wide without a sentence's end was cut by a page."""


def find_measure(lines: Sequence[Line]) -> int | None:
    """The width of a full line, or None where lines are not wrapped."""
    widths = Counter(display_width(line.text) for line in lines)
    wide = {width: count for width, count in widths.items() if width >= NARROWEST_MEASURE}
    if not wide:
        return None
    measure = max(wide, key=lambda width: (wide[width], width))
    near = sum(count for width, count in wide.items() if abs(width - measure) <= 6)
    beyond = sum(count for width, count in wide.items() if width > measure + 20)
    return measure if near > 0.25 * len(lines) and beyond < 0.05 * len(lines) else None


def unwrap(lines: Sequence[Line], measure: int | None = None) -> list[Text]:
    """Join physical lines to paragraphs.

    No character but white space is lost or added.

    Args:
        lines: The lines, without printed page numbers.
        measure: The width of a full line; found in these lines if it is not given.
    """
    measure = measure or find_measure(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and joins(paragraphs[-1], line, measure):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [join_lines(group) for group in paragraphs]


def joins(paragraph: list[Line], line: Line, measure: int | None) -> bool:
    """Whether ``line`` belongs to the paragraph, by what is marked of both, or by their looks."""
    last = paragraph[-1]
    if last.table or line.table:
        return last.table == line.table
    if last.heading or line.heading or line.numbered:
        return False
    if last.numbered and NUMBER_ALONE.fullmatch(last.text):
        return True
    if line.indented:
        return False
    return goes_on(paragraph, line, measure)


def goes_on(paragraph: list[Line], line: Line, measure: int | None) -> bool:
    """Whether ``line`` continues the paragraph."""
    last = paragraph[-1].text
    if LINK.match(paragraph[0].text):
        rest = LINK_REST.fullmatch(line.text) and not LINK.match(line.text)
        return bool(rest) and not re.search(r"[）)]$", last)
    if is_parted_term(last, line.text, measure):
        return True
    if is_tabular(last) or is_tabular(line.text) or LINK.match(line.text):
        return False
    if begins_numbered(last, line.text) or has_rank(last, Rank.BOX):
        return False
    if measure is None:
        return display_width(last) > LONG_LINE and not FINAL.search(last)
    if line.indented is False and display_width(last) >= FULL_SHARE * measure:
        return True
    return continues_wrapped(last, line.text, measure)


def is_parted_term(last: str, line: str, measure: int | None) -> bool:
    """Whether a line end stands between two English words (``of financial`` + ``institutions``)."""
    words = re.search(r"[a-z]$", last) and re.match(r"[a-z]", line)
    return bool(words) and display_width(last) >= FULL_SHARE * (measure or LONG_LINE)


def begins_numbered(last: str, line: str) -> bool:
    """Whether ``line`` begins a numbered paragraph rather than going on with a reference.

    Articles are often referred to (``按照`` + ``第四条 第1款``), so that the line before must have
    ended a sentence; other numbers stand inside a sentence only after a few words.
    """
    marker = find_marker(line)
    if marker is None:
        return False
    if marker.rank is Rank.ARTICLE:
        return bool(FINAL.search(last)) or display_width(last) < NARROWEST_MEASURE
    return not REFERENCE.search(last)


def continues_wrapped(last: str, line: str, measure: int) -> bool:
    """Whether a wrapped ``last`` goes on in ``line``, by widths and punctuation."""
    width = display_width(last)
    if width < FULL_SHARE * measure:
        return False
    if not FINAL.search(last):
        return True
    if width < measure - FIRST_LINE_INDENT:
        return False
    indented = display_width(line) <= measure - FIRST_LINE_INDENT
    return not (SENTENCE_END.search(last) and indented)


def join_none(lines: Sequence[Line]) -> list[Text]:
    """Each line as a paragraph, for a file that does not wrap its paragraphs; a table is one."""
    groups = groupby(enumerate(lines), key=lambda pair: -pair[1].table or pair[0] + 1)
    return [join_lines([line for _, line in group]) for _, group in groups]


def is_tabular(text: str) -> bool:
    """Whether a line looks like a row of a flattened table: several cells, no punctuation.

    In a line of text, the stray spaces of ``于每年 3月 15日前披露上一年度`` part no cells.
    """
    if re.search(r"[，。；：、《》]", text):
        return False
    wide = display_width(text) >= NARROWEST_MEASURE
    return len((STRAY_SPACE.sub("", text) if wide else text).split()) >= FEWEST_CELLS


def clean_line(line: Line) -> str:
    """The line without stray spaces between Chinese characters and figures (``到 2025年``)."""
    if is_tabular(line.text):
        return line.text
    number = DECIMAL_SPACE.match(line.text) if line.numbered else None
    kept = number.end() if number else 0
    return line.text[:kept] + STRAY_SPACE.sub("", line.text[kept:])


def join_lines(lines: list[Line]) -> Text:
    """One paragraph of its lines; the rows of a table stay lines of their own.

    Latin words that a line end parted, and a number alone, get a space behind them.
    """
    if lines[0].table:
        return join_texts([one_row(line) for line in lines])
    joined = ""
    origins: list[Origin] = []
    for line in lines:
        text = clean_line(line)
        parted = re.search(r"[A-Za-z]$", joined[-1:]) and re.match(r"[A-Za-z]", text)
        if parted or NUMBER_ALONE.fullmatch(joined):
            joined += " "
        origins.append(Origin(len(joined), line.number, line.page))
        joined += text
    return Text(joined, tuple(origins), lines[0].heading, numbered=lines[0].numbered)


def one_row(line: Line) -> Text:
    """A row of a table as a text of its own."""
    return Text(line.text, (Origin(0, line.number, line.page),), table=line.table)
