"""The retriever: understand the question, find candidates, rank them, make passages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library, StoredChunk
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from qa.passages import Passage, make_passage, make_place
from qa.query import Question, analyse
from qa.references import find_references
from qa.search.candidates import Found, Searcher
from qa.search.features import Candidate, Weigher, build_features
from qa.search.filters import NO_FILTERS, Filters
from qa.search.merging import Block, Merger
from qa.search.ranking import Ranker, default_ranker
from qa.search.sides import find_sides, interleave
from qa.settings import RetrievalSettings

KEPT_CANDIDATES = 8192
"""Chunks whose folded text is kept between searches, about 3 KB each."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found for a query, best first."""

    query: str
    filters: Filters
    passages: tuple[Passage, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question, best first."""

    question: Question
    found: Found
    positions: tuple[int, ...]
    features: NDArray[np.float32]
    """Shape (positions, features), in the same order."""
    scores: NDArray[np.float32]


class Retriever:
    """Searches one library."""

    def __init__(
        self,
        library: Library,
        index: VectorIndex,
        encoder: Encoder,
        settings: RetrievalSettings,
        ranker: Ranker | None = None,
    ) -> None:
        self._library = library
        self._index = index
        self._encoder = encoder
        self._merger = Merger(library)
        self._searcher = Searcher(library, index, settings)
        self._weigher = Weigher(library, len(index))
        self._ranker = ranker or default_ranker()
        self._candidate = lru_cache(maxsize=KEPT_CANDIDATES)(self._make_candidate)

    def search(self, query: str, k: int, filters: Filters = NO_FILTERS) -> SearchResult:
        """The best ``k`` passages for a cleaned query.

        Raises:
            InputError: no document meets the filters.
        """
        started = time.perf_counter()
        question = analyse(query, self._library.regions)
        ranked = self.rank(question, self._admitted(filters))
        sides = self._rank_sides(question, self._admitted(filters))
        best = interleave([one.positions for one in (ranked, *sides)])
        scores = dict(zip(ranked.positions, ranked.scores.tolist(), strict=True))
        blocks = self._merger.merge(best, k, lists=question.asks_list)
        passages = tuple(self._passage(b, scores.get(b.hit.position, 0.0)) for b in blocks)
        return SearchResult(query, filters, passages, round(time.perf_counter() - started, 4))

    def rank(self, question: Question, admitted: frozenset[int] | None = None) -> Ranked:
        """All candidates for a question, best first."""
        named = find_references(question.text, self._library.names)
        vector = self._encoder.encode_queries([question.text])[0]
        found = self._searcher.find(question, vector, named, admitted)
        candidates = self._candidates(list(found.fused))
        features = build_features(question, found, candidates, self._weigher)
        scores = self._ranker.scores(features)
        order = np.argsort(-scores, kind="stable")
        positions = tuple(candidates[i].chunk.position for i in order)
        return Ranked(question, found, positions, features[order], scores[order])

    def _rank_sides(self, question: Question, admitted: frozenset[int] | None) -> list[Ranked]:
        named = find_references(question.text, self._library.names)
        texts = find_sides(question, named, self._library)
        return [self.rank(analyse(text, self._library.regions), admitted) for text in texts]

    def _admitted(self, filters: Filters) -> frozenset[int] | None:
        if not filters.given:
            return None
        ids = filters.select(self._library.documents)
        return frozenset(self._library.positions(ids))

    def _candidates(self, positions: Sequence[int]) -> list[Candidate]:
        return [self._candidate(position) for position in positions]

    def _make_candidate(self, position: int) -> Candidate:
        (chunk,) = self._library.chunks([position])
        return Candidate(chunk, self._library.documents[chunk.document_id])

    def _passage(self, block: Block, score: float) -> Passage:
        """A block as a passage, made of the passages of its chunks."""
        parts = tuple(self._part(chunk, score) for chunk in block.chunks)
        if len(parts) == 1:
            return parts[0]
        hit = next(part for part in parts if part.chunk_id == block.hit.chunk_id)
        return replace(
            hit,
            clause_path=block.path,
            text=block.text,
            line_start=parts[0].line_start,
            line_end=parts[-1].line_end,
            page_start=parts[0].page_start,
            page_end=parts[-1].page_end,
            printed_page=parts[0].printed_page,
            parts=parts,
        )

    def _part(self, chunk: StoredChunk, score: float) -> Passage:
        documents = self._library.documents
        document = documents[chunk.document_id]
        others = self._library.chunks(self._library.copies(chunk.position))
        also_in = tuple(make_place(other, documents[other.document_id]) for other in others)
        page = (document.source_file, chunk.page_start or 0)
        printed = self._library.printed_pages.get(page)
        return make_passage(chunk, document, score, printed, also_in)
