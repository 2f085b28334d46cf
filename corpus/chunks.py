"""Chunks: what is embedded; a clause, or a part of a long one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Chunk, Clause, Text

MAX_CHARS = 400
BREAKS = (r"\n", r"[。！？][”’」』）)]*", r"[；;]", r"[，、,]")
"""Where a long clause may be cut, best first: paragraph, sentence, item, phrase."""


def build_chunks(clauses: list[Clause], max_chars: int = MAX_CHARS) -> list[Chunk]:
    """The chunks of all clauses, each at most ``max_chars`` characters."""
    return [
        Chunk(clause.ordinal, clause.path, part)
        for clause in clauses
        for part in split_text(clause.text, max_chars)
    ]


def split_text(text: Text, max_chars: int) -> Iterator[Text]:
    """Cut a text into parts of at most ``max_chars`` at the best breaks that there are."""
    start = 0
    length = len(text.text)
    while length - start > max_chars:
        end = find_break(text.text, start, start + max_chars)
        yield stripped(text, start, end)
        start = end
    if text.text[start:].strip():
        yield stripped(text, start, length)


def find_break(text: str, start: int, limit: int) -> int:
    """The last good break after ``start`` and not after ``limit``; ``limit`` if there is none.

    A break in the first third is refused while a lesser kind of break lies further on, so that no
    chunk is left with a few words.
    """
    earliest = start + (limit - start) // 3
    for pattern in BREAKS:
        ends = [match.end() + start for match in re.finditer(pattern, text[start:limit])]
        if ends and ends[-1] > earliest:
            return ends[-1]
    return limit


def stripped(text: Text, start: int, end: int) -> Text:
    """The slice without white space at its ends."""
    while start < end and text.text[start].isspace():
        start += 1
    while end > start and text.text[end - 1].isspace():
        end -= 1
    return text.slice(start, end)
