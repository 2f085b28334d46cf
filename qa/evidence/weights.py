"""The weights of the sentence ranker, as data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from qa.evidence.features import FEATURES

FILE = "weights.toml"


@lru_cache(maxsize=1)
def read_weights() -> dict[str, dict[str, float]]:
    """The tables of the weights file."""
    text = resources.files("qa.evidence").joinpath(FILE).read_text(encoding="utf-8")
    tables: dict[str, dict[str, float]] = tomllib.loads(text)
    return tables


@lru_cache(maxsize=1)
def default_weights() -> NDArray[np.float32]:
    """The weight of each of `FEATURES`, fitted on the development questions."""
    table = read_weights()["features"]
    return np.array([table.get(name, 0.0) for name in FEATURES], dtype=np.float32)
