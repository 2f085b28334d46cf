"""The bundled sentence model with ONNX Runtime: no torch, and loaded in a second."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError, reason_of
from embeddings.bundled import GRAPH, TOKENIZER
from embeddings.encoder import Progress, encodable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


class OnnxEncoder:
    """A folder of `embeddings.bundled`, loaded at the first text; safe to use from several threads.

    A run takes one text on one core, and as many runs go on at once as there are cores. So nothing
    is padded, and a text's vector is the same whatever stands beside it.
    """

    def __init__(
        self,
        find_folder: Callable[[], Path],
        *,
        name: str,
        dimension: int,
        query_prefix: str = "",
        passage_prefix: str = "",
        batch_size: int = 16,
    ) -> None:
        """Take a function that finds the folder when it is needed.

        Progress is told of ``batch_size`` texts at a time.
        """
        self.name = name
        self.dimension = dimension
        self._find_folder = find_folder
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._batch_size = batch_size
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._lock = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (texts, dimension), in order.

        Raises:
            SetupError: the model is not prepared or cannot be loaded.
        """
        return self._encode(self._query_prefix, texts, None)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (texts, dimension), in order.

        Raises:
            SetupError: the model is not prepared or cannot be loaded.
        """
        return self._encode(self._passage_prefix, texts, on_progress)

    def _encode(
        self, prefix: str, texts: Sequence[str], on_progress: Progress | None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        told = 0
        for done, vector in enumerate(self._vectors(prefix, texts), start=1):
            vectors[done - 1] = vector
            if on_progress is not None and (done - told == self._batch_size or done == len(texts)):
                on_progress(done - told)
                told = done
        return vectors

    def _vectors(self, prefix: str, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """The vectors one after the other, while later ones are being made."""
        if len(texts) < 2:
            yield from (self._vector(prefix + text) for text in texts)
            return
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            yield from pool.map(self._vector, [prefix + text for text in texts])
        finally:
            pool.shutdown(cancel_futures=True)

    def _vector(self, text: str) -> NDArray[np.float32]:
        tokenizer, session = self._load()
        ids = np.array([tokenizer.encode(encodable(text)).ids], dtype=np.int64)
        [[vector]] = session.run(None, {"input_ids": ids})
        return np.asarray(vector, dtype=np.float32)

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = load_folder(self._find_folder())
            return self._loaded


def load_folder(folder: Path) -> tuple[Tokenizer, InferenceSession]:
    """The tokenizer and the graph of a prepared folder.

    Raises:
        SetupError: they cannot be loaded.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # What goes beyond joins additions and norms into an operator that is slower on a CPU.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise SetupError(
            f"无法加载内置句向量模型 {folder}（{reason_of(error)}）；"
            "请删除这个文件夹，再运行：tanwen prepare"
        ) from error
    return tokenizer, session
