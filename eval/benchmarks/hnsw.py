"""HNSW, measured beside the kinds of index that the program uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.index import FaissIndex, Neighbours, check_vectors

if TYPE_CHECKING:
    import faiss

LINKS = 32
BUILDING = 80
SEARCHING = 1024
"""Candidates while building and while searching."""


class FaissHnswIndex(FaissIndex):
    """FAISS ``IndexHNSWSQ`` with vectors in half precision."""

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """An index of vectors of shape (n, dimension)."""
        import faiss

        vectors = check_vectors(vectors)
        half, inner = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        # FAISS's stubs have other arguments than FAISS.
        make: Any = faiss.IndexHNSWSQ
        index = make(vectors.shape[1], half, LINKS, inner)
        index.hnsw.efConstruction = BUILDING
        index.train(vectors[:LINKS])
        index.add(vectors)
        return cls(index)

    @staticmethod
    def holds(index: faiss.Index) -> bool:
        """Whether an index that was read is of this kind."""
        import faiss

        return isinstance(index, faiss.IndexHNSWSQ)

    def _search(
        self, queries: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None
    ) -> Neighbours:
        import faiss

        if rows is not None:
            return self._compare(queries, k, rows)
        parameters = faiss.SearchParametersHNSW()  # type: ignore[attr-defined]
        parameters.efSearch = SEARCHING
        return Neighbours(*self._index.search(queries, k, params=parameters))
