"""What a lookup gives: hits with their clauses, marks and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qa.passages import Passage
from qa.search.filters import Filters


class MatchKind(StrEnum):
    """How a clause meets what is looked up; the values are what users read."""

    NAMED = "所指"
    """It is of the document, or the clause, that is named by number or title."""
    VERBATIM = "逐字"
    """It holds the wording letter by letter; punctuation, width and white space aside."""
    WORDS = "含词"
    """It holds each of several words that are looked up."""
    NEAR = "近似"
    """It holds most of the wording in longer stretches."""
    RELATED = "相关"
    """It was found by its words or its meaning."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a hit's text that match."""

    passage: int
    """Which of the hit's passages, from 0."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The clause before or after a hit in its document."""

    chunk_id: str
    """Of its part that is next to the hit."""
    clause_path: tuple[str, ...]
    text: str
    """The whole clause."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found, or clauses that the wording spans."""

    match: MatchKind
    passages: tuple[Passage, ...]
    """One for each clause, in the document's order, of one document."""
    marks: tuple[Mark, ...]
    missing: tuple[str, ...]
    """What of the wording a hit that is near does not hold."""
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True, slots=True)
class Found:
    """The hits for a wording, best first."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    seconds: float

    @property
    def note(self) -> str | None:
        """What a reader has to know of the hits before reading them."""
        return NOTES[self.hits[0].match] if self.hits else "资料中没有找到相关条款。"


NOT_VERBATIM = "资料中没有逐字一致的条款，下列为相近条款。"
NOTES: Mapping[MatchKind, str | None] = {
    MatchKind.NAMED: None,
    MatchKind.VERBATIM: None,
    MatchKind.WORDS: "资料中没有逐字一致的条款，下列条款含所查的全部词语。",
    MatchKind.NEAR: NOT_VERBATIM,
    MatchKind.RELATED: NOT_VERBATIM,
}
"""What is said first, by how the best hit matches."""
