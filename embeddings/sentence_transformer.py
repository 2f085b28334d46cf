"""Any SentenceTransformer as an encoder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError, reason_of
from embeddings.encoder import Progress, encodable, own_tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEncoder:
    """Any SentenceTransformer, loaded at the first text.

    Calls from several threads are safe: they take turns, a batch at a time, because a fast
    tokenizer may not be used twice at once.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        name: str,
        query_prefix: str = "",
        passage_prefix: str = "",
        batch_size: int = 16,
    ) -> None:
        """Take a hub id or a local folder."""
        self.name = name
        self._model = model
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._batch_size = batch_size
        self._dimension: int | None = None
        self._loaded: SentenceTransformer | None = None
        self._lock = threading.RLock()

    @property
    def dimension(self) -> int:
        """Length of a vector; the model is loaded to know it.

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

    def query_tokens(self, text: str) -> NDArray[np.float32]:
        """Vectors of a question's tokens, shape (tokens, dimension).

        Raises:
            SetupError: the model cannot be loaded.
        """
        (vectors,) = self._tokens(self._query_prefix, [text])
        return vectors

    def passage_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Vectors of the tokens of each passage, shape (tokens, dimension), in order.

        Raises:
            SetupError: the model cannot be loaded.
        """
        return self._tokens(self._passage_prefix, texts)

    def _tokens(self, prefix: str, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        if not texts:
            return []
        whole = [encodable(prefix + text) for text in texts]
        with self._lock:
            model = self._load()
            found = model.encode(
                whole,
                batch_size=self._batch_size,
                show_progress_bar=False,
                output_value="token_embeddings",
            )
            places = model.tokenizer(
                whole,
                return_offsets_mapping=True,
                truncation=True,
                max_length=model.max_seq_length,
            )["offset_mapping"]
        return [
            unit_rows(vectors.float().cpu().numpy()[own_tokens(place, prefix)])
            for vectors, place in zip(found, places, strict=True)
        ]

    def _encode(
        self, prefix: str, texts: Sequence[str], on_progress: Progress | None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is padded; the longest come first,
        # so that memory runs out at once or never.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            vectors[rows] = self._encode_batch([encodable(prefix + texts[i]) for i in rows])
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
                self._loaded = _load_sentence_transformer(self._model)
            return self._loaded


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors, shape (n, dimension), each at norm 1."""
    normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normed


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
        raise SetupError(
            f"无法加载句向量模型 {model}（{reason_of(error)}）；"
            "请在配置中改为本地模型文件夹或可访问的模型名，"
            "或用内置模型（model = bundled，先运行 tanwen prepare）"
        ) from error
