"""Ranking sentences: by what can be counted, then the first of them by their likeness as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.encoder import Encoder
from qa.evidence.features import FEATURES, SentenceRater, Vector
from qa.evidence.likeness import liken
from qa.evidence.sentences import Evidence
from qa.search.retriever import Ranked, SearchResult
from qa.weights import feature_weights

DEEPEST = 25
"""Ranks of chunks whose sentences are looked at."""
CLOSER = (*FEATURES, "likeness")
"""The columns with which the first sentences are ranked again; those of the others end in 0."""
LIKENED = 10
"""How many are ranked again."""
SURE = 0.8
"""Where the first is right with this probability, none is likened: each takes some 25 ms."""
AHEAD = 5.0
"""By how much what is put first is above all else."""
PACKAGE = "qa.evidence"
AGAIN = "closer"


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where the chunks of a search stand in the ranking of one question."""

    at: Mapping[str, int]
    """The rank of each chunk from 0, by its id."""
    leads: Sequence[float]
    """By rank, how much a chunk's score is below the best one's."""

    def rank(self, one: Evidence) -> int:
        """The rank of a sentence's chunk; of a list, the best of its items' chunks."""
        parts = one.items or (one,)
        return min(self.at.get(part.passage.chunk_id, DEEPEST) for part in parts)

    def with_dates(self, dates: Iterable[tuple[Evidence, int]]) -> Ranks:
        """The ranks, where a line that dates a document has its document's."""
        own = {one.passage.chunk_id: rank for one, rank in dates}
        nearer = {chunk: min(rank, self.at.get(chunk, DEEPEST)) for chunk, rank in own.items()}
        return replace(self, at={**self.at, **nearer})

    def lead(self, rank: int) -> float:
        """How much the chunk at a rank is below the best one."""
        return self.leads[min(rank, len(self.leads) - 1)] if self.leads else 0.0


def find_ranks(ranked: Ranked, found: SearchResult) -> Ranks:
    """The ranks of a search's chunks in one of its rankings."""
    rank_of = {position: rank for rank, position in enumerate(ranked.positions)}
    chunks = (chunk for block in found.blocks for chunk in block.chunks)
    at = {chunk.chunk_id: rank_of.get(chunk.position, DEEPEST) for chunk in chunks}
    scores = ranked.scores.tolist()
    return Ranks(at, [score - scores[0] for score in scores])


def rank_sentences(
    sentences: Sequence[Evidence], rater: SentenceRater, ranks: Ranks, encoder: Encoder
) -> tuple[tuple[Evidence, ...], Vector]:
    """The sentences with their scores, best first, and the columns `CLOSER` of each."""
    places = [ranks.rank(one) for one in sentences]
    counted = rater.rows(sentences, places, [ranks.lead(place) for place in places])
    scores = counted @ feature_weights(PACKAGE, FEATURES)
    order = np.argsort(-scores, kind="stable")
    features = np.hstack([counted[order], np.zeros((len(order), 1), dtype=np.float32)])
    scores = scores[order]
    near = [sentences[at] for at in order[:LIKENED]]
    if not is_sure(scores):
        features[: len(near), -1] = liken(encoder, rater.question.text, near)
    scores = rank_again(scores, features, len(near))
    final = np.argsort(-scores, kind="stable")
    evidence = tuple(replace(sentences[order[at]], score=float(scores[at])) for at in final)
    return evidence, features[final]


def put_first(
    asked: Iterable[int], evidence: Sequence[Evidence], features: Vector
) -> tuple[tuple[Evidence, ...], Vector]:
    """Ranked evidence with some of it before all else, if these are known to be asked for.

    They are asked for by words of which others hold more: an outline, the line with a date.
    """
    first = list(dict.fromkeys(asked))
    if not first:
        return tuple(evidence), features
    order = [*first, *(number for number in range(len(evidence)) if number not in first)]
    ahead = evidence[0].score + AHEAD
    leading = (replace(evidence[at], score=ahead) for at in first)
    return (*leading, *(evidence[at] for at in order[len(first) :])), features[order]


def is_sure(scores: Vector) -> bool:
    """Whether the first of some falling scores is right with enough probability, or alone."""
    return len(scores) < 2 or bool(1 / np.exp(scores - scores[0]).sum() >= SURE)


def rank_again(scores: Vector, features: Vector, near: int) -> Vector:
    """New scores: the first ``near`` by all columns, the others as far below them as they were."""
    if not near:
        return scores
    again = features[:near] @ feature_weights(PACKAGE, CLOSER, AGAIN)
    return np.concatenate([again, scores[near:] - scores[near - 1] + again.min()])
