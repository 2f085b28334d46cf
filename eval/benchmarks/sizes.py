"""Everything that is measured of one size."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.storage import DATABASE
from embeddings.index import FaissFlatIndex, FaissIndex
from embeddings.ivf import FaissIvfPqIndex
from embeddings.kinds import choose_kind
from eval.benchmarks.hnsw import FaissHnswIndex
from eval.benchmarks.measure import (
    IndexProbe,
    Memory,
    WordProbe,
    in_fresh_process,
    probe_index,
    probe_words,
    shared_best,
)
from eval.benchmarks.synthetic import Original, Progress, perturb, write_words

KINDS: dict[str, type[FaissIndex]] = {
    "flat": FaissFlatIndex,
    "IVF-PQ": FaissIvfPqIndex,
    "HNSW": FaissHnswIndex,
}
"""The kinds that are measured; flat first, for the others are held against it."""
ALONE_EVERY = 5
"""Each fifth question is also put to FTS5 alone, which takes seconds."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds over all questions."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class IndexResult:
    """One kind of index of one size."""

    kind: str
    chosen: bool
    """Whether the rule chooses it for this size."""
    build_seconds: float
    file_mb: float
    memory: Memory
    search: Times
    recall: float
    """Recall@10 against flat."""


@dataclass(frozen=True, slots=True)
class WordResult:
    """Word search of one size."""

    build_seconds: float
    file_mb: float
    memory: Memory
    opening_ms: float
    first: Times
    again: Times
    alone: Times
    """FTS5 alone, over each fifth question."""
    agreement: float
    """How many of FTS5's first ten are found, of the same questions."""


@dataclass(frozen=True, slots=True)
class SizeResult:
    """All that was measured of one size."""

    chunks: int
    indexes: tuple[IndexResult, ...]
    words: WordResult
    whole_first: Times
    """Words and vectors of the kind that the rule chooses; the words asked for the first time."""
    whole_again: Times


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked: the vector of each question, shape (questions, dimension), and its words."""

    vectors: NDArray[np.float32]
    words: tuple[tuple[str, ...], ...]


Tell = Callable[[str], Progress]
"""Takes what is being done, and gives what counts its chunks."""


def measure_size(original: Original, questions: Questions, count: int, tell: Tell) -> SizeResult:
    """Make a library of ``count`` chunks in a temporary folder and measure search over it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = dict(probe_kinds(original, questions, count, folder, tell))
        words, probe = measure_words(original, questions.words, count, folder, tell)
    chosen = next(probe for result, probe in found.items() if result.chosen)
    return SizeResult(
        chunks=count,
        indexes=tuple(found),
        words=words,
        whole_first=times(chosen.milliseconds + probe.first),
        whole_again=times(chosen.milliseconds + probe.again),
    )


def probe_kinds(
    original: Original, questions: Questions, count: int, folder: Path, tell: Tell
) -> Iterator[tuple[IndexResult, IndexProbe]]:
    """Build and search one kind after the other; one file at a time lies on the disk."""
    vectors = perturb(original.vectors, count, folder / "vectors.npy", tell(f"{count} 向量"))
    exact: list[list[int]] = []
    for name, kind in KINDS.items():
        tell(f"{count} {name}")(0)
        path = folder / "index.faiss"
        started = time.perf_counter()
        kind.build(vectors).save(path)
        seconds = time.perf_counter() - started
        probe = in_fresh_process(probe_index, kind, path, questions.vectors)
        positions = probe.positions.tolist()
        exact = exact or positions
        result = IndexResult(
            kind=name,
            chosen=choose_kind(count) is kind,
            build_seconds=round(seconds, 1),
            file_mb=round(path.stat().st_size / 2**20, 1),
            memory=probe.memory,
            search=times(probe.milliseconds),
            recall=round(shared_best(positions, exact), 4),
        )
        path.unlink()
        yield result, probe


def measure_words(
    original: Original, questions: Sequence[tuple[str, ...]], count: int, folder: Path, tell: Tell
) -> tuple[WordResult, WordProbe]:
    """Write the words and search them."""
    started = time.perf_counter()
    write_words(original, count, folder, tell(f"{count} 全文"))
    seconds = time.perf_counter() - started
    tell(f"{count} 查词")(0)
    probe = in_fresh_process(probe_words, folder, questions)
    some = questions[::ALONE_EVERY]
    alone = in_fresh_process(probe_words, folder, some, fts5_alone=True)
    result = WordResult(
        build_seconds=round(seconds, 1),
        file_mb=round((folder / DATABASE).stat().st_size / 2**20, 1),
        memory=probe.memory,
        opening_ms=round(probe.opening, 1),
        first=times(probe.first),
        again=times(probe.again),
        alone=times(alone.first),
        agreement=round(shared_best(probe.positions[::ALONE_EVERY], alone.positions), 4),
    )
    return result, probe


def times(milliseconds: NDArray[np.float64]) -> Times:
    """The median and the 95th percentile."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Times(round(float(p50), 2), round(float(p95), 2))
