"""A library of any size, made of a real one: vectors perturbed, texts recombined."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.storage import DATABASE, VECTORS, open_folder
from corpus.words import cut_words
from embeddings.kinds import load_index

SEED = 7
NOISE = 1.5
BLOCK = 20_000
SENTENCE_END = re.compile(r"(?<=[。；！？\n])")

Progress = Callable[[int], None]
"""Called with the number of chunks made."""


@dataclass(frozen=True, slots=True)
class Original:
    """What is taken of the real library."""

    vectors: NDArray[np.float32]
    schema: str
    """The SQL that makes its ``chunk_words``."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The words of each chunk, by column."""
    sentences: tuple[tuple[str, ...], ...]
    """The words of each sentence of each chunk's text."""


def read_original(data: Path) -> Original:
    """Read the library in use of a data folder.

    Raises:
        SetupError: there is none, or it is damaged.
    """
    folder, manifest = open_folder(data)
    index = load_index(folder / VECTORS, manifest.dimension)
    uri = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        made = "SELECT sql FROM sqlite_master WHERE name = 'chunk_words'"
        ((schema,),) = database.execute(made)
        words = database.execute("SELECT * FROM chunk_words ORDER BY rowid")
        columns = tuple(name for name, *_ in words.description)
        texts = database.execute("SELECT text FROM chunks ORDER BY position")
        sentences = tuple(tuple(cut_sentences(text)) for (text,) in texts)
        return Original(index.vectors(), schema, columns, tuple(words), sentences)


def cut_sentences(text: str) -> Iterator[str]:
    """The words of each sentence that has any, joined as in the library."""
    for sentence in SENTENCE_END.split(text):
        if words := cut_words(sentence):
            yield " ".join(words)


def perturb(
    real: NDArray[np.float32], count: int, out: Path, progress: Progress
) -> NDArray[np.float32]:
    """``count`` unit vectors, each a real one in turn with noise; a .npy file, mapped.

    The noise is Gaussian with the covariance of the real vectors, so that it varies in the
    directions in which texts do; noise of the same length in each of the 384 directions would
    have a shape that no texts have. It is `NOISE` times as long as a real vector is far from its
    nearest neighbour (the median over all), so that the clouds round neighbours run into each
    other: at half a million, the ten nearest of a question come from 3.5 real chunks (the median),
    the fifty nearest from 11.5. Longer noise mixes more, but takes the questions farther from
    all vectors than they are from real ones.
    """
    made: NDArray[np.float32] = np.lib.format.open_memmap(
        out, mode="w+", dtype=np.float32, shape=(count, real.shape[1])
    )
    shape = noise_shape(real)
    for start in range(0, count, BLOCK):
        rows = np.arange(start, min(start + BLOCK, count))
        random_numbers = np.random.default_rng([SEED, start])
        noise = random_numbers.standard_normal((len(rows), len(shape)), dtype=np.float32)
        some = real[rows % len(real)] + noise @ shape
        made[rows] = some / np.linalg.norm(some, axis=1, keepdims=True)
        progress(len(rows))
    return made


def noise_shape(real: NDArray[np.float32]) -> NDArray[np.float32]:
    """The matrix that makes noise of standard normal numbers."""
    values, directions = np.linalg.eigh(np.cov(real.T))
    root = (directions * np.sqrt(np.maximum(values, 0))).T
    length = NOISE * median_distance(real)
    scaled: NDArray[np.float32] = (root * length / np.linalg.norm(root)).astype(np.float32)
    return scaled


def median_distance(real: NDArray[np.float32]) -> float:
    """The median distance of a unit vector to the nearest other, but for those that are alike."""
    nearest = []
    for start in range(0, len(real), BLOCK):
        cosines = real[start : start + BLOCK] @ real.T
        cosines[cosines > 1 - 1e-4] = -1
        nearest.append(cosines.max(axis=1))
    return float(np.median(np.sqrt(2 - 2 * np.concatenate(nearest))))


def write_words(original: Original, count: int, folder: Path, progress: Progress) -> None:
    """Write a ``library.sqlite`` with the words of ``count`` chunks, and their positions.

    Each has the path, title and so on of a real chunk in turn; its text is as many sentences as
    that chunk has, drawn from all sentences. No word is new, so that rare words grow with the
    library; in a real one new words come with new texts.
    """
    every = [sentence for chunk in original.sentences for sentence in chunk]
    chance = random.Random(SEED)
    text = original.columns.index("text")
    marks = ", ".join("?" * (len(original.columns) + 1))
    names = ", ".join(("rowid", *original.columns))
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE chunks (position INTEGER PRIMARY KEY)")
        database.execute(original.schema)
        for position in range(count):
            row = list(original.rows[position % len(original.rows)])
            size = len(original.sentences[position % len(original.rows)])
            row[text] = " ".join(chance.choices(every, k=max(1, size)))
            insert = f"INSERT INTO chunk_words ({names}) VALUES ({marks})"
            database.execute(insert, (position, *row))
            database.execute("INSERT INTO chunks VALUES (?)", (position,))
            if position % BLOCK == BLOCK - 1 or position == count - 1:
                progress(position % BLOCK + 1)
        database.execute("INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")
        database.commit()
