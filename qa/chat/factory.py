"""From settings to a chat model; each kind's libraries are imported only when it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.chat.bundled import bundled_path, checked_gguf
from qa.chat.openai_chat import make_openai_chat
from qa.chat.settings import BundledChat, ChatSettings, NoChat, OpenAIChat, TransformersChat

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def make_chat_model(settings: ChatSettings, cache_dir: Path) -> BaseChatModel | None:
    """The model that ``settings`` describe, or None for ``NoChat``; it is loaded at first use.

    Raises:
        SetupError: the bundled file is missing or wrong, or a key is not set.
    """
    return _BUILDERS[settings.kind](settings, cache_dir)


def _bundled(settings: BundledChat, cache_dir: Path) -> BaseChatModel:
    path = checked_gguf(settings.path or bundled_path(cache_dir))
    from qa.chat.llamacpp import LlamaCppChat

    return LlamaCppChat(
        path=path,
        context=settings.context,
        threads=settings.threads,
        max_tokens=settings.max_tokens,
    )


def _transformers(settings: TransformersChat, cache_dir: Path) -> BaseChatModel:
    from qa.chat.transformers_chat import HuggingFaceChat

    return HuggingFaceChat(
        model=settings.model, gguf_file=settings.gguf_file, max_tokens=settings.max_tokens
    )


def _openai(settings: OpenAIChat, cache_dir: Path) -> BaseChatModel:
    return make_openai_chat(settings)


def _none(settings: NoChat, cache_dir: Path) -> None:
    return None


_BUILDERS: dict[str, Callable[[Any, Path], BaseChatModel | None]] = {
    "bundled": _bundled,
    "transformers": _transformers,
    "openai": _openai,
    "none": _none,
}
