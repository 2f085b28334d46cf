"""Unwrapping: from hard-wrapped lines to paragraphs.

Text taken from PDFs is justified: most lines have one width (the measure), a paragraph's first
line is four columns narrower (its indent is lost), and its last line is short. Widths are in
columns: an East Asian wide character counts two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from corpus.headings import Rank, find_marker
from corpus.models import Line, Origin, Text

FINAL = re.compile(r"[。！？；：…!?;:][”’」』）)》]*$|[）)]$")
REFERENCE = re.compile(r"[第和与或及至到、（(“《]$")
"""Before such an end a number in the next line is part of the sentence (``第`` + ``（一）项``)."""
SENTENCE_END = re.compile(r"[。！？][”’」』）)》]*$")
LINK = re.compile(r"^[（(]?\s*(?:来源|资料来源|https?://|www\.)")
LINK_REST = re.compile(r"[\x21-\x7e]+[）)]?")
STRAY_SPACE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) +(?=[0-9A-Za-z%])"
    r"|(?<=[0-9A-Za-z%]) +(?=[\u3000-\u9fff\uff00-\uffef“”])"
)

NARROWEST_MEASURE = 40
FULL_SHARE = 0.8
"""A line at least this share of the measure wide may go on in the next line."""
FIRST_LINE_INDENT = 3
"""A paragraph's first line is at least this much narrower than the measure."""
LONG_LINE = 60
"""In a file that is not wrapped, a line this wide without a sentence's end was cut by a page."""


def display_width(text: str) -> int:
    """Columns that ``text`` takes: two for a wide or full-width character, else one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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
        if (
            paragraphs
            and may_join(paragraphs[-1][-1], line)
            and goes_on(paragraphs[-1], line, measure)
        ):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [join_lines(group) for group in paragraphs]


def may_join(last: Line, line: Line) -> bool:
    """Whether the file itself leaves it open that two lines are one paragraph."""
    return not (last.heading or last.table or line.heading or line.table)


def goes_on(paragraph: list[Line], line: Line, measure: int | None) -> bool:
    """Whether ``line`` continues the paragraph."""
    last = paragraph[-1].text
    if LINK.match(paragraph[0].text):
        rest = LINK_REST.fullmatch(line.text) and not LINK.match(line.text)
        return bool(rest) and not re.search(r"[）)]$", last)
    if is_tabular(last) or is_tabular(line.text) or LINK.match(line.text):
        return False
    if begins_numbered(last, line.text):
        return False
    if measure is None:
        return display_width(last) > LONG_LINE and not FINAL.search(last)
    return continues_wrapped(last, line.text, measure)


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
    """Each line as a paragraph, for a file that does not wrap its paragraphs."""
    return [join_lines([line]) for line in lines]


def is_tabular(text: str) -> bool:
    """Whether a line looks like a row of a flattened table: several cells, no punctuation."""
    return len(text.split()) >= 4 and not re.search(r"[，。；：、]", text)


def clean_line(text: str) -> str:
    """The line without stray spaces between Chinese characters and figures (``到 2025年``)."""
    return text if is_tabular(text) else STRAY_SPACE.sub("", text)


def join_lines(lines: list[Line]) -> Text:
    """One paragraph of its lines; Latin words that a line end parted get a space between them."""
    joined = ""
    origins: list[Origin] = []
    for line in lines:
        text = clean_line(line.text)
        if re.search(r"[A-Za-z]$", joined) and re.match(r"[A-Za-z]", text):
            joined += " "
        origins.append(Origin(len(joined), line.number, line.page))
        joined += text
    return Text(joined, tuple(origins), lines[0].heading, lines[0].table)
