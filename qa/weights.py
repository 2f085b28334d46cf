"""Weights of the linear models: files that `eval.fitting` makes, each in its model's package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

WEIGHTS = "weights.toml"
FEATURES = "features"
"""The usual table of a ranker's weights."""


@lru_cache
def read_weights(package: str) -> Mapping[str, Mapping[str, float]]:
    """The tables of a package's weights file."""
    text = resources.files(package).joinpath(WEIGHTS).read_text(encoding="utf-8")
    tables: dict[str, dict[str, float]] = tomllib.loads(text)
    return tables


@lru_cache
def feature_weights(
    package: str, names: tuple[str, ...], table_name: str = FEATURES
) -> NDArray[np.float32]:
    """The weights of a package's ranker, one for each name; 0 where the file has none."""
    table = read_weights(package)[table_name]
    return np.array([table.get(name, 0.0) for name in names], dtype=np.float32)
