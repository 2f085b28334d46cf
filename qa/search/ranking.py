"""Ranking: candidates by a weighted sum of their features; the weights are data."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from qa.search.features import FEATURES

WEIGHTS = "weights.toml"


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


@lru_cache(maxsize=1)
def read_weights() -> dict[str, dict[str, float]]:
    """The tables of the weights file."""
    text = resources.files("qa.search").joinpath(WEIGHTS).read_text(encoding="utf-8")
    tables: dict[str, dict[str, float]] = tomllib.loads(text)
    return tables


@lru_cache(maxsize=1)
def default_ranker() -> Ranker:
    """The ranker with the weights that were fitted on the development questions."""
    table = read_weights()["features"]
    return Ranker(np.array([table.get(name, 0.0) for name in FEATURES], dtype=np.float32))
