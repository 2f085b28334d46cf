from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.cache import VectorCache
from embeddings.cached import SAVE_EVERY, embed_cached
from tests.fakes import HashEncoder

TEXTS = ["碳中和", "碳达峰", "碳中和", "到2030年前实现碳达峰", "", "碳中和"]


class Killed(BaseException):
    """Stands for a kill in the middle of a run."""


class KilledEncoder(HashEncoder):
    """Fails once it has been given more texts than it may encode."""

    def __init__(self, allowed: int) -> None:
        super().__init__()
        self.allowed = allowed

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if len(self.encoded) + len(texts) > self.allowed:
            raise Killed
        return super().encode_passages(texts, on_progress)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    with VectorCache(tmp_path / "vectors.sqlite", "hash-64", 64) as cache:
        yield cache


def test_equal_texts_are_encoded_once(cache: VectorCache) -> None:
    encoder = HashEncoder()
    result = embed_cached(encoder, cache, TEXTS)
    assert sorted(encoder.encoded) == sorted(set(TEXTS))
    assert (result.embedded, result.reused) == (4, 2)
    np.testing.assert_array_equal(result.vectors, HashEncoder().encode_passages(TEXTS))


def test_only_new_texts_are_encoded(cache: VectorCache) -> None:
    embed_cached(HashEncoder(), cache, TEXTS)
    encoder = HashEncoder()
    result = embed_cached(encoder, cache, ["新增条款", *TEXTS])
    assert encoder.encoded == ["新增条款"]
    assert (result.embedded, result.reused) == (1, 6)
    np.testing.assert_array_equal(
        result.vectors, HashEncoder().encode_passages(["新增条款", *TEXTS])
    )


@pytest.mark.parametrize("known", [0, 2, 6])
def test_progress_adds_up_to_the_texts(cache: VectorCache, known: int) -> None:
    embed_cached(HashEncoder(), cache, TEXTS[:known])
    done: list[int] = []
    embed_cached(HashEncoder(batch_size=2), cache, TEXTS, done.append)
    assert sum(done) == len(TEXTS)


def test_a_killed_run_goes_on_where_it_was(cache: VectorCache) -> None:
    texts = [f"第{number}条 实施碳达峰行动" for number in range(SAVE_EVERY * 2 + 10)]
    with pytest.raises(Killed):
        embed_cached(KilledEncoder(SAVE_EVERY * 2), cache, texts)
    encoder = HashEncoder()
    result = embed_cached(encoder, cache, texts)
    assert (result.embedded, result.reused) == (10, SAVE_EVERY * 2)
    np.testing.assert_array_equal(result.vectors, HashEncoder().encode_passages(texts))


def test_no_texts(cache: VectorCache) -> None:
    result = embed_cached(HashEncoder(), cache, [])
    assert result.vectors.shape == (0, 64)
    assert (result.embedded, result.reused) == (0, 0)
