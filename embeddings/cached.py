"""Embed texts, taking from the cache what was embedded before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.cache import VectorCache
from embeddings.encoder import Encoder, Progress

SAVE_EVERY = 256
"""Texts between two writes: what a killed run loses at most."""


@dataclass(frozen=True, slots=True)
class EmbedResult:
    """Vectors of shape (texts, dimension), and how many texts were encoded and how many not."""

    vectors: NDArray[np.float32]
    embedded: int
    reused: int


def embed_cached(
    encoder: Encoder,
    cache: VectorCache,
    texts: Sequence[str],
    on_progress: Progress | None = None,
) -> EmbedResult:
    """Vectors of passages, in order; each distinct text that the cache lacks is encoded once.

    ``on_progress`` is told first of the texts that need no encoding, then of every batch; the
    numbers add up to ``len(texts)``.

    Raises:
        SetupError: the model cannot be loaded.
    """
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    known = cache.get_many(texts)
    for row, vector in known.items():
        vectors[row] = vector
    rows = _rows_by_text(texts, set(range(len(texts))) - known.keys())
    reused = len(texts) - len(rows)
    if on_progress is not None and reused:
        on_progress(reused)
    # In order of length, so that the batches of the encoder are padded little.
    new = sorted(rows, key=len, reverse=True)
    for start in range(0, len(new), SAVE_EVERY):
        some = new[start : start + SAVE_EVERY]
        encoded = encoder.encode_passages(some, on_progress)
        cache.put_many(some, encoded)
        for text, vector in zip(some, encoded, strict=True):
            vectors[rows[text]] = vector
    return EmbedResult(vectors, len(new), reused)


def _rows_by_text(texts: Sequence[str], missing: set[int]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row in sorted(missing):
        rows.setdefault(texts[row], []).append(row)
    return rows
