"""llama.cpp in this process: loaded at first use, one generation at a time.

The engine is xllamacpp's ``Server``; requests are OpenAI chat-completion bodies, answers arrive
as that protocol's chunks. It also listens on a port of 127.0.0.1, which a random key closes.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Any

from corpus.errors import SetupError

log = logging.getLogger(__name__)

Chunk = dict[str, Any]
"""A ``chat.completion.chunk`` object, or ``{"error": {...}}``."""

MAX_THREADS = 8
PROMPT_BATCH = 256
"""Prompt tokens between two looks at whether to stop."""
PROMPT_CACHE_MIB = 256
NICENESS = 10
"""Of the model's threads on Linux: a search, or what else is open on the computer, goes first."""


class LlamaEngine:
    """One GGUF and its prompt cache.

    Args:
        path: the model file.
        context: prompt and answer together, in tokens.
        threads: None for the cores that this process may use, eight at most.
    """

    def __init__(self, path: Path, context: int, threads: int | None) -> None:
        self.path = path
        self.context = context
        self.threads = threads or _usable_cores()
        self._server: Any = None
        self._lock = Lock()
        self._closing = Event()
        _engines.add(self)

    def load(self) -> None:
        """Load the model, if it is not.

        Raises:
            SetupError: xllamacpp is missing, or it refuses the file.
        """
        with self._lock:
            self._loaded()

    def generate(self, body: Mapping[str, Any], on_chunk: Callable[[Chunk], bool]) -> None:
        """Run one request to its end, or until ``on_chunk`` returns True; others wait.

        Raises:
            SetupError: as ``load``.
            RuntimeError: ``close`` was called meanwhile, so the answer is cut short.
        """
        with self._lock:
            server = self._loaded()
            server.handle_chat_completions(
                dict(body), lambda chunk: on_chunk(chunk) or self._closing.is_set()
            )
            if self._closing.is_set():
                raise RuntimeError("the engine was closed during a generation")

    def close(self) -> None:
        """Stop what is running and free the memory; the next request loads again."""
        self._closing.set()
        with self._lock:
            self._server = None
            self._closing.clear()

    def _loaded(self) -> Any:  # noqa: ANN401 - xllamacpp has no types
        if self._server is None:
            with ThreadPoolExecutor(1, initializer=_yield_to_others) as starter:
                started = starter.submit(_start, self.path, self.context, self.threads)
                self._server = started.result()
        return self._server


_engines: weakref.WeakSet[LlamaEngine] = weakref.WeakSet()


@atexit.register
def close_all() -> None:
    """Close every engine: one that lives on into the interpreter's shutdown can hang it."""
    for engine in list(_engines):
        engine.close()


def _yield_to_others() -> None:
    """Lower the priority of this thread, which those that it starts inherit (Linux)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _start(path: Path, context: int, threads: int) -> Any:  # noqa: ANN401 - no types
    try:
        import xllamacpp
    except ImportError as error:
        raise SetupError(
            f"缺少 xllamacpp（{error}）；请运行 pip install xllamacpp，或用 --llm none"
        ) from error
    try:
        server = xllamacpp.Server(_params(xllamacpp, path, context, threads))
        # A server destroyed before its loop has answered anything can hang for ever.
        server.handle_completions({"prompt": "。", "n_predict": 1, "cache_prompt": False})
    except RuntimeError as error:
        raise SetupError(
            f"无法载入对话模型 {path}（文件损坏或内存不足）；"
            "请运行 make models 重新准备，或调小设置中的 context"
        ) from error
    log.info("loaded %s: context %d, %d threads", path, context, threads)
    return server


def _params(xllamacpp: Any, path: Path, context: int, threads: int) -> Any:  # noqa: ANN401
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = PROMPT_BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.n_threads_http = 1
    params.cache_prompt = True
    params.cache_ram_mib = PROMPT_CACHE_MIB
    # Repacked weights cost 600 MB and 5 s of loading, and were slower with prompts (two cores).
    params.no_extra_bufts = True
    params.warmup = False
    params.verbosity = -1
    params.ui = False
    params.endpoint_slots = False
    params.offline = True
    params.api_keys = [secrets.token_hex(16)]
    return params


def _usable_cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, MAX_THREADS)
