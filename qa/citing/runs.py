"""Runs: what a wording and a clause have in common, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FIGURE = "0123456789.%"
SHORTEST_RUN = 3
"""Letters; shorter runs say nothing in text of the same kind."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that stands in the wording and in the text, both folded."""

    start: int
    """In the wording."""
    place: int
    """In the text."""
    length: int

    @property
    def end(self) -> int:
        """Where it ends in the wording."""
        return self.start + self.length

    @property
    def range(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.place, self.place + self.length


def find_runs(wording: str, text: str) -> tuple[Run, ...]:
    """The runs of a wording in a text, from left to right, each as long as it can be.

    A run is sought behind the one before it first, so that words that the text repeats are marked
    where the wording goes on. None holds a part of a figure: 25% has nothing in common with 5%.
    """
    runs: list[Run] = []
    start = behind = 0
    while start + SHORTEST_RUN <= len(wording):
        words = wording[start : start + longest_from(wording, start, text)]
        place = text.find(words, behind) if words else -1
        place = place if place >= 0 else text.find(words)
        run = trim(Run(start, place, len(words)), wording, text)
        if run.length < SHORTEST_RUN:
            start += 1
            continue
        runs.append(run)
        start, behind = run.end, run.place + run.length
    return tuple(runs)


def trim(run: Run, wording: str, text: str) -> Run:
    """A run without the parts of figures that it would begin or end with."""
    start, end = run.start, run.end
    if any(cuts(whole, at) for whole, at in ((wording, end), (text, run.place + run.length))):
        end = start + len(wording[start:end].rstrip(FIGURE))
    if any(cuts(whole, at) for whole, at in ((wording, start), (text, run.place))):
        start = end - len(wording[start:end].lstrip(FIGURE))
    return Run(start, run.place + start - run.start, max(0, end - start))


def cuts(text: str, at: int) -> bool:
    """Whether a place in a folded text is within a figure."""
    return 0 < at < len(text) and text[at - 1] in FIGURE and text[at] in FIGURE


def longest_from(wording: str, start: int, text: str) -> int:
    """How many letters of a wording from ``start`` on stand together in a text."""
    low, high = 0, len(wording) - start
    while low < high:
        middle = (low + high + 1) // 2
        if wording[start : start + middle] in text:
            low = middle
        else:
            high = middle - 1
    return low


def cover(runs: Sequence[Run], wording: str) -> float:
    """Share of a wording's letters that runs hold, 0 to 1."""
    return sum(run.length for run in runs) / len(wording) if wording else 0.0
