"""Chunks as search looks at them, kept between searches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.definitions import defined_terms
from corpus.figures import find_figures, fold_widths
from corpus.library import CatalogueEntry, Library, StoredChunk
from corpus.words import fold
from corpus.years import find_years

DEFINING = re.compile(
    r"是指|系指|指的是|[，：”\"]指|是.{2,40}的(?:行为|活动|过程|方式|机制|总称|统称)"
)
KEPT = 8192
"""Chunks, about 4 KB each."""


@dataclass(frozen=True)
class Candidate:
    """A chunk as the features look at it; made once and kept."""

    chunk: StoredChunk
    document: CatalogueEntry

    @cached_property
    def text(self) -> str:
        """The text, folded."""
        return fold(self.chunk.text)

    @cached_property
    def whole(self) -> str:
        """Title, clause path and text, folded each by itself."""
        return f"{fold(self.heading)}\n{self.text}"

    @property
    def passage(self) -> str:
        """Title, clause path and text, as a cross-encoder reads them."""
        return f"{self.heading}\n{self.chunk.text}"

    @property
    def heading(self) -> str:
        """Title and clause path."""
        return " ".join((self.document.title or "", *self.chunk.path))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the text names."""
        return frozenset(find_years(fold_widths(self.chunk.text)))

    @cached_property
    def has_figure(self) -> bool:
        """Whether the text has a figure with a unit."""
        return bool(find_figures(self.chunk.text))

    @cached_property
    def defines(self) -> bool:
        """Whether the text says what something is."""
        return bool(DEFINING.search(self.chunk.text))

    @cached_property
    def defined(self) -> tuple[str, ...]:
        """The terms that the text defines, folded."""
        return tuple(fold(term) for term in defined_terms(self.chunk.text))


class CandidateStore:
    """The chunks of one library, read when they are first wanted."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[int, Candidate] = {}

    def at(self, position: int) -> Candidate:
        """The chunk at a position."""
        return self.many([position])[0]

    def many(self, positions: Sequence[int]) -> list[Candidate]:
        """The chunks at some positions, in that order."""
        kept = self._kept
        found = {position: kept[position] for position in positions if position in kept}
        missing = [position for position in positions if position not in found]
        for chunk in self._library.chunks(missing):
            found[chunk.position] = Candidate(chunk, self._library.documents[chunk.document_id])
        if len(kept) + len(missing) > KEPT:
            self._kept = {}
        self._kept.update((position, found[position]) for position in missing)
        return [found[position] for position in positions]
