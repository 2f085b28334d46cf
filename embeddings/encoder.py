"""Sentence encoders: texts to unit vectors whose dot product is their cosine similarity."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from embeddings.bundled import BUNDLED_DIMENSION, BUNDLED_NAME, bundled_model_dir

if TYPE_CHECKING:
    pass

BUNDLED = "bundled"
E5_QUERY_PREFIX = "query: "
E5_PASSAGE_PREFIX = "passage: "
_SAMPLE_BYTES = 65_536

Progress = Callable[[int], None]
"""Called with the number of texts newly done."""


class Encoder(Protocol):
    """Makes vectors of shape (texts, dimension), float32, each of L2 norm 1."""

    @property
    def name(self) -> str:
        """Identity of model and prefixes: vectors of different names must not meet. Cheap."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, in order."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, in order; ``on_progress`` is called after each batch."""

    def query_tokens(self, text: str) -> NDArray[np.float32]:
        """Vectors of a question's tokens, shape (tokens, length), each of norm 1, in order."""

    def passage_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The same of the tokens of each of some passages; without the prefix and special tokens.

        What tells tokens apart stands in their neighbours too: a token's vector is of its text.
        """


class EncoderSettings(BaseModel):
    """Which sentence model to use, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default=BUNDLED, min_length=1)
    """``bundled``, a local SentenceTransformer folder or an id on the Hugging Face hub."""
    query_prefix: str = E5_QUERY_PREFIX
    passage_prefix: str = E5_PASSAGE_PREFIX
    batch_size: int = Field(default=16, ge=1, le=1024)


def make_encoder(settings: EncoderSettings, cache_dir: Path) -> Encoder:
    """The encoder that the settings name; nothing is loaded before its first text."""
    # Only here: both modules take their types from this one.
    from embeddings.onnx_encoder import OnnxEncoder
    from embeddings.sentence_transformer import SentenceTransformerEncoder

    name = _encoder_name(settings)
    if settings.model == BUNDLED:
        return OnnxEncoder(
            partial(bundled_model_dir, cache_dir),
            name=name,
            dimension=BUNDLED_DIMENSION,
            query_prefix=settings.query_prefix,
            passage_prefix=settings.passage_prefix,
            batch_size=settings.batch_size,
        )
    return SentenceTransformerEncoder(
        settings.model,
        name=name,
        query_prefix=settings.query_prefix,
        passage_prefix=settings.passage_prefix,
        batch_size=settings.batch_size,
    )


def _encoder_name(settings: EncoderSettings) -> str:
    """Model, with the content of a local folder, and prefixes where they are not e5's."""
    name = BUNDLED_NAME if settings.model == BUNDLED else settings.model
    if settings.model != BUNDLED and Path(name).is_dir():
        name = f"{Path(name).resolve().name}@{_fingerprint(Path(name))}"
    prefixes = (settings.query_prefix, settings.passage_prefix)
    if prefixes != (E5_QUERY_PREFIX, E5_PASSAGE_PREFIX):
        name += f"[{settings.query_prefix}|{settings.passage_prefix}]"
    return name


def _fingerprint(folder: Path) -> str:
    """A short digest of a model folder: name, size and both ends of each file.

    It tells two fine-tuned models of one shape apart without reading gigabytes, and stays the same
    when the folder is copied.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE_BYTES))
            file.seek(max(0, size - _SAMPLE_BYTES))
            digest.update(file.read())
    return digest.hexdigest()[:12]


def own_tokens(places: Iterable[tuple[int, int]], prefix: str) -> list[int]:
    """Which tokens are of a text itself, and neither special ones nor of the prefix before it.

    Args:
        places: From which character to which each token stands; special ones take none.
        prefix: What stands before the text.
    """
    return [row for row, (start, end) in enumerate(places) if start < end > len(prefix)]


def encodable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer accepts, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
