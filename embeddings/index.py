"""Vector index: the nearest stored vectors of a query, by inner product; and exact search."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError

if TYPE_CHECKING:
    import faiss

EXACT_ROWS = 100_000
"""So many vectors are compared with a query one by one: about 6 ms on one core."""
BLOCK_ROWS = 8192
"""Vectors that are decoded at a time where only some are admitted."""


class Neighbours(NamedTuple):
    """Nearest vectors of each query, best first; both of shape (queries, min(k, admitted))."""

    scores: NDArray[np.float32]
    """Inner products: cosine similarities where the vectors are of norm 1."""
    positions: NDArray[np.int64]
    """0-based rows in the order of the vectors; -1 where a search that is not exact found fewer."""


class VectorIndex(Protocol):
    """Holds vectors in rows and finds the nearest ones."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int:
        """Number of stored vectors."""

    def search(
        self, queries: NDArray[np.float32], k: int, admitted: Collection[int] | None = None
    ) -> Neighbours:
        """The ``k`` nearest of each query, of all or of the ``admitted`` rows."""

    def save(self, path: Path) -> None:
        """Write the index to a file."""


class FaissIndex(ABC):
    """An index that FAISS searches; the classes below it are its kinds."""

    def __init__(self, index: faiss.Index, data: NDArray[np.uint8] | None = None) -> None:
        """Wrap an index; ``data`` are the bytes of the file that it looks into, if any."""
        # FAISS's stubs lack much of what it has.
        self._index: Any = index
        self._data = data

    @classmethod
    @abstractmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """An index of vectors of shape (n, dimension).

        Raises:
            ValueError: another shape, or a number that is not finite.
        """

    @staticmethod
    @abstractmethod
    def holds(index: faiss.Index) -> bool:
        """Whether an index that was read is of this kind."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote.

        Raises:
            SetupError: the file is missing, cannot be read, or is not a whole index of this kind.
        """
        index, data = read_file(path)
        if not cls.holds(index):
            raise broken_file(path)
        return cls(index, data)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        """Number of stored vectors."""
        return int(self._index.ntotal)

    def search(
        self, queries: NDArray[np.float32], k: int, admitted: Collection[int] | None = None
    ) -> Neighbours:
        """The ``k`` nearest of each query, best first; all of them where there are fewer.

        Args:
            queries: Of shape (n, dimension).
            k: How many are wanted, at least 1.
            admitted: Rows that may be found; all if None. Few are compared one by one.

        Raises:
            ValueError: ``queries`` is of another shape, ``k`` is below 1, or a row is not stored.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        queries = check_vectors(queries, self.dimension)
        rows = None if admitted is None else check_rows(admitted, len(self))
        k = min(k, len(self) if rows is None else len(rows))
        if k == 0 or len(queries) == 0:
            shape = (len(queries), k)
            return Neighbours(np.zeros(shape, np.float32), np.zeros(shape, np.int64))
        if rows is None or len(rows) > EXACT_ROWS:
            with one_thread():
                return self._search(queries, k, rows)
        return self._compare(queries, k, rows)

    @abstractmethod
    def _search(
        self, queries: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None
    ) -> Neighbours:
        """The ``k`` nearest of all rows, or of the given ones, which are many."""

    def _compare(self, queries: NDArray[np.float32], k: int, rows: NDArray[np.int64]) -> Neighbours:
        """The ``k`` nearest of the given rows, by comparing each."""
        blocks = [rows[start : start + BLOCK_ROWS] for start in range(0, len(rows), BLOCK_ROWS)]
        scores = np.concatenate([queries @ self._vectors(block).T for block in blocks], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return Neighbours(np.take_along_axis(scores, best, axis=1), rows[best])

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, of shape (n, dimension), as they are stored."""
        return self._vectors(np.arange(len(self)))

    def _vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors at ``rows``."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(rows)
        return vectors

    def save(self, path: Path) -> None:
        """Write the index; the file is replaced as a whole.

        Raises:
            OSError: it cannot be written.
        """
        import faiss

        # Written through a Python file, for FAISS's own errors do not tell a full disk.
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("wb") as file:
                writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
                faiss.write_index(self._index, writer)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


class FaissFlatIndex(FaissIndex):
    """Exact search with FAISS ``IndexFlatIP``."""

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """An index of vectors of shape (n, dimension)."""
        import faiss

        vectors = check_vectors(vectors)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    @staticmethod
    def holds(index: faiss.Index) -> bool:
        """Whether an index that was read is of this kind."""
        import faiss

        return isinstance(index, faiss.IndexFlatIP)

    def _search(
        self, queries: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None
    ) -> Neighbours:
        if rows is not None:
            return self._compare(queries, k, rows)
        return Neighbours(*self._index.search(queries, k))


@contextmanager
def one_thread() -> Iterator[None]:
    """Let FAISS search in the calling thread alone.

    A search takes milliseconds; where the cores have other work, its threads wait for each other
    several times as long.
    """
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def check_vectors(
    vectors: NDArray[np.float32], dimension: int | None = None
) -> NDArray[np.float32]:
    """The vectors as FAISS takes them.

    Raises:
        ValueError: they are not of shape (n, dimension), or a number is not finite.
    """
    if vectors.ndim != 2 or dimension not in (None, vectors.shape[1]):
        raise ValueError(f"expected shape (n, {dimension or 'dimension'}), got {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("vectors must be finite")
    return np.ascontiguousarray(vectors, dtype=np.float32)


def check_rows(rows: Collection[int], stored: int) -> NDArray[np.int64]:
    """The rows in order, each once.

    Raises:
        ValueError: one of them is not stored.
    """
    unique = np.unique(np.fromiter(rows, dtype=np.int64, count=len(rows)))
    if len(unique) and not 0 <= unique[0] <= unique[-1] < stored:
        raise ValueError(f"admitted rows must lie in 0..{stored - 1}")
    return unique


def read_file(path: Path) -> tuple[faiss.Index, NDArray[np.uint8]]:
    """The index in a file, and the file's bytes, which must be kept as long as the index.

    The file is mapped: what a search does not touch need not lie in memory.

    Raises:
        SetupError: the file is missing, or holds no whole index.
    """
    import faiss

    try:
        # Mapped here and not by FAISS, whose own file access fails on some non-ASCII paths.
        data = np.memmap(path, dtype=np.uint8, mode="r")
        reader = faiss.ZeroCopyIOReader(  # type: ignore[attr-defined]
            faiss.swig_ptr(data), data.nbytes
        )
        return faiss.read_index(reader), data
    except (OSError, RuntimeError, MemoryError, ValueError) as error:
        raise broken_file(path) from error


def broken_file(path: Path) -> SetupError:
    """The error for a file that is missing or not a whole index."""
    state = "不完整或已损坏" if path.exists() else "不存在"
    return SetupError(f"向量索引 {path} {state}；请重建：tanwen ingest")
