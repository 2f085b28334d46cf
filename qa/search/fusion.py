"""Reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence


def fuse_ranks(rankings: Sequence[Sequence[int]], k: int) -> list[tuple[int, float]]:
    """Join rankings of ids to one, best first, ties in the order of the first ranking.

    An id's score is the sum over rankings of ``1 / (k + rank)``, rank from 1 (Cormack, Clarke and
    Büttcher, SIGIR 2009).
    """
    return sorted(rank_scores(rankings, k).items(), key=lambda pair: -pair[1])


def rank_scores(rankings: Sequence[Sequence[int]], k: int) -> dict[int, float]:
    """The score of each id as of `fuse_ranks`, in no order."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + rank)
    return scores
