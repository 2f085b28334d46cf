"""Which chat model answers, and how it is reached: typed settings and the short name for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from corpus.errors import InputError

_OPENAI_NAME = re.compile(r"(?P<model>.+?)@(?P<base_url>https?://.+)")

MaxTokens = Annotated[int, Field(ge=1, le=8192)]
"""The most new tokens of one answer."""


class _ChatModelSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence_sentences: int | None = Field(default=None, ge=1, le=100)
    """How many sentences of evidence are given to it; None: the sure one alone."""
    evidence_chars: int | None = Field(default=None, ge=100, le=100_000)
    """Their characters, all together."""


class BundledChat(_ChatModelSettings):
    """The Qwen2.5-Coder GGUF, run in this process by llama.cpp."""

    kind: Literal["bundled"] = "bundled"
    path: Path | None = None
    """The file put in place by hand; None: the prepared one in the cache folder."""
    context: int = Field(default=4096, ge=512, le=32768)
    """Prompt and answer together, in tokens."""
    threads: int | None = Field(default=None, ge=1, le=256)
    """None: the cores that this process may use, eight at most."""
    max_tokens: MaxTokens = 256


class TransformersChat(_ChatModelSettings):
    """Any causal language model that ``transformers`` loads: a hub id or a local folder."""

    kind: Literal["transformers"] = "transformers"
    model: str = Field(min_length=1)
    gguf_file: str | None = Field(default=None, min_length=1)
    """A GGUF file inside ``model``; its weights are dequantised."""
    max_tokens: MaxTokens = 256


class OpenAIChat(_ChatModelSettings):
    """A server that speaks the OpenAI chat-completions protocol (vLLM, llama.cpp, Ollama ...)."""

    kind: Literal["openai"] = "openai"
    model: str = Field(min_length=1)
    base_url: str = Field(pattern=r"^https?://\S+$")
    """With the version part, such as ``http://127.0.0.1:8000/v1``."""
    api_key: SecretStr | None = None
    """A local server needs none."""
    api_key_env: str | None = Field(default=None, min_length=1)
    """The environment variable that holds the key, when ``api_key`` is not given."""
    timeout: float = Field(default=60.0, gt=0, le=3600)
    """Seconds without an answer."""
    max_tokens: MaxTokens = 256


class NoChat(_ChatModelSettings):
    """No model: answers are made of quoted sentences only."""

    kind: Literal["none"] = "none"


ChatSettings = Annotated[
    BundledChat | TransformersChat | OpenAIChat | NoChat, Field(discriminator="kind")
]


def parse_chat_name(name: str, named: Mapping[str, ChatSettings]) -> ChatSettings:
    """The settings that ``name`` stands for.

    A name of ``named`` (the owner's configuration) comes first; then ``bundled``, ``none``,
    ``transformers:ID_OR_PATH`` (a path that ends in ``.gguf`` is split into folder and file) and
    ``openai:MODEL@BASE_URL``.

    Raises:
        InputError: the name is none of these; the message lists them.
    """
    if name in named:
        return named[name]
    try:
        found = _parse(name)
    except ValidationError as error:
        raise _unknown(name, named) from error
    if found is None:
        raise _unknown(name, named)
    return found


def _parse(name: str) -> ChatSettings | None:
    if name == "bundled":
        return BundledChat()
    if name == "none":
        return NoChat()
    kind, _, rest = name.partition(":")
    if kind == "transformers":
        return _transformers(rest)
    if kind == "openai" and (match := _OPENAI_NAME.fullmatch(rest)):
        return OpenAIChat(model=match["model"], base_url=match["base_url"])
    return None


def _transformers(model: str) -> TransformersChat:
    path = PurePath(model)
    if path.suffix.lower() == ".gguf":
        return TransformersChat(model=str(path.parent), gguf_file=path.name)
    return TransformersChat(model=model)


def _unknown(name: str, named: Mapping[str, ChatSettings]) -> InputError:
    configured = f"配置中的 {'、'.join(named)}，" if named else ""
    return InputError(
        f"不认识的对话模型“{name}”；可用：{configured}bundled（内置模型）、none（不用模型）、"
        "transformers:模型名或路径、openai:模型名@http://地址/v1"
    )
