"""Means with intervals, and whether two runs differ by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
RESAMPLES = 5000
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Rate:
    """A mean of scores between 0 and 1."""

    mean: float
    count: int
    """Items that it is the mean of; the others do not apply."""
    low: float
    high: float
    """Bounds of the Wilson interval (Wilson 1927), at `CONFIDENCE`."""

    @property
    def complement(self) -> Rate:
        """The rate of the items that this is not true of."""
        return Rate(1 - self.mean, self.count, 1 - self.high, 1 - self.low)


def make_rate(scores: Sequence[float | None]) -> Rate | None:
    """The mean of the scores that apply; None if none does.

    The interval is Wilson's for a proportion; where scores lie between 0 and 1 their sum takes the
    place of the successes, which makes it a little wide.
    """
    applying = [score for score in scores if score is not None]
    if not applying:
        return None
    low, high = wilson(sum(applying), len(applying))
    return Rate(sum(applying) / len(applying), len(applying), low, high)


def wilson(successes: float, trials: int) -> tuple[float, float]:
    """Wilson's score interval: ``(p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)``."""
    from scipy.stats import norm

    z = float(norm.ppf((1 + CONFIDENCE) / 2))
    p = successes / trials
    middle = p + z * z / (2 * trials)
    spread = z * ((p * (1 - p) + z * z / (4 * trials)) / trials) ** 0.5
    whole = 1 + z * z / trials
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


@dataclass(frozen=True, slots=True)
class Difference:
    """How the scores of two runs differ, over the items that both have."""

    mean: float
    """Of the second less the first."""
    low: float
    high: float
    """Bounds by paired bootstrap over documents, at `CONFIDENCE`."""
    better: int
    worse: int
    p: float
    """McNemar's exact test on the items that are right in one run only; 1 where none is."""

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def compare(
    first: Mapping[str, float | None],
    second: Mapping[str, float | None],
    clusters: Mapping[str, str],
) -> Difference | None:
    """How two runs differ in one score; None if no item has it in both.

    Questions about the same document are not independent, so whole documents are drawn (cluster
    bootstrap; Davison & Hinkley 1997, 3.8).

    Args:
        first: Score by item id.
        second: The same of the other run.
        clusters: The document of each item.
    """
    pairs = [
        (clusters.get(one, one), score, other)
        for one, score in first.items()
        if score is not None and (other := second.get(one)) is not None
    ]
    if not pairs:
        return None
    changes = [(cluster, other - score) for cluster, score, other in pairs]
    low, high = bootstrap(changes)
    mean = sum(change for _, change in changes) / len(changes)
    better = sum(score < 1 <= other for _, score, other in pairs)
    worse = sum(other < 1 <= score for _, score, other in pairs)
    return Difference(mean, low, high, better, worse, mcnemar(better, worse))


def bootstrap(changes: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """The percentile interval of the mean change over resampled clusters."""
    groups: dict[str, list[float]] = {}
    for cluster, change in changes:
        groups.setdefault(cluster, []).append(change)
    sums = np.array([sum(group) for group in groups.values()])
    sizes = np.array([len(group) for group in groups.values()])
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of McNemar's test (McNemar 1947): a binomial test at one half."""
    from scipy.stats import binomtest

    discordant = better + worse
    return float(binomtest(better, discordant, 0.5).pvalue) if discordant else 1.0
