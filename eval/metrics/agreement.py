"""How far verdicts agree with labels: F1 of each verdict and their mean, with intervals.

Sentences of one draft are not independent, so whole drafts are drawn for the intervals (percentile
bootstrap over clusters; Davison & Hinkley 1997, 3.8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics.rates import CONFIDENCE, RESAMPLES, SEED, Rate

Pair = tuple[str, str | None]
"""The label of an item and what was said of it; None where nothing was."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """F1 of each label, and their mean."""

    f1: Mapping[str, Rate]
    macro_f1: Rate


def measure_agreement(clusters: Mapping[str, Sequence[Pair]], labels: Sequence[str]) -> Agreement:
    """F1 by label, ``2·right / (labelled + said)``, and the mean over all labels.

    Args:
        clusters: The items by cluster, of which there must be at least one.
        labels: The labels that an item can have; one that is neither given nor said has F1 0.
    """
    tables = np.array([count_pairs(pairs, labels) for pairs in clusters.values()])
    generator = np.random.default_rng(SEED)
    drawn = generator.multinomial(len(tables), np.full(len(tables), 1 / len(tables)), RESAMPLES)
    resampled = f1_scores(np.tensordot(drawn, tables, axes=1))
    whole = f1_scores(tables.sum(axis=0))
    count = sum(len(pairs) for pairs in clusters.values())
    labelled = tables.sum(axis=(0, 2))
    return Agreement(
        {
            label: with_interval(float(whole[n]), int(labelled[n]), resampled[:, n])
            for n, label in enumerate(labels)
        },
        with_interval(float(whole.mean()), count, resampled.mean(axis=1)),
    )


def count_pairs(pairs: Sequence[Pair], labels: Sequence[str]) -> NDArray[np.int64]:
    """How often each label met each verdict, shape (labels, labels + 1); the last is none."""
    table = np.zeros((len(labels), len(labels) + 1), dtype=np.int64)
    for label, said in pairs:
        table[labels.index(label), len(labels) if said is None else labels.index(said)] += 1
    return table


def f1_scores(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 of each label from tables of shape (…, labels, labels + 1), shape (…, labels)."""
    square = tables[..., :-1]
    right = np.diagonal(square, axis1=-2, axis2=-1)
    both = tables.sum(axis=-1) + square.sum(axis=-2)
    scores: NDArray[np.float64] = 2 * right / np.maximum(both, 1)
    return scores


def with_interval(value: float, count: int, resampled: NDArray[np.float64]) -> Rate:
    """A score with the percentiles of its resampled values."""
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(resampled, [tail, 100 - tail])
    return Rate(value, count, float(low), float(high))
