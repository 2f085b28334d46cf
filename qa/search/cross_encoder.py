"""A cross-encoder over the first candidates: slower, and better where one is at hand."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import SetupError, reason_of

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 50
"""How many candidates are read together with the question."""


class Reranker(Protocol):
    """Says how well each of some texts answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, in order; larger is better."""


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers, loaded at the first question."""

    def __init__(self, model: str) -> None:
        """Take a hub id or a local folder, such as one of BAAI/bge-reranker-base."""
        self._model = model
        self._loaded: CrossEncoder | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, in order.

        Raises:
            SetupError: the model cannot be loaded.
        """
        with self._lock:
            if self._loaded is None:
                self._loaded = load_cross_encoder(self._model)
            pairs = [(question, text) for text in texts]
            values = self._loaded.predict(pairs, show_progress_bar=False)
        return [float(value) for value in values]


def load_cross_encoder(model: str) -> CrossEncoder:
    """Load it, without a call to any host where it is a local folder."""
    try:
        from sentence_transformers import CrossEncoder

        loaded: CrossEncoder = CrossEncoder(model, local_files_only=Path(model).is_dir())
    except Exception as error:
        raise SetupError(
            f"无法加载重排模型 {model}（{reason_of(error)}）；"
            "请改为本地模型文件夹或可访问的模型名，"
            "或在设置中去掉 retrieval.cross_encoder"
        ) from error
    return loaded
