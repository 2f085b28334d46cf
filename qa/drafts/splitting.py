"""Claims: the sentences of a paragraph, quotations and brackets kept whole.

``会议指出，“要先立后破。要稳中求进。”会议强调，…`` is two claims, and so is ``优化结构。（市能源
局负责）``. A paragraph without the end of a sentence is one: a heading, a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CLOSING = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
}
OPENING = {end: start for start, end in CLOSING.items()}
QUOTES = frozenset('“‘「『"')
STRAIGHT = '"'
END = re.compile(r"(?:[。！？｡]|[!?](?![A-Za-z0-9=&/#]))+")
"""The end of a sentence; not the mark in the address of a web page."""
AFTER = re.compile(r"[”’」』）)》〉】〕］\]]*")
"""What may close behind the end of a sentence."""
GOES_ON = re.compile(r"\s*[，、；：。,;:的等之]")
"""What follows a quotation that ends in a mark but does not end its sentence."""
ENUMERATOR = re.compile(r"[（(][一二三四五六七八九十百\da-z]{1,3}[）)]")

DEEPEST = 20
"""Of marks within marks; more are a slip, and the outer ones are forgotten."""

Span = tuple[int, int]


def find_claims(text: str, *, whole: bool = False) -> Iterator[Span]:
    """Where the claims of a paragraph stand: ``text[start:end]``, in order, without outer blanks.

    A piece without a letter or a figure is none.

    Args:
        text: A paragraph.
        whole: Whether it is one claim whatever is in it, as the row of a table is.
    """
    start = 0
    for end in (*(() if whole else find_ends(text)), len(text)):
        piece = text[start:end]
        if any(map(str.isalnum, piece)):
            begin = start + len(piece) - len(piece.lstrip())
            yield begin, begin + len(piece.strip())
        start = max(start, end)


def find_ends(text: str) -> Iterator[int]:
    """Where the sentences of a paragraph end, behind their marks."""
    pairs = find_pairs(text)
    position = begin = 0
    while position < len(text):
        close = pairs.get(position)
        if close is not None:
            ended = ends_with(text, begin, (position, close))
            position = close_behind(text, close + 1) if ended else close + 1
        else:
            mark = END.match(text, position)
            ended = bool(mark)
            position = close_behind(text, mark.end()) if mark else position + 1
        if ended:
            begin = position
            yield position


def close_behind(text: str, end: int) -> int:
    """Where what closes behind the end of a sentence ends."""
    match = AFTER.match(text, end)
    return match.end() if match else end


def ends_with(text: str, begin: int, pair: Span) -> bool:
    """Whether a sentence that begins at ``begin`` ends with what a pair of marks holds.

    It does with a quotation that ends in a mark (``指出，“…。”``), and with a bracket that stands
    alone behind another sentence (``（责任单位：市发展改革委）``).
    """
    start, close = pair
    if text[start] in QUOTES:
        return bool(END.fullmatch(text[close - 1])) and not GOES_ON.match(text, close + 1)
    if text[start] not in "（(" or begin == 0 or text[begin:start].strip():
        return False
    return not ENUMERATOR.match(text, start) and not END.match(text, close + 1)


def find_pairs(text: str) -> dict[int, int]:
    """The outermost pairs of quotation marks, brackets and title marks; unpaired ones are none."""
    open_marks: list[int] = []
    pairs: dict[int, int] = {}
    for position, char in enumerate(text):
        if char in CLOSING:
            open_marks = [*open_marks[-DEEPEST:], position]
        elif partner := OPENING.get(char):
            found = next((one for one in reversed(open_marks) if text[one] == partner), None)
            if found is not None:
                del open_marks[open_marks.index(found) :]
                pairs[found] = position
    return pairs | pair_straight(text)


def pair_straight(text: str) -> dict[int, int]:
    """The pairs of straight quotation marks, where their number is even."""
    marks = [position for position, char in enumerate(text) if char == STRAIGHT]
    return dict(zip(marks[::2], marks[1::2], strict=True)) if len(marks) % 2 == 0 else {}
