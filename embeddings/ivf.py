"""Search that is not exact: inverted lists of short codes, the candidates compared again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.index import FaissIndex, Neighbours, check_vectors

if TYPE_CHECKING:
    import faiss

LEAST = 256
"""Vectors that codes of one byte can be learnt from."""
LISTS_PER_ROOT = 4
"""Lists for each square root of the number of vectors: 4,000 for a million."""
LIST_SAMPLE = 39
"""Vectors for each list that the lists' centres are learnt from: FAISS's own least number."""
CODE_DIMENSIONS = 4
"""Dimensions that one byte of a code stands for: 96 bytes for a vector of 384."""
CODE_SAMPLE = 65_536
"""Vectors that the codes are learnt from."""
ROUNDS = 8
"""Rounds of learning the codes: FAISS's 25 take three times as long and find no more."""
LISTS_SEARCHED = 256
"""Of 1264 lists for 100,000 vectors 64 find 96%, 128 98% and 256 99%, in 1, 1.3 and 2 ms."""
REFINED = 8
"""How many times k candidates are compared again; 4 find half a percent less, 16 no more."""
SEED = 20_240


class FaissIvfPqIndex(FaissIndex):
    """FAISS ``IndexIVFPQ``, its candidates compared again with their vectors in half precision.

    The lists hold 104 bytes a vector of 384 dimensions; of the vectors behind them a search
    touches 8 k, so that they need not lie in memory. Building twice gives the same index.
    """

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """An index of at least 256 vectors of shape (n, dimension)."""
        import faiss

        vectors = check_vectors(vectors)
        count, dimension = vectors.shape
        if count < LEAST:
            raise ValueError(f"at least {LEAST} vectors are needed, not {count}")
        lists, pieces = count_lists(count), count_pieces(dimension)
        inner = faiss.METRIC_INNER_PRODUCT
        coarse = faiss.IndexFlatIP(dimension)
        base = faiss.IndexIVFPQ(coarse, dimension, lists, pieces, 8, inner)
        base.pq.cp.niter = ROUNDS
        exact = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, inner)
        index = faiss.IndexRefine(base, exact)
        index.train(sample(vectors, max(LIST_SAMPLE * lists, CODE_SAMPLE)))
        index.add(vectors)
        return cls(index)

    @staticmethod
    def holds(index: faiss.Index) -> bool:
        """Whether an index that was read is of this kind."""
        import faiss

        if not isinstance(index, faiss.IndexRefine):
            return False
        parts = map(faiss.downcast_index, (index.base_index, index.refine_index))
        kinds = (faiss.IndexIVFPQ, faiss.IndexScalarQuantizer)
        return all(map(isinstance, parts, kinds))

    def _search(
        self, queries: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None
    ) -> Neighbours:
        import faiss

        within = faiss.SearchParametersIVF()
        within.nprobe = LISTS_SEARCHED
        if rows is not None:
            # As many admitted vectors are looked at as without a filter.
            within.nprobe = math.ceil(LISTS_SEARCHED * len(self) / len(rows))
            bits = as_bits(rows, len(self))
            within.sel = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        parameters = faiss.IndexRefineSearchParameters()
        parameters.k_factor = REFINED
        parameters.base_index_params = within
        return Neighbours(*self._index.search(queries, k, params=parameters))

    def _vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        import faiss

        exact = faiss.downcast_index(self._index.refine_index)
        vectors: NDArray[np.float32] = exact.reconstruct_batch(rows)
        return vectors


def count_lists(vectors: int) -> int:
    """How many lists some vectors are put into; not more than can be learnt from them."""
    return max(1, min(int(LISTS_PER_ROOT * math.sqrt(vectors)), vectors // LIST_SAMPLE))


def count_pieces(dimension: int) -> int:
    """Bytes of a code: the least number from a quarter of the dimensions up that divides them."""
    least = -(-dimension // CODE_DIMENSIONS)
    return next(n for n in range(least, dimension + 1) if dimension % n == 0)


def sample(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """At most ``count`` of the vectors, the same each time, in their order."""
    if len(vectors) <= count:
        return vectors
    rows = np.random.default_rng(SEED).choice(len(vectors), count, replace=False)
    return vectors[np.sort(rows)]


def as_bits(rows: NDArray[np.int64], stored: int) -> NDArray[np.uint8]:
    """One bit for each stored vector, the first the lowest of its byte."""
    mask = np.zeros(stored, dtype=np.bool_)
    mask[rows] = True
    return np.packbits(mask, bitorder="little")
