"""Decimal numbering (``4.1.2``) of standards and guidelines.

A decimal at a line's beginning may also be a figure that a line end cut (``1.2亿千瓦``), so that a
number counts only where it is the one that comes next: ``4.1`` or ``4.0.1`` after ``4``, ``4.1.1``
or ``4.2`` after ``4.1``. A document in which fewer than `FEWEST` follow each other has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import Line

FEWEST = 5
"""Numbers of at least two parts that make a document one with decimal numbering."""
DECIMAL = re.compile(
    r"(?P<number>\d{1,2}(?:[.．]\d{1,2}){0,3})(?:[.．、](?!\d)|(?=\s|[\u4e00-\u9fff《“]|$))"
)
UNITS = re.compile(r"\s?(?:[亿万千百吨元倍%]|个(?!人)|年(?!度))")

Number = tuple[int, ...]


def mark_decimals(lines: Sequence[Line]) -> list[Line]:
    """The lines; those that begin with a decimal number in sequence have its depth in ``numbered``.

    ``4 绿色策划`` and ``4.核查程序`` have depth 1, ``4.1.2 …`` has depth 3.
    """
    depths = find_depths(lines)
    if sum(depth > 1 for depth in depths.values()) < FEWEST:
        return list(lines)
    return [
        replace(line, numbered=depths[index]) if index in depths else line
        for index, line in enumerate(lines)
    ]


def find_depths(lines: Sequence[Line]) -> dict[int, int]:
    """The depth of each line that begins with the number that comes next, by index."""
    depths: dict[int, int] = {}
    last: Number = ()
    for index, line in enumerate(lines):
        number = read_number(line.text)
        if number is not None and follows(number, last):
            depths[index] = len(number)
            last = number
    return depths


def read_number(text: str) -> Number | None:
    """The decimal number at a line's beginning, if it is not a figure with its unit."""
    match = DECIMAL.match(text)
    if match is None or UNITS.match(text, match.end()):
        return None
    return tuple(int(part) for part in re.split(r"[.．]", match["number"]))


def follows(number: Number, last: Number) -> bool:
    """Whether ``number`` is one that may come after ``last``.

    It goes on at the depth of ``last`` or at a lesser one, or begins a new depth with 1, which
    some standards put below a 0 (``4.0.1``).
    """
    if number in ((*last, 1), (*last, 0, 1)):
        return True
    shared = len(number) - 1
    if 1 <= len(number) <= len(last) and number[:shared] == last[:shared]:
        return number[shared] == last[shared] + 1
    chapter = last[0] if last else 0
    return number[0] == chapter + 1 and number[1:] in ((1,), (0, 1), (1, 1))
