from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import embeddings.index
from corpus.errors import SetupError
from embeddings.index import FaissFlatIndex, FaissIndex
from embeddings.ivf import FaissIvfPqIndex, count_lists, count_pieces, sample
from embeddings.kinds import build_index, choose_kind, load_index

DIMENSION = 32
KINDS: dict[str, type[FaissIndex]] = {"faiss-flat": FaissFlatIndex, "faiss-ivf-pq": FaissIvfPqIndex}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def unit_rows(rows: int, dimension: int = DIMENSION, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normed


VECTORS, QUERIES = unit_rows(3000), unit_rows(20, seed=1)


def sorted_rows(rows: NDArray[np.int64], k: int = 10) -> NDArray[np.int64]:
    """The best of some rows by comparing all."""
    best = np.argsort(-(QUERIES @ VECTORS[rows].T), axis=1)[:, :k]
    return rows[best]


def recall(found: NDArray[np.int64], expected: NDArray[np.int64]) -> float:
    shared = [np.intersect1d(a, b).size for a, b in zip(found, expected, strict=True)]
    return sum(shared) / expected.size


@pytest.fixture(scope="module", params=list(KINDS.values()), ids=list(KINDS))
def index(request: pytest.FixtureRequest) -> FaissIndex:
    kind: type[FaissIndex] = request.param
    return kind.build(VECTORS)


def test_a_search_worked_by_hand() -> None:
    index = FaissFlatIndex.build(np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32))
    scores, positions = index.search(np.array([[0, 1], [1, 0]], dtype=np.float32), 2)
    np.testing.assert_array_equal(positions, [[1, 2], [0, 2]])
    np.testing.assert_allclose(scores, [[1, 0.8], [1, 0.6]], atol=1e-6)


def test_the_ranking_is_that_of_a_full_sort(index: FaissIndex) -> None:
    gc.collect()
    scores, positions = index.search(QUERIES, 10)
    least = 1.0 if isinstance(index, FaissFlatIndex) else 0.98
    assert recall(positions, sorted_rows(np.arange(3000))) >= least
    expected = np.take_along_axis(QUERIES @ VECTORS.T, positions, axis=1)
    np.testing.assert_allclose(scores, expected, atol=2e-3)
    assert (np.diff(scores) <= 0).all()


@pytest.mark.parametrize("admitted", [range(0, 3000, 2), {7, 5, 1}], ids=["half", "three"])
def test_few_admitted_rows_are_compared_one_by_one(
    index: FaissIndex, admitted: range | set[int]
) -> None:
    rows = np.array(sorted(admitted))
    scores, positions = index.search(QUERIES, 10, admitted)
    np.testing.assert_array_equal(positions, sorted_rows(rows))
    expected = np.take_along_axis(QUERIES @ VECTORS.T, positions, axis=1)
    np.testing.assert_allclose(scores, expected, atol=2e-3)


@pytest.mark.parametrize("share", [2, 20], ids="one in {}".format)
def test_many_admitted_rows_are_found_among_the_others(
    index: FaissIndex, share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings.index, "EXACT_ROWS", 10)
    rows = np.arange(3, 3000, share)
    positions = index.search(QUERIES, 10, rows.tolist()).positions
    assert np.isin(positions, rows).all()
    least = 1.0 if isinstance(index, FaissFlatIndex) else 0.98
    assert recall(positions, sorted_rows(rows)) >= least


def test_no_admitted_row_finds_nothing(index: FaissIndex) -> None:
    assert index.search(QUERIES, 10, ()).positions.shape == (20, 0)


def test_round_trip(index: FaissIndex, tmp_path: Path) -> None:
    path = tmp_path / "向量 索引.faiss"
    index.save(path)
    loaded = load_index(path, DIMENSION)
    assert type(loaded) is type(index)
    assert (len(loaded), loaded.dimension) == (3000, DIMENSION)
    gc.collect()
    for admitted in (None, range(100)):
        before, after = (one.search(QUERIES, 5, admitted) for one in (index, loaded))
        np.testing.assert_array_equal(before.positions, after.positions)
        np.testing.assert_array_equal(before.scores, after.scores)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("rows", [0, 1, 50], ids="rows={}".format)
def test_a_small_index_round_trip(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "索引.faiss"
    build_index(unit_rows(rows)).save(path)
    loaded = load_index(path, DIMENSION)
    assert len(loaded) == rows
    assert loaded.search(QUERIES, 5).positions.shape == (20, min(5, rows))


def test_a_k_beyond_the_rows_gives_all_rows() -> None:
    index = FaissFlatIndex.build(unit_rows(3))
    scores, positions = index.search(QUERIES, 20)
    assert scores.shape == (20, 3)
    assert {tuple(sorted(row)) for row in positions.tolist()} == {(0, 1, 2)}
    assert index.search(unit_rows(0), 5).positions.shape == (0, 3)


@every_kind
def test_wrong_vectors_are_refused(kind: type[FaissIndex]) -> None:
    with pytest.raises(ValueError, match=r"\(n, dimension\)"):
        kind.build(VECTORS[0])
    with pytest.raises(ValueError, match="finite"):
        kind.build(np.full((300, 8), np.nan, dtype=np.float32))


def test_wrong_queries_are_refused(index: FaissIndex) -> None:
    with pytest.raises(ValueError, match=r"\(n, 32\)"):
        index.search(unit_rows(1)[0], 1)
    with pytest.raises(ValueError, match=r"\(n, 32\)"):
        index.search(unit_rows(1, dimension=31), 1)
    with pytest.raises(ValueError, match="at least 1"):
        index.search(QUERIES, 0)
    for row in (-1, 3000):
        with pytest.raises(ValueError, match=r"0\.\.2999"):
            index.search(QUERIES, 1, [row])


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    "damage",
    [cut, lambda _: b"", lambda _: b"junk" * 100, lambda data: data[:8] + b"\xff" * 8 + data[16:]],
    ids=["cut", "empty", "junk", "count"],
)
def test_a_broken_file_is_refused(
    index: FaissIndex, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "索引.faiss"
    index.save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SetupError, match=r"索引\.faiss 不完整或已损坏；请重建：tanwen ingest"):
        load_index(path, DIMENSION)


def test_vectors_of_another_length_are_refused(index: FaissIndex, tmp_path: Path) -> None:
    path = tmp_path / "索引.faiss"
    index.save(path)
    with pytest.raises(SetupError, match="32 维的，应为 384 维；请重建：tanwen ingest"):
        load_index(path, 384)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"没有\.faiss 不存在"):
        load_index(tmp_path / "没有.faiss", DIMENSION)


def test_a_write_that_fails_is_raised(index: FaissIndex, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="没有的目录"):
        index.save(tmp_path / "没有的目录" / "索引.faiss")


@every_kind
def test_another_kind_of_faiss_index_is_refused(kind: type[FaissIndex], tmp_path: Path) -> None:
    import faiss

    path = tmp_path / "l2.faiss"
    path.write_bytes(faiss.serialize_index(faiss.IndexFlatL2(8)).tobytes())
    for load in (kind.load, lambda path: load_index(path, 8)):
        with pytest.raises(SetupError, match="已损坏"):
            load(path)


@pytest.mark.parametrize(
    ("count", "kind"),
    [
        (0, FaissFlatIndex),
        (4_044, FaissFlatIndex),
        (100_000, FaissFlatIndex),
        (100_001, FaissIvfPqIndex),
        (10_000_000, FaissIvfPqIndex),
    ],
)
def test_the_rule(count: int, kind: type[FaissIndex]) -> None:
    assert choose_kind(count) is kind


def test_too_few_vectors_to_learn_from() -> None:
    with pytest.raises(ValueError, match="256"):
        FaissIvfPqIndex.build(unit_rows(255))


def test_building_twice_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        FaissIvfPqIndex.build(VECTORS).save(tmp_path / name)
    assert (tmp_path / "甲").read_bytes() == (tmp_path / "乙").read_bytes()


def test_parameters_follow_the_vectors() -> None:
    assert [count_lists(n) for n in (256, 3000, 1_000_000)] == [6, 76, 4000]
    assert [count_pieces(n) for n in (384, 32, 7, 6)] == [96, 8, 7, 2]
    np.testing.assert_array_equal(sample(VECTORS, 5), sample(VECTORS, 5))
    assert len(sample(VECTORS, 5)) == 5
