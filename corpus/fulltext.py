"""BM25 over a large library, for which FTS5 alone is too slow.

FTS5 scores every chunk that holds any of the words, a few microseconds each; common words stand
in a third of all chunks, so that a question takes a second at a million. It is fast, though, at
telling which chunks hold a word. So that is asked of it, kept for the words asked most lately,
and added up here as if each word stood once; only the best of these are scored, exactly as FTS5
does. So 99% of FTS5's first ten are found at a million (``eval/results/scale.md``). For a
question of one common word it is less: how often the word stands in each chunk is not known, so
the short ones come first.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
"""FTS5's own constants."""
LEAST_IDF = 1e-6
"""What FTS5 gives a word that stands in most chunks."""
SCORED = 1000
"""How many chunks are scored exactly, at least."""
SCORED_PER_WANTED = 4
KEPT_BYTES = 128 * 2**20
"""Memory for what is kept of the words: 1000 words at a million chunks."""


class Holders(NamedTuple):
    """The chunks that hold a word."""

    bits: NDArray[np.uint8]
    """One bit a chunk."""
    chunks: int
    """How many there are."""


class LargeSearch:
    """Searches ``chunk_words`` of a library whose positions are 0 to ``count - 1``."""

    def __init__(
        self,
        query: Callable[[str, tuple[object, ...]], list[sqlite3.Row]],
        count: int,
        weights: Sequence[float],
    ) -> None:
        """Take the library's way of asking SQLite, its chunks, and the weights of the columns."""
        self._query = query
        self._count = count
        self._weights = weights
        self._holders = lru_cache(maxsize=max(1, KEPT_BYTES // (count // 8 + 1)))(
            self._read_holders
        )

    def search(
        self, words: Mapping[str, str], limit: int, admitted: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Positions and BM25 scores of the best chunks with any of the words.

        Args:
            words: Each word and how it is quoted for FTS5.
            limit: How many are wanted.
            admitted: Positions that may be found; all if None.
        """
        idf = {word: self._idf(self._holders(quoted).chunks) for word, quoted in words.items()}
        scores = self._scores_of_presence(words, idf)
        if admitted is not None:
            scores *= as_mask(admitted, self._count)
        wanted = max(SCORED, SCORED_PER_WANTED * limit)
        likely = best_positions(scores, wanted)
        exact = [(row["rowid"], self._score(idf, tuple(row)[1:])) for row in self._rows(likely)]
        return sorted(exact, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _scores_of_presence(
        self, words: Mapping[str, str], idf: Mapping[str, float]
    ) -> NDArray[np.float32]:
        """BM25 of every chunk if each of its words stood in it once, in the first column."""
        scores = np.zeros(self._count, dtype=np.float32)
        for word, quoted in words.items():
            present = np.unpackbits(self._holders(quoted).bits, count=self._count)
            scores += present * np.float32(idf[word])
        return scores * self._gain_of_one

    @cached_property
    def _gain_of_one(self) -> NDArray[np.float32]:
        """What a word of weight 1 counts that stands once, by the chunk's length."""
        return (K1 + 1) / (1 + K1 * (1 - B + B * self._lengths / np.float32(self._mean_length)))

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        """How many words each chunk has, in all columns."""
        blobs = self._query("SELECT sz FROM chunk_words_docsize ORDER BY id", ())
        columns = read_varints(b"".join(row["sz"] for row in blobs)).reshape(self._count, -1)
        lengths: NDArray[np.float32] = columns.sum(axis=1).astype(np.float32)
        return lengths

    @cached_property
    def _mean_length(self) -> float:
        return float(self._lengths.mean(dtype=np.float64))

    def _read_holders(self, quoted: str) -> Holders:
        # One long text is read several times faster than as many rows.
        query = "SELECT group_concat(rowid) AS n FROM chunk_words WHERE chunk_words MATCH ?"
        joined = self._query(query, (quoted,))[0]["n"]
        rows = np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.zeros(0, np.int64)
        return Holders(np.packbits(as_mask(rows, self._count)), len(rows))

    def _idf(self, holders: int) -> float:
        idf = math.log((self._count - holders + 0.5) / (holders + 0.5))
        return idf if idf > 0 else LEAST_IDF

    def _rows(self, positions: NDArray[np.int64]) -> list[sqlite3.Row]:
        """The words of some chunks, column by column."""
        listed = ",".join(map(str, positions.tolist()))
        return self._query(f"SELECT rowid, * FROM chunk_words WHERE rowid IN ({listed})", ())

    def _score(self, idf: Mapping[str, float], columns: Sequence[str]) -> float:
        """BM25 of a chunk."""
        # Two spaces between words, so that neighbours that are alike are both counted.
        spaced = [f" {column.replace(' ', '  ')} " for column in columns]
        whole = "".join(spaced)
        length = sum(column.count(" ") + 1 for column in columns if column) / self._mean_length
        total = 0.0
        for word, weight in idf.items():
            sought = f" {word} "
            if sought in whole:
                counts = [column.count(sought) for column in spaced]
                total += weight * gain(sum(map(mul, self._weights, counts)), length)
        return total


def gain(count: float, length: float) -> float:
    """BM25's factor for a word's weighted count in a chunk of ``length`` times the mean length."""
    return count * (K1 + 1) / (count + K1 * (1 - B + B * length))


def as_mask(positions: Collection[int] | NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Positions as ``count`` truth values."""
    mask = np.zeros(count, dtype=np.bool_)
    mask[np.fromiter(positions, dtype=np.int64, count=len(positions))] = True
    return mask


def best_positions(scores: NDArray[np.float32], wanted: int) -> NDArray[np.int64]:
    """Positions of the ``wanted`` largest scores above 0, in no order."""
    if wanted >= len(scores):
        return np.flatnonzero(scores > 0)
    best = np.argpartition(-scores, wanted)[:wanted]
    return best[scores[best] > 0]


def read_varints(data: bytes) -> NDArray[np.int64]:
    """The numbers below 2 ** 21 in SQLite's varints, one after the other.

    Seven bits a byte, the highest first; the last byte of a number is below 128.
    """
    raw = np.frombuffer(b"\0\0" + data, dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(raw[2:] < 128) + 2
    low, middle, high = raw[ends], raw[ends - 1], raw[ends - 2]
    middle = np.where(middle >= 128, middle & 127, 0)
    high = np.where((raw[ends - 1] >= 128) & (high >= 128), high & 127, 0)
    numbers: NDArray[np.int64] = low + (middle << 7) + (high << 14)
    return numbers
