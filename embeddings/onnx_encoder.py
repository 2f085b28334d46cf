"""The bundled sentence model with ONNX Runtime: no torch, and loaded in a second."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError, reason_of
from embeddings.bundled import GRAPH, INPUT, OUTPUT, TOKENIZER, TOKENS
from embeddings.encoder import Progress, encodable, own_tokens

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

T = TypeVar("T")


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

    def query_tokens(self, text: str) -> NDArray[np.float32]:
        """Vectors of a question's tokens, shape (tokens, dimension).

        Raises:
            SetupError: the model is not prepared or cannot be loaded.
        """
        return self._tokens(self._query_prefix, text)

    def passage_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Vectors of the tokens of each passage, shape (tokens, dimension), in order.

        Raises:
            SetupError: the model is not prepared or cannot be loaded.
        """
        return list(self._each(partial(self._tokens, self._passage_prefix), texts))

    def _encode(
        self, prefix: str, texts: Sequence[str], on_progress: Progress | None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        told = 0
        with closing(self._each(partial(self._vector, prefix), texts)) as made:
            for done, vector in enumerate(made, start=1):
                vectors[done - 1] = vector
                whole = done - told == self._batch_size or done == len(texts)
                if on_progress is not None and whole:
                    on_progress(done - told)
                    told = done
        return vectors

    def _each(self, encode: Callable[[str], T], texts: Sequence[str]) -> Generator[T]:
        """What is made of each text, one after the other, while later ones are being made."""
        if len(texts) < 2:
            yield from map(encode, texts)
            return
        pool = ThreadPoolExecutor(os.cpu_count(), "tanwen-encode")
        try:
            yield from pool.map(encode, texts)
        finally:
            pool.shutdown(cancel_futures=True)

    def _vector(self, prefix: str, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32]
        _, (vector,) = self._run(prefix + text, OUTPUT)
        return vector

    def _tokens(self, prefix: str, text: str) -> NDArray[np.float32]:
        offsets, (vectors,) = self._run(prefix + text, TOKENS)
        rows: NDArray[np.float32] = vectors[own_tokens(offsets, prefix)]
        return rows

    def _run(self, text: str, output: str) -> tuple[list[tuple[int, int]], NDArray[np.float32]]:
        """Where each token stands in a text, and one of the graph's outputs."""
        tokenizer, session = self._load()
        encoding = tokenizer.encode(encodable(text))
        ids = np.array([encoding.ids], dtype=np.int64)
        (values,) = session.run([output], {INPUT: ids})
        return encoding.offsets, np.asarray(values, dtype=np.float32)

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
