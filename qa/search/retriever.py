"""The retriever: understand the question, find candidates, rank them, make passages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library, StoredChunk
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from qa.passages import Passage, read_passage
from qa.query import Question, analyse, without_years_named
from qa.references import Reference, find_references
from qa.search.candidates import Found, Searcher
from qa.search.cross_encoder import RERANKED, Reranker
from qa.search.features import Weigher, build_features
from qa.search.filters import NO_FILTERS, Filters
from qa.search.merging import Block, Merger
from qa.search.ranking import Ranker, default_ranker
from qa.search.sides import Side, find_sides, interleave
from qa.search.store import Candidate, CandidateStore
from qa.settings import RetrievalSettings

CROWD = 10
"""The candidate that the best one is compared with; the others of a crowd are as good as it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a query."""

    question: Question
    named: tuple[Reference, ...]
    """The documents that it names."""
    sides: tuple[Question, ...]
    """A question for each side that it compares; none where it compares nothing."""
    compared: tuple[Side, ...] = ()
    """The same sides, as they are called."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question, best first."""

    question: Question
    found: Found
    positions: tuple[int, ...]
    features: NDArray[np.float32]
    """Shape (positions, features), in the same order."""
    scores: NDArray[np.float32]

    @property
    def lead(self) -> float | None:
        """How much the best candidate leads; None where there are too few to tell."""
        return find_lead(sorted(self.scores.tolist(), reverse=True))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found for a query, best first."""

    query: str
    filters: Filters
    passages: tuple[Passage, ...]
    seconds: float
    understood: Understood = field(repr=False)
    rankings: tuple[Ranked, ...] = field(repr=False)
    """That of the whole question, then those of its sides."""
    blocks: tuple[Block, ...] = field(repr=False)
    """What each passage was made of."""

    @property
    def lead(self) -> float | None:
        """How much the best candidate leads; None where there are too few to tell."""
        return self.rankings[0].lead


class Retriever:
    """Searches one library; safe to share between threads."""

    def __init__(
        self,
        library: Library,
        index: VectorIndex,
        encoder: Encoder,
        settings: RetrievalSettings,
        ranker: Ranker | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self.store = CandidateStore(library)
        self._merger = Merger(library, self.store)
        self._searcher = Searcher(library, index, settings)
        self._weigher = Weigher(library, len(index))
        self.ranker = ranker or default_ranker()
        self._reranker = reranker

    def search(self, query: str, k: int, filters: Filters = NO_FILTERS) -> SearchResult:
        """The best ``k`` passages for a cleaned query.

        Raises:
            InputError: no document meets the filters.
        """
        return next(self.search_each(query, [(k, filters)]))

    def search_each(
        self, query: str, many: Iterable[tuple[int, Filters]]
    ) -> Iterator[SearchResult]:
        """The best passages for a cleaned query, so many under each of several filters.

        The query is understood and encoded once.

        Raises:
            InputError: no document meets one of the filters.
        """
        started = time.perf_counter()
        understood = self.understand(query)
        questions = [understood.question, *understood.sides]
        vectors = self._encoder.encode_queries([question.text for question in questions])
        for k, filters in many:
            admitted = self.admitted(filters)
            pairs = zip(questions, vectors, strict=True)
            rankings = [self._rank(question, vector, admitted) for question, vector in pairs]
            yield self._result(query, k, filters, understood, rankings, started)
            started = time.perf_counter()

    def _result(
        self,
        query: str,
        k: int,
        filters: Filters,
        understood: Understood,
        rankings: Sequence[Ranked],
        started: float,
    ) -> SearchResult:
        """The first ``k`` passages of the rankings of a question and its sides."""
        best = interleave([ranked.positions for ranked in rankings])
        blocks = self._merger.merge(best, k, lists=understood.question.asks_list)
        scores = best_scores(rankings)
        passages = tuple(self._passage(block, scores[block.hit.position]) for block in blocks)
        seconds = round(time.perf_counter() - started, 4)
        return SearchResult(
            query, filters, passages, seconds, understood, tuple(rankings), tuple(blocks)
        )

    def understand(self, query: str) -> Understood:
        """What a query names and compares."""
        named = find_references(query, self._library.names)
        titles = [one.words for one in named]

        def read(text: str) -> Question:
            return without_years_named(analyse(text, self._library.regions), titles)

        question = read(query)
        sides = find_sides(question, named, self._library)
        return Understood(question, named, tuple(read(side.text) for side in sides), sides)

    def rank(
        self, questions: Sequence[Question], admitted: frozenset[int] | None = None
    ) -> list[Ranked]:
        """All candidates for each question, best first."""
        vectors = self._encoder.encode_queries([question.text for question in questions])
        pairs = zip(questions, vectors, strict=True)
        return [self._rank(question, vector, admitted) for question, vector in pairs]

    def _rank(
        self, question: Question, vector: NDArray[np.float32], admitted: frozenset[int] | None
    ) -> Ranked:
        named = find_references(question.text, self._library.names)
        found = self._searcher.find(question, vector, named, admitted)
        candidates = self.store.many(list(found.fused))
        features = build_features(question, found, candidates, self._weigher)
        scores = self.ranker.scores(features)
        order = self._reread(question, candidates, np.argsort(-scores, kind="stable"))
        positions = tuple(candidates[row].chunk.position for row in order)
        return Ranked(question, found, positions, features[order], scores[order])

    def _reread(
        self, question: Question, candidates: Sequence[Candidate], order: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """The order with its first rows as the cross-encoder has them, where there is one."""
        if self._reranker is None:
            return order
        first = order[:RERANKED]
        texts = [candidates[row].passage for row in first]
        scores = np.array(self._reranker.scores(question.text, texts))
        return np.concatenate([first[np.argsort(-scores, kind="stable")], order[RERANKED:]])

    def admitted(self, filters: Filters) -> frozenset[int] | None:
        """The positions of the chunks that filters let in; None where they let all in.

        Raises:
            InputError: no document meets the filters.
        """
        if not filters.given:
            return None
        ids = filters.select(self._library.documents)
        return frozenset(self._library.positions(ids))

    def around(self, chunk_id: str, reach: int) -> tuple[Passage, ...]:
        """The chunks of a document before and after one of its chunks, each as a passage."""
        position = self._library.position(chunk_id)
        first, last = self._library.range_of(self._library.document_at(position))
        start, stop = max(first, position - reach), min(last, position + reach)
        chunks = [one.chunk for one in self.store.many(range(start, stop + 1))]
        return tuple(read_passage(self._library, chunk) for chunk in chunks)

    def passage(self, chunks: Sequence[StoredChunk], score: float) -> Passage:
        """Chunks of one clause that follow each other, as one passage."""
        return self._passage(self._merger.join(chunks[0], chunks, chunks[0].path), score)

    def _passage(self, block: Block, score: float) -> Passage:
        """A block as a passage, made of the passages of its chunks."""
        parts = tuple(read_passage(self._library, chunk, score) for chunk in block.chunks)
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


def find_lead(scores: Sequence[float]) -> float | None:
    """How much the best of the scores, best first, is above the tenth; None if there is none."""
    return scores[0] - scores[CROWD - 1] if len(scores) >= CROWD else None


def best_scores(rankings: Sequence[Ranked]) -> dict[int, float]:
    """By position, the highest score in any of the rankings."""
    scores: dict[int, float] = {}
    for ranked in rankings:
        for position, score in zip(ranked.positions, ranked.scores.tolist(), strict=True):
            scores[position] = max(score, scores.get(position, score))
    return scores
