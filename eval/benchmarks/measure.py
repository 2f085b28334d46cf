"""Measuring one index and one word search, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray

from corpus.library import Library
from corpus.storage import DATABASE
from embeddings.index import FaissFlatIndex, FaissIndex
from qa.settings import RetrievalSettings

WANTED = RetrievalSettings().pool
"""Chunks asked for, as the program does."""
PASSES = 3
WARM_UP = 5
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MB."""

    private: float
    mapped: float
    """Of files, which the system may drop and read again."""

    def __sub__(self, before: Memory) -> Memory:
        return Memory(
            round(self.private - before.private, 1), round(self.mapped - before.mapped, 1)
        )


@dataclass(frozen=True, slots=True)
class IndexProbe:
    """One kind of index of one size."""

    milliseconds: NDArray[np.float64]
    """Of each question, the median of three passes."""
    positions: NDArray[np.int64]
    """Shape (questions, WANTED)."""
    memory: Memory


@dataclass(frozen=True, slots=True)
class WordProbe:
    """Word search over one size."""

    opening: float
    """Milliseconds of the first question of all, which reads the lengths of the chunks."""
    first: NDArray[np.float64]
    """Milliseconds of each question, asked for the first time."""
    again: NDArray[np.float64]
    """The same, asked once more."""
    positions: tuple[tuple[int, ...], ...]
    memory: Memory


def in_fresh_process(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What ``work`` returns in a new process, whose memory holds nothing else."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *args, **kwargs).result()


def probe_index(kind: type[FaissIndex], path: Path, queries: NDArray[np.float32]) -> IndexProbe:
    """Load an index and search each question by itself."""
    # FAISS and its threads are there before memory is counted.
    FaissFlatIndex.build(queries).search(queries, 1)
    before = resident()
    index = kind.load(path)
    for query in queries[:WARM_UP]:
        index.search(query[None], WANTED)
    times = np.zeros((PASSES, len(queries)))
    positions = np.zeros((len(queries), min(WANTED, len(index))), dtype=np.int64)
    for number in range(PASSES):
        for row, query in enumerate(queries):
            started = time.perf_counter()
            positions[row] = index.search(query[None], WANTED).positions[0]
            times[number, row] = time.perf_counter() - started
    return IndexProbe(np.median(times, axis=0) * 1000, positions, resident() - before)


def probe_words(
    folder: Path, questions: Sequence[Sequence[str]], *, fts5_alone: bool = False
) -> WordProbe:
    """Search the words of each question, twice over; the first question once before."""
    before = resident()
    size = (folder / DATABASE).stat().st_size
    library = Library(folder, large=size) if fts5_alone else Library(folder)
    opening, _ = timed_words(library, questions[0])
    first = [timed_words(library, words) for words in questions]
    again = [timed_words(library, words) for words in questions]
    library.close()
    return WordProbe(
        opening=opening,
        first=np.array([milliseconds for milliseconds, _ in first]),
        again=np.array([milliseconds for milliseconds, _ in again]),
        positions=tuple(positions for _, positions in first),
        memory=resident() - before,
    )


def timed_words(library: Library, words: Sequence[str]) -> tuple[float, tuple[int, ...]]:
    """Milliseconds and positions of a word search."""
    started = time.perf_counter()
    found = library.search_words(words, WANTED)
    return (time.perf_counter() - started) * 1000, tuple(position for position, _ in found)


def resident() -> Memory:
    """Resident memory of this process."""
    memory = psutil.Process().memory_info()
    mapped = getattr(memory, "shared", 0)
    return Memory((memory.rss - mapped) / 2**20, mapped / 2**20)


def shared_best(
    found: Sequence[Sequence[int]], exact: Sequence[Sequence[int]], k: int = 10
) -> float:
    """Recall@k: how much of the exact search's first ``k`` is in the other's, on average."""
    pairs = zip(found, exact, strict=True)
    shares = [len({*a[:k]} & {*b[:k]}) / len(b[:k]) for a, b in pairs if len(b)]
    return sum(shares) / len(shares)
