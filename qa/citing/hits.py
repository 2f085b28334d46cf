"""Hits: matches as they are shown, with passages, marks and the clauses beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from corpus.library import StoredChunk
from qa.citing.folding import fold_placed
from qa.citing.matching import Match
from qa.citing.model import Hit, Mark, MatchKind, Neighbour
from qa.citing.windows import Range
from qa.citing.wording import Wording
from qa.library_view import LibraryView
from qa.passages import Passage

OPENING, CLOSING = "（(“‘《〈〔【「", "）)”’》〉〕】」"


class HitMaker:
    """Makes hits of matches in one library."""

    def __init__(self, view: LibraryView) -> None:
        self._library = view.library
        self._retriever = view.retriever

    def make(self, match: Match, wording: Wording) -> Hit:
        """A match as a hit."""
        ranges = dict(zip(match.positions, match.ranges or ((),) * len(match.chunks), strict=True))
        passages: list[Passage] = []
        marks: list[Mark] = []
        for number, chunks in enumerate(by_clause(match.chunks)):
            passage = self._retriever.passage(chunks, match.score)
            passages.append(passage)
            found = matched_ranges(passage.text, chunks, ranges)
            if match.kind is MatchKind.RELATED:
                found = word_ranges(passage.text, wording.words)
            whole = (widen(one, passage.text) for one in found)
            marks += [Mark(number, start, end) for start, end in joined(whole)]
        return Hit(
            match=match.kind,
            passages=tuple(passages),
            marks=tuple(marks),
            missing=missing(match, wording),
            before=self._neighbour(match.chunks[0], -1),
            after=self._neighbour(match.chunks[-1], +1),
        )

    def _neighbour(self, chunk: StoredChunk, step: int) -> Neighbour | None:
        """The clause before (``step`` -1) or after (+1) that of a chunk, in its document."""
        first, last = self._library.range_of(chunk.document_id)
        position = chunk.position + step
        while first <= position <= last:
            other = self._retriever.store.at(position).chunk
            if other.clause != chunk.clause:
                text = self._library.clause_text(other.document_id, other.clause)
                return Neighbour(other.chunk_id, other.path, text)
            position += step
        return None


def by_clause(chunks: Iterable[StoredChunk]) -> list[list[StoredChunk]]:
    """Chunks that follow each other, those of a clause together."""
    return [list(some) for _, some in groupby(chunks, key=lambda chunk: chunk.clause)]


def matched_ranges(
    text: str, chunks: Sequence[StoredChunk], ranges: Mapping[int, tuple[Range, ...]]
) -> list[Range]:
    """The ranges of chunks' folded texts as ranges of the passage that is made of them."""
    found: list[Range] = []
    begin = 0
    for chunk in chunks:
        begin = text.index(chunk.text, begin)
        folded = fold_placed(chunk.text)
        for start, end in ranges[chunk.position]:
            first, last = folded.original(start, end)
            found.append((begin + first, begin + last))
        begin += len(chunk.text)
    return found


def word_ranges(text: str, words: Iterable[str]) -> list[Range]:
    """Where words of two letters and more stand in a text."""
    listed = sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)
    if not listed:
        return []
    return [match.span() for match in re.finditer("|".join(listed), text, re.IGNORECASE)]


def widen(found: Range, text: str) -> Range:
    """A range with the brackets and quotation marks that open right before or close behind it."""
    start, end = found
    while start > 0 and text[start - 1] in OPENING:
        start -= 1
    while end < len(text) and text[end] in CLOSING:
        end += 1
    return start, end


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in ascending order, those that touch or overlap as one."""
    kept: list[Range] = []
    for start, end in sorted(ranges):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept


def missing(match: Match, wording: Wording) -> tuple[str, ...]:
    """The stretches of the wording that a near match does not hold, as they were written."""
    if match.kind is not MatchKind.NEAR:
        return ()
    folded = fold_placed(wording.text)
    held = joined(match.held)
    starts = [0, *(end for _, end in held)]
    ends = [*(start for start, _ in held), len(folded.text)]
    gaps = ((a, b) for a, b in zip(starts, ends, strict=True) if b > a)
    return tuple(wording.text[slice(*folded.original(a, b))] for a, b in gaps)
