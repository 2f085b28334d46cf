"""Sentence encoders: texts to unit vectors whose dot product is their cosine similarity."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import SetupError
from embeddings.bundled import BUNDLED_DIMENSION, BUNDLED_NAME, bundled_model_dir

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

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


class EncoderSettings(BaseModel):
    """Which sentence model to use, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default=BUNDLED, min_length=1)
    """``bundled``, a local SentenceTransformer folder or an id on the Hugging Face hub."""
    query_prefix: str = E5_QUERY_PREFIX
    passage_prefix: str = E5_PASSAGE_PREFIX
    batch_size: int = Field(default=16, ge=1, le=1024)


class SentenceTransformerEncoder:
    """Any SentenceTransformer, loaded at the first text.

    Calls from several threads are safe: they take turns, a batch at a time, because a fast
    tokenizer may not be used twice at once.
    """

    def __init__(
        self,
        model: str | Path | Callable[[], Path],
        *,
        name: str,
        query_prefix: str = "",
        passage_prefix: str = "",
        batch_size: int = 16,
        dimension: int | None = None,
    ) -> None:
        """Take a hub id, a local folder or a function that finds the folder when it is needed.

        Without ``dimension`` the model is loaded when its dimension is asked for.
        """
        self.name = name
        self._model = model
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._batch_size = batch_size
        self._dimension = dimension
        self._loaded: SentenceTransformer | None = None
        self._lock = threading.RLock()

    @property
    def dimension(self) -> int:
        """Length of a vector.

        Raises:
            SetupError: it is not known yet and the model cannot be loaded.
        """
        if self._dimension is None:
            self._dimension = self._load().get_embedding_dimension()
        if self._dimension is None:
            raise SetupError(f"句向量模型 {self.name} 没有固定的向量维数；请在配置中换一个模型")
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (texts, dimension), in order.

        Raises:
            SetupError: the model cannot be loaded.
        """
        return self._encode(self._query_prefix, texts, None)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (texts, dimension), in order.

        Raises:
            SetupError: the model cannot be loaded.
        """
        return self._encode(self._passage_prefix, texts, on_progress)

    def _encode(
        self, prefix: str, texts: Sequence[str], on_progress: Progress | None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is padded; the longest come first,
        # so that memory runs out at once or never.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            vectors[rows] = self._encode_batch([_encodable(prefix + texts[i]) for i in rows])
            if on_progress is not None:
                on_progress(len(rows))
        return vectors

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        with self._lock:
            return np.asarray(
                self._load().encode(
                    texts,
                    batch_size=len(texts),
                    show_progress_bar=False,
                    normalize_embeddings=True,
                ),
                dtype=np.float32,
            )

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                model = self._model() if callable(self._model) else self._model
                self._loaded = _load_sentence_transformer(model)
            return self._loaded


def make_encoder(settings: EncoderSettings, cache_dir: Path) -> Encoder:
    """The encoder that the settings name; nothing is loaded before its first text."""
    bundled = settings.model == BUNDLED
    return SentenceTransformerEncoder(
        partial(bundled_model_dir, cache_dir) if bundled else settings.model,
        name=_encoder_name(settings),
        query_prefix=settings.query_prefix,
        passage_prefix=settings.passage_prefix,
        batch_size=settings.batch_size,
        dimension=BUNDLED_DIMENSION if bundled else None,
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


def _encodable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer accepts, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load_sentence_transformer(model: str | Path) -> SentenceTransformer:
    """Load quietly, and without a call to any host where the model is a local folder."""
    local = Path(model).is_dir()
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        if local:
            disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(model), local_files_only=local)
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise SetupError(
            f"无法加载句向量模型 {model}（{reason}）；"
            "请在配置中改为本地模型文件夹或可访问的模型名，"
            "或用内置模型（model = bundled，先运行 tanwen prepare）"
        ) from error
