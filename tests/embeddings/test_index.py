from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import SetupError
from embeddings.index import FaissFlatIndex, VectorIndex

BACKENDS: dict[str, tuple[Callable[[int], VectorIndex], Callable[[Path], VectorIndex]]] = {
    "faiss-flat": (FaissFlatIndex, FaissFlatIndex.load),
}
every_backend = pytest.mark.parametrize(("make", "load"), BACKENDS.values(), ids=BACKENDS.keys())

Make = Callable[[int], VectorIndex]
Load = Callable[[Path], VectorIndex]


def unit_rows(rows: int, dimension: int = 8, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normed


@every_backend
def test_a_search_worked_by_hand(make: Make, load: Load) -> None:
    index = make(2)
    index.add(np.array([[1, 0], [0, 1]], dtype=np.float32))
    index.add(np.array([[0.6, 0.8]], dtype=np.float32))
    scores, positions = index.search(np.array([[0, 1], [1, 0]], dtype=np.float32), 2)
    np.testing.assert_array_equal(positions, [[1, 2], [0, 2]])
    np.testing.assert_allclose(scores, [[1, 0.8], [1, 0.6]], atol=1e-6)


@every_backend
def test_the_ranking_is_that_of_a_full_sort(make: Make, load: Load) -> None:
    vectors, queries = unit_rows(200), unit_rows(5, seed=1)
    index = make(8)
    index.add(vectors)
    expected = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    np.testing.assert_array_equal(index.search(queries, 10).positions, expected)


@every_backend
@pytest.mark.parametrize("rows", [0, 1, 50], ids="rows={}".format)
def test_round_trip(make: Make, load: Load, tmp_path: Path, rows: int) -> None:
    index, path = make(8), tmp_path / "向量 索引.faiss"
    index.add(unit_rows(rows))
    index.save(path)
    loaded = load(path)
    assert (len(loaded), loaded.dimension) == (rows, 8)
    for before, after in zip(
        index.search(unit_rows(3, seed=1), 5), loaded.search(unit_rows(3, seed=1), 5), strict=True
    ):
        np.testing.assert_array_equal(before, after)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@every_backend
def test_a_k_beyond_the_rows_gives_all_rows(make: Make, load: Load) -> None:
    index = make(8)
    index.add(unit_rows(3))
    scores, positions = index.search(unit_rows(2, seed=1), 20)
    assert scores.shape == (2, 3)
    assert [sorted(row) for row in positions.tolist()] == [[0, 1, 2], [0, 1, 2]]


@every_backend
def test_an_empty_index_finds_nothing(make: Make, load: Load) -> None:
    scores, positions = make(8).search(unit_rows(2), 5)
    assert scores.shape == positions.shape == (2, 0)
    assert make(8).search(unit_rows(0), 5).positions.shape == (0, 0)


@every_backend
def test_wrong_arguments_are_refused(make: Make, load: Load) -> None:
    index = make(8)
    with pytest.raises(ValueError, match=r"\(n, 8\)"):
        index.add(unit_rows(2, dimension=7))
    with pytest.raises(ValueError, match=r"\(n, 8\)"):
        index.search(unit_rows(1)[0], 1)
    with pytest.raises(ValueError, match="at least 1"):
        index.search(unit_rows(1), 0)
    with pytest.raises(ValueError, match="finite"):
        index.add(np.full((1, 8), np.nan, dtype=np.float32))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@every_backend
@pytest.mark.parametrize(
    "damage",
    [cut, lambda _: b"", lambda _: b"junk" * 100, lambda data: data[:8] + b"\xff" * 8 + data[16:]],
    ids=["cut", "empty", "junk", "count"],
)
def test_a_broken_file_is_refused(
    make: Make, load: Load, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    index, path = make(8), tmp_path / "索引.faiss"
    index.add(unit_rows(20))
    index.save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SetupError, match=r"索引\.faiss 不完整或已损坏；请重建：tanwen ingest"):
        load(path)


@every_backend
def test_a_missing_file_is_named(make: Make, load: Load, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"没有\.faiss 不存在"):
        load(tmp_path / "没有.faiss")


@every_backend
def test_a_write_that_fails_is_raised_and_leaves_the_old_file(
    make: Make, load: Load, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="没有的目录"):
        make(8).save(tmp_path / "没有的目录" / "索引.faiss")


def test_another_kind_of_faiss_index_is_refused(tmp_path: Path) -> None:
    import faiss

    path = tmp_path / "l2.faiss"
    path.write_bytes(faiss.serialize_index(faiss.IndexFlatL2(8)).tobytes())
    with pytest.raises(SetupError, match="已损坏"):
        FaissFlatIndex.load(path)
