"""Matching: how a wording stands in chunks, letter by letter, over their ends, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.library import StoredChunk
from qa.citing.folding import find_wording, fold
from qa.citing.model import MatchKind
from qa.citing.runs import Run, cover, find_runs
from qa.citing.windows import Range, Window, goes_over, make_window, opened
from qa.citing.wording import Wording

LEAST_NEAR = 0.6
"""Share of a wording's letters that a clause holds in runs if it is near."""
LEAST_PAIRS = 0.45
"""Share of its pairs of letters, below which runs are not looked for."""
SURE = 0.85
"""Share from which a clause by itself is what was meant, so that no pair of clauses is tried."""
GAIN = 0.15
"""How much more of the wording two clauses must hold than the best of them."""
LEAST_PART = 8
"""Letters that each of the clauses that a near wording spans must hold."""
SPANNING = 12
"""Letters; shorter wordings are not looked for over the ends of clauses."""
FIGURE = re.compile(r"[0-9][0-9.]*%?")
LOST_FIGURE = 0.1
MOST_LOST = 3
TRIED = 8
"""Chunks in which runs are looked for: the ones that share most pairs with the wording."""


@dataclass(frozen=True, slots=True)
class Match:
    """Chunks of one document that meet a wording."""

    kind: MatchKind
    chunks: tuple[StoredChunk, ...]
    ranges: tuple[tuple[Range, ...], ...] = ()
    """What matches of each chunk's folded text."""
    score: float = 0.0
    """Share of the wording that they hold, 0 to 1."""
    held: tuple[Range, ...] = ()
    """What of the folded wording a near match holds."""

    @property
    def positions(self) -> tuple[int, ...]:
        """The chunks' positions in the library."""
        return tuple(chunk.position for chunk in self.chunks)


def match_verbatim(wording: Wording, chunk: StoredChunk) -> Match | None:
    """The wording in one chunk or its own heading, letter by letter."""
    found = all_ranges(wording.letters, fold(chunk.text))
    if found or in_heading(wording.letters, chunk):
        return Match(MatchKind.VERBATIM, (chunk,), (found,), 1.0)
    return None


def all_ranges(wanted: str, text: str) -> tuple[Range, ...]:
    """Everywhere that a folded text holds a folded wording."""
    ranges: list[Range] = []
    behind = 0
    while (start := find_wording(wanted, text, behind)) >= 0:
        behind = start + len(wanted)
        ranges.append((start, behind))
    return tuple(ranges)


def in_heading(wanted: str, chunk: StoredChunk) -> bool:
    """Whether the heading of a chunk, which its text lacks, holds a folded wording."""
    return any(find_wording(wanted, fold(label)) >= 0 for label in opened(chunk, None))


def match_words(wording: Wording, chunk: StoredChunk) -> Match | None:
    """Each of several words in one chunk or its own heading."""
    text = fold(chunk.text)
    ranges = [all_ranges(term, text) for term in wording.terms]
    held = all(
        found or in_heading(term, chunk) for found, term in zip(ranges, wording.terms, strict=True)
    )
    if not wording.terms or not held:
        return None
    marked = tuple(sorted(one for found in ranges for one in found))
    return Match(MatchKind.WORDS, (chunk,), (marked,), 1.0)


def match_over_ends(wording: Wording, windows: Iterable[Sequence[StoredChunk]]) -> list[Match]:
    """The wording over the ends of chunks, letter by letter, with the headings between or not."""
    matches: dict[tuple[int, ...], Match] = {}
    for chunks in windows:
        for headings in (True, False):
            parts = make_window(chunks, headings=headings).find(wording.letters)
            match = make_match(MatchKind.VERBATIM, parts, 1.0)
            if match is not None:
                matches.setdefault(match.positions, match)
    return list(matches.values())


def make_match(
    kind: MatchKind, parts: Sequence[tuple[StoredChunk, Range | None]], score: float
) -> Match | None:
    """The match of some chunks, each with its range; None where there are none."""
    if not parts:
        return None
    chunks = tuple(chunk for chunk, _ in parts)
    return Match(kind, chunks, tuple((found,) if found else () for _, found in parts), score)


def match_near(wording: Wording, chunks: Iterable[StoredChunk]) -> list[Match]:
    """Those of some chunks that hold most of the wording in runs, best first."""
    shares = [(wording.share_in(fold(chunk.text)), chunk) for chunk in chunks]
    likely = sorted((pair for pair in shares if pair[0] >= LEAST_PAIRS), key=lambda pair: -pair[0])
    matches = [near_match(wording, chunk) for _, chunk in likely[:TRIED]]
    kept = [match for match in matches if match.score >= LEAST_NEAR]
    return sorted(
        kept,
        key=lambda match: (lost_figures(match, wording) - match.score, strayed(match, wording)),
    )


def strayed(match: Match, wording: Wording) -> int:
    """By how many letters what matches in one chunk is spread wider or narrower than the wording.

    It tells the sentence itself, but for a typing error, from one that says it in other words.
    """
    (ranges,) = match.ranges
    width = max(end for _, end in ranges) - min(start for start, _ in ranges)
    return abs(width - len(wording.letters))


def lost_figures(match: Match, wording: Wording) -> float:
    """What a near match counts less for the figures of the wording that it does not hold."""
    lost = sum(
        not any(start <= found.start() and found.end() <= end for start, end in match.held)
        for found in FIGURE.finditer(wording.letters)
    )
    return LOST_FIGURE * min(lost, MOST_LOST)


def near_match(wording: Wording, chunk: StoredChunk) -> Match:
    """What a chunk holds of the wording in runs."""
    runs = find_runs(wording.letters, fold(chunk.text))
    return Match(
        MatchKind.NEAR,
        (chunk,),
        (tuple(run.range for run in runs),),
        cover(runs, wording.letters),
        tuple((run.start, run.end) for run in runs),
    )


def match_near_over_ends(
    wording: Wording, windows: Iterable[Sequence[StoredChunk]]
) -> Match | None:
    """The chunks that follow each other and hold most of the wording together, the best such."""
    made = (spread(wording, make_window(chunks, headings=False)) for chunks in windows)
    matches = [match for match in made if match is not None and match.score >= LEAST_NEAR]
    return max(matches, key=lambda match: match.score, default=None)


def spread(wording: Wording, window: Window) -> Match | None:
    """What the chunks of a window hold of the wording; None where it is not several that do."""
    runs = find_runs(wording.letters, window.text)
    parts: dict[int, list[tuple[Run, StoredChunk, Range]]] = {}
    for run in runs:
        for chunk, found in window.divide(run.range):
            if found is not None:
                parts.setdefault(chunk.position, []).append((run, chunk, found))
    kept = [found for found in parts.values() if letters_of(found) >= LEAST_PART]
    if len(kept) < 2:
        return None
    chunks = tuple(found[0][1] for found in kept)
    ranges = tuple(tuple(part for _, _, part in found) for found in kept)
    held = sorted({(run.start, run.end) for found in kept for run, _, _ in found})
    score = sum(letters_of(found) for found in kept) / len(wording.letters)
    return Match(MatchKind.NEAR, chunks, ranges, score, tuple(held))


def letters_of(found: Iterable[tuple[Run, StoredChunk, Range]]) -> int:
    """How many letters the parts of runs that stand in one chunk have."""
    return sum(end - start for _, _, (start, end) in found)


def may_span(wording: Wording, chunk: StoredChunk) -> bool:
    """Whether the wording is long enough, and may go over an end of the chunk."""
    return len(wording.letters) >= SPANNING and goes_over(wording.letters, chunk)
