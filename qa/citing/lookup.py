"""The lookup: a word, a phrase, a sentence or a 发文字号 → ranked clauses.

Letter by letter comes first, then nearly, then what search finds by words and meaning. Candidates
come from the full-text index (`POOL` of them) and, where these do not settle it, from search; only
they are compared with the wording. So a library of any size answers at once; a wording that is
held by more than `POOL` chunks is found in the best of them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from corpus.headings import NUMERAL
from corpus.library import StoredChunk
from qa.citing.copies import Copies
from qa.citing.hits import HitMaker
from qa.citing.matching import (
    GAIN,
    SURE,
    Match,
    match_near,
    match_near_over_ends,
    match_over_ends,
    match_verbatim,
    match_words,
    may_span,
)
from qa.citing.model import Found, Hit, MatchKind
from qa.citing.wording import Wording
from qa.library_view import LibraryView
from qa.pointers import stands_in
from qa.query import analyse
from qa.references import Reference, find_references
from qa.script import simplify, to_chinese
from qa.search.filters import NO_FILTERS, Filters

POOL = 200
"""Chunks that the full-text index is asked for."""
SEEDS = 40
"""How many of them may have the wording go over their ends."""
NEAR_WINDOWS = 6
REACH = 12
"""Chunks before and after one that a long quotation may go on in."""
BARE_NUMBER, BARE_NUMERAL = re.compile(r"^\d+$"), re.compile(rf"^{NUMERAL}$")
"""Headings of which the library keeps only the number, without its mark."""
SEARCHED_CHARS = 200
"""What is searched for by meaning of a long wording: its beginning."""


class Lookup:
    """Looks wordings up in one library; safe to share between threads."""

    def __init__(self, view: LibraryView) -> None:
        self._library = view.library
        self._retriever = view.retriever
        self._copies = Copies(view.library)
        self._hits = HitMaker(view)

    def find(self, text: str, k: int, filters: Filters = NO_FILTERS) -> Found:
        """The best ``k`` hits for a cleaned wording.

        Raises:
            InputError: no document meets the filters.
        """
        started = time.perf_counter()
        admitted = self._retriever.admitted(filters)
        wording = Wording(simplify(text))
        matches = self._rank(wording, admitted)
        kept = self._copies.once(matches, wording, admitted)
        hits = tuple(self._hits.make(match, wording) for match in islice(kept, k))
        return Found(text, filters, hits, round(time.perf_counter() - started, 4))

    def find_verbatim(self, text: str, filters: Filters = NO_FILTERS) -> Hit | None:
        """The first clause, or clauses, that hold a wording letter by letter; None if none does.

        Only the full-text index is asked for candidates.

        Raises:
            InputError: no document meets the filters.
        """
        admitted = self._retriever.admitted(filters)
        wording = Wording(simplify(text))
        found = self._library.search_words(wording.words, POOL, admitted)
        chunks = self._chunks(position for position, _ in found)
        exact = self._exact(wording, chunks, admitted)
        kept = self._copies.once(exact, wording, admitted)
        return next((self._hits.make(match, wording) for match in kept), None)

    def _rank(self, wording: Wording, admitted: frozenset[int] | None) -> Iterator[Match]:
        """The matches, best first, each chunk perhaps several times."""
        named = find_references(wording.text, self._library.names)
        rest = wording.without(named)
        if named and not rest.text:
            yield from self._of_named(wording, named, admitted)
        chunks = [] if wording.is_keyword else self._holding(wording, admitted)
        exact = self._exact(wording, chunks, admitted)
        near = [] if wording.is_keyword else self._near(wording, chunks, admitted)
        if not (exact and not wording.is_keyword) and not is_sure(near, wording, rest):
            chunks = self._searched(wording, admitted, chunks)
            exact = [*verbatim_in(wording, chunks), *exact]
            near = [] if exact else self._near(wording, chunks, admitted)
        if named and rest.text and not exact and not is_sure(near, wording, rest):
            yield from self._within(wording, rest, named, admitted)
        words = [match for chunk in chunks if (match := match_words(wording, chunk))]
        yield from chain(exact, words, near, related(chunks))

    def _of_named(
        self, wording: Wording, named: Sequence[Reference], admitted: frozenset[int] | None
    ) -> list[Match]:
        """The clauses of the documents that are named; the ones that are pointed at first."""
        matches = [
            Match(MatchKind.NAMED, (chunk,), score=pointed(chunk, wording))
            for chunk in self._chunks(self._inside(named, admitted))
        ]
        return sorted(matches, key=lambda match: -match.score)

    def _within(
        self,
        wording: Wording,
        rest: Wording,
        named: Sequence[Reference],
        admitted: frozenset[int] | None,
    ) -> list[Match]:
        """What the rest of the wording finds in the documents that it names."""
        chunks = self._holding(rest, frozenset(self._inside(named, admitted)))
        words = (match for chunk in chunks if (match := match_words(rest, chunk)))
        matches = [*verbatim_in(rest, chunks), *words, *match_near(rest, chunks)]
        kept = [replace(match, kind=MatchKind.NAMED) for match in matches]
        return sorted(kept, key=lambda match: -pointed(match.chunks[0], wording))

    def _inside(self, named: Sequence[Reference], admitted: frozenset[int] | None) -> Iterator[int]:
        """The positions of the chunks of the documents that are named."""
        for reference in named:
            first, last = self._library.range_of(reference.document_id)
            yield from (p for p in range(first, last + 1) if admitted is None or p in admitted)

    def _exact(
        self, wording: Wording, chunks: Sequence[StoredChunk], admitted: frozenset[int] | None
    ) -> list[Match]:
        """The wording letter by letter, in one chunk or over the ends of several."""
        single = verbatim_in(wording, chunks)
        return single or match_over_ends(wording, self._windows(wording, chunks[:SEEDS], admitted))

    def _near(
        self, wording: Wording, chunks: Sequence[StoredChunk], admitted: frozenset[int] | None
    ) -> list[Match]:
        """What holds most of the wording: single chunks, or several that hold more together."""
        single = match_near(wording, chunks)
        best = single[0].score if single else 0.0
        if best >= SURE:
            return single
        windows = list(self._windows(wording, chunks[:SEEDS], admitted))[:NEAR_WINDOWS]
        spanning = match_near_over_ends(wording, windows)
        if spanning is None or spanning.score < best + GAIN:
            return single
        return [spanning, *single]

    def _windows(
        self, wording: Wording, seeds: Iterable[StoredChunk], admitted: frozenset[int] | None
    ) -> Iterator[list[StoredChunk]]:
        """The surroundings of the chunks that the wording may go over, as long as it is."""
        seen: set[int] = set()
        for seed in seeds:
            if seed.position not in seen and may_span(wording, seed):
                window = [
                    chunk
                    for chunk in self._around(seed, len(wording.letters))
                    if admitted is None or chunk.position in admitted
                ]
                seen.update(chunk.position for chunk in window[1:-1])
                yield window

    def _around(self, seed: StoredChunk, letters: int) -> list[StoredChunk]:
        """A chunk with as many before and after it as a wording of so many letters may reach."""
        first, last = self._library.range_of(seed.document_id)
        start, stop = max(first, seed.position - REACH), min(last, seed.position + REACH)
        chunks = self._chunks(range(start, stop + 1))
        at = seed.position - start
        before = reach(reversed(chunks[:at]), letters)
        after = reach(chunks[at + 1 :], letters)
        return chunks[at - before : at + 1 + after]

    def _holding(self, wording: Wording, admitted: frozenset[int] | None) -> list[StoredChunk]:
        """The chunks that hold most of a wording's words, as the full-text index ranks them."""
        found = self._library.search_words(wording.words, POOL, admitted)
        return self._chunks(position for position, _ in found)

    def _searched(
        self, wording: Wording, admitted: frozenset[int] | None, others: Sequence[StoredChunk]
    ) -> list[StoredChunk]:
        """The chunks in the order of search, then others that hold the words."""
        question = analyse(to_chinese(wording.compact[:SEARCHED_CHARS]), self._library.regions)
        (ranked,) = self._retriever.rank([question], admitted)
        held = islice(ranked.found.lexical, POOL)
        positions = (*ranked.positions, *(chunk.position for chunk in others), *held)
        return self._chunks(dict.fromkeys(positions))

    def _chunks(self, positions: Iterable[int]) -> list[StoredChunk]:
        return [one.chunk for one in self._retriever.store.many(list(positions))]


def verbatim_in(wording: Wording, chunks: Iterable[StoredChunk]) -> list[Match]:
    """The chunks that hold the wording letter by letter; those where a heading does, last."""
    matches = [match for chunk in chunks if (match := match_verbatim(wording, chunk))]
    return sorted(matches, key=lambda match: not any(match.ranges))


def is_sure(near: Sequence[Match], wording: Wording, rest: Wording) -> bool:
    """Whether the nearest is what was meant, so that nothing more is looked for.

    It is not if what it lacks may be what is looked for in a document that the wording names.
    """
    if not near or near[0].score < SURE:
        return False
    lacking = (1 - near[0].score) * len(wording.letters)
    return lacking < len(rest.letters) / 2


def related(chunks: Iterable[StoredChunk]) -> Iterator[Match]:
    """Chunks as they were found, for want of better matches."""
    return (Match(MatchKind.RELATED, (chunk,)) for chunk in chunks)


def pointed(chunk: StoredChunk, wording: Wording) -> float:
    """Share of the clause numbers in the wording that the chunk stands under."""
    if not wording.clauses:
        return 0.0
    path = [BARE_NUMBER.sub(r"\g<0>.", BARE_NUMERAL.sub(r"\g<0>、", one)) for one in chunk.path]
    held = sum(stands_in(path, labels) for labels in wording.clauses)
    return held / len(wording.clauses)


def reach(chunks: Iterable[StoredChunk], letters: int) -> int:
    """How many of some chunks, one after the other, have so many letters together."""
    count = 0
    for chunk in chunks:
        if letters <= 0:
            break
        count += 1
        letters -= len(chunk.text)
    return count
