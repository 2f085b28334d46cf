"""Ranking: candidates by a weighted sum of their features; the weights are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.search.features import FEATURES
from qa.weights import feature_weights


@dataclass(frozen=True)
class Ranker:
    """A linear ranker."""

    weights: NDArray[np.float32]
    """Shape (len(FEATURES),)."""

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The score of each row of features, of shape (rows, len(FEATURES))."""
        return features @ self.weights

    def parts(self, row: Sequence[float]) -> dict[str, float]:
        """What each feature of a row adds to its score."""
        products = np.asarray(row) * self.weights
        return {name: float(part) for name, part in zip(FEATURES, products, strict=True) if part}


def default_ranker() -> Ranker:
    """The ranker with the weights that were fitted on the development questions."""
    return Ranker(feature_weights("qa.search", FEATURES))
