"""Candidates: the chunks that word search and dense search find, and those of likely documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from embeddings.index import VectorIndex
from qa.pointers import stands_in
from qa.query import Question
from qa.references import Reference
from qa.search.fusion import rank_scores
from qa.search.titles import find_called
from qa.settings import RetrievalSettings

LIKELY_DOCUMENTS = 5
"""Documents whose title or issuer is most like the question: each brings its best chunks."""
OF_LIKELY = 8
"""How many of each ranking."""
OF_NAMED = 40
"""The same of a document that the question names."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the searches found for one question."""

    lexical: Mapping[int, float]
    """BM25 score by position, best first."""
    dense: Mapping[int, float]
    """Cosine similarity by position, best first."""
    named: tuple[Reference, ...]
    """The documents that the question names."""
    fused: Mapping[int, float]
    """Reciprocal rank fusion by position, best first: the candidates."""


class Searcher:
    """Word search and dense search over one library."""

    def __init__(self, library: Library, index: VectorIndex, settings: RetrievalSettings) -> None:
        self._library = library
        self._index = index
        self._settings = settings

    def find(
        self,
        question: Question,
        vector: NDArray[np.float32],
        named: tuple[Reference, ...],
        admitted: frozenset[int] | None,
    ) -> Found:
        """The candidates for a question with its vector of shape (dimension,)."""
        lexical = self._lexical(question.words, admitted)
        dense = self._dense(vector, admitted)
        rankings = (list(lexical), list(dense))
        called = find_called(question.text, self._library)
        meant = [*(one.document_id for one in named), *(one.document_id for one in called)]
        likely = self._library.search_documents(question.words, LIKELY_DOCUMENTS)
        chosen = self._choose(rankings, [document_id for document_id, _ in likely], meant)
        pointed = dict.fromkeys(self._pointed_at(question, meant), 0.0)
        chosen.update(self._once(pointed.items(), admitted))
        fused = rank_scores(rankings, self._settings.rrf_k)
        kept = sorted(chosen, key=lambda position: -fused.get(position, 0.0))
        return Found(lexical, dense, named, {p: fused.get(p, 0.0) for p in kept})

    def _lexical(self, words: Sequence[str], admitted: frozenset[int] | None) -> dict[int, float]:
        found = self._library.search_words(words, self._settings.pool, admitted)
        return self._once(found, admitted)

    def _dense(
        self, vector: NDArray[np.float32], admitted: frozenset[int] | None
    ) -> dict[int, float]:
        scores, positions = self._index.search(vector[None], self._settings.pool, admitted)
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return self._once(pairs, admitted)

    def _once(
        self, scored: Iterable[tuple[int, float]], admitted: frozenset[int] | None
    ) -> dict[int, float]:
        """The scores of admitted chunks; of those with the same text only of the one to cite."""
        twins = self._library.twins
        kept: dict[int, float] = {}
        for position, score in scored:
            if position < 0 or (admitted is not None and position not in admitted):
                continue
            first = twins.get(position, position)
            kept.setdefault(first if admitted is None or first in admitted else position, score)
        return kept

    def _pointed_at(self, question: Question, meant: Iterable[str]) -> set[int]:
        """The clauses that the question points at by number, in the documents that it means."""
        found: set[int] = set()
        for document_id in meant if question.clauses else ():
            chunks = self._library.chunks_of(document_id)
            found |= {
                chunk.position
                for chunk in chunks
                if any(stands_in(chunk.path, labels) for labels in question.clauses)
            }
        return found

    def _choose(
        self,
        rankings: Sequence[Sequence[int]],
        likely: Iterable[str],
        meant: Iterable[str],
    ) -> set[int]:
        """The best of each ranking, and the best of each in the documents that are likely."""
        wanted = dict.fromkeys(meant, OF_NAMED)
        for document_id in likely:
            wanted.setdefault(document_id, OF_LIKELY)
        chosen: set[int] = set()
        for ranking in rankings:
            chosen.update(ranking[: self._settings.candidates])
            positions = np.fromiter(ranking, dtype=np.int64, count=len(ranking))
            for document_id, most in wanted.items():
                first, last = self._library.range_of(document_id)
                inside = positions[(positions >= first) & (positions <= last)]
                chosen.update(inside[:most].tolist())
        return chosen
