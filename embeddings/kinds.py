"""Which kind of vector index a library gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError
from embeddings.index import EXACT_ROWS, FaissFlatIndex, FaissIndex, broken_file, read_file
from embeddings.ivf import FaissIvfPqIndex

KINDS: tuple[type[FaissIndex], ...] = (FaissFlatIndex, FaissIvfPqIndex)


def choose_kind(count: int) -> type[FaissIndex]:
    """The kind of index for ``count`` vectors: flat up to 100,000, above that IVF-PQ.

    A flat index is exact, needs no training, and compares 100,000 vectors of 384 dimensions in
    about 6 ms; time and memory grow with the vectors. IVF-PQ with candidates compared again takes
    as long at a million, in which it runs through some of its lists, of 104 bytes a vector, and
    touches single places in the rest of its file, which need not lie in memory. HNSW, measured
    beside it (``eval/results/scale.md``), finds as much in the same time, but walks all over its
    file, builds more than twice as long, and not the same index twice; so the rule does not
    choose it.
    """
    return FaissFlatIndex if count <= EXACT_ROWS else FaissIvfPqIndex


def build_index(vectors: NDArray[np.float32]) -> FaissIndex:
    """An index of vectors of shape (n, dimension), of the kind that their number asks for."""
    return choose_kind(len(vectors)).build(vectors)


def load_index(path: Path, dimension: int) -> FaissIndex:
    """Read an index of whichever kind.

    Raises:
        SetupError: the file is missing, is not a whole index, or has vectors of another length.
    """
    index, data = read_file(path)
    kind = next((kind for kind in KINDS if kind.holds(index)), None)
    if kind is None:
        raise broken_file(path)
    if index.d != dimension:
        raise SetupError(
            f"向量索引 {path} 的向量是 {index.d} 维的，应为 {dimension} 维；请重建：tanwen ingest"
        )
    return kind(index, data)
