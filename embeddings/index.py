"""Vector index: the nearest stored vectors of a query, by inner product."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError

if TYPE_CHECKING:
    import faiss


class Neighbours(NamedTuple):
    """Nearest vectors of each query, best first; both of shape (queries, min(k, stored))."""

    scores: NDArray[np.float32]
    """Inner products: cosine similarities where the vectors are of norm 1."""
    positions: NDArray[np.int64]
    """0-based rows in the order in which the vectors were added."""


class VectorIndex(Protocol):
    """Stores vectors in rows and finds the nearest ones."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def __len__(self) -> int:
        """Number of stored vectors."""

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Append vectors of shape (n, dimension)."""

    def search(self, queries: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest of each query; all of them where fewer are stored."""

    def save(self, path: Path) -> None:
        """Write the index to a file."""


class FaissFlatIndex:
    """Exact search with FAISS ``IndexFlatIP``."""

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of this length."""
        import faiss

        self._index: faiss.Index = faiss.IndexFlatIP(dimension)

    @classmethod
    def load(cls, path: Path) -> FaissFlatIndex:
        """Read what ``save`` wrote.

        Raises:
            SetupError: the file is missing, cannot be read, or is not a whole flat index.
        """
        import faiss

        try:
            # Read here and not by FAISS, whose own file access fails on some non-ASCII paths.
            data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
            index = faiss.deserialize_index(data)
        except (OSError, RuntimeError, MemoryError) as error:
            raise _broken(path) from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise _broken(path)
        loaded = cls(index.d)
        loaded._index = index
        return loaded

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        """Number of stored vectors."""
        return int(self._index.ntotal)

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Append vectors of shape (n, dimension).

        Raises:
            ValueError: another shape.
        """
        self._index.add(self._checked(vectors))

    def search(self, queries: NDArray[np.float32], k: int) -> Neighbours:
        """The ``k`` nearest of each query, best first; all of them where fewer are stored.

        Raises:
            ValueError: ``queries`` is not of shape (n, dimension), or ``k`` is below 1.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        queries = self._checked(queries)
        # FAISS fills up with position -1 beyond the stored vectors.
        k = min(k, len(self))
        if k == 0 or len(queries) == 0:
            shape = (len(queries), k)
            return Neighbours(np.zeros(shape, np.float32), np.zeros(shape, np.int64))
        return Neighbours(*self._index.search(queries, k))

    def save(self, path: Path) -> None:
        """Write the index; the file is replaced as a whole.

        Raises:
            OSError: it cannot be written.
        """
        import faiss

        # Written here and not by FAISS, whose own errors do not tell a full disk.
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("wb") as file:
                file.write(faiss.serialize_index(self._index).data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    def _checked(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        if vectors.ndim != 2 or vectors.shape[1] != self.dimension:
            raise ValueError(f"expected shape (n, {self.dimension}), got {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("vectors must be finite")
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _broken(path: Path) -> SetupError:
    state = "不完整或已损坏" if path.exists() else "不存在"
    return SetupError(f"向量索引 {path} {state}；请重建：tanwen ingest")
