from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from corpus.errors import InputError
from qa.chat.settings import (
    BundledChat,
    ChatSettings,
    NoChat,
    OpenAIChat,
    TransformersChat,
    parse_chat_name,
)

VLLM = OpenAIChat(model="qwen3-8b", base_url="http://10.0.0.5:8000/v1")
ADAPTER: TypeAdapter[ChatSettings] = TypeAdapter(ChatSettings)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bundled", BundledChat()),
        ("none", NoChat()),
        ("单位服务器", VLLM),
        ("transformers:Qwen/Qwen3-0.6B", TransformersChat(model="Qwen/Qwen3-0.6B")),
        (
            "transformers:/模型/qwen.GGUF",
            TransformersChat(model="/模型", gguf_file="qwen.GGUF"),
        ),
        ("transformers:qwen.gguf", TransformersChat(model=".", gguf_file="qwen.gguf")),
        (
            "openai:qwen@latest@http://127.0.0.1:11434/v1",
            OpenAIChat(model="qwen@latest", base_url="http://127.0.0.1:11434/v1"),
        ),
    ],
)
def test_a_name_stands_for_settings(name: str, expected: ChatSettings) -> None:
    assert parse_chat_name(name, {"单位服务器": VLLM}) == expected


def test_a_configured_name_comes_first() -> None:
    mine = BundledChat(context=2048)
    assert parse_chat_name("bundled", {"bundled": mine}) is mine


@pytest.mark.parametrize(
    "name", ["", "gpt", "openai:", "openai:qwen", "openai:@http://x", "transformers:", "none:x"]
)
def test_an_unknown_name_lists_what_is_possible(name: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_chat_name(name, {"单位服务器": VLLM})
    text = str(caught.value)
    assert "\n" not in text
    assert f"“{name}”" in text
    for possible in ("单位服务器", "bundled", "none", "transformers:", "openai:"):
        assert possible in text


def test_kind_chooses_the_settings() -> None:
    value = {"kind": "openai", "model": "m", "base_url": "http://h/v1", "api_key": "sk-秘密"}
    settings = ADAPTER.validate_python(value)
    assert isinstance(settings, OpenAIChat)
    assert settings.max_tokens == 256
    assert "秘密" not in repr(settings)


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "ollama"},
        {"kind": "bundled", "ctx": 4096},
        {"kind": "bundled", "context": 0},
        {"kind": "bundled", "threads": 0},
        {"kind": "none", "max_tokens": 3},
        {"kind": "openai", "model": "m", "base_url": "localhost:8000"},
        {"kind": "openai", "model": "m", "base_url": "http://h", "timeout": 0},
        {"kind": "transformers", "model": "m", "max_tokens": 100_000},
    ],
    ids=lambda value: "-".join(value),
)
def test_unknown_keys_and_wild_numbers_are_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(value)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        VLLM.model = "other"


def test_factory_and_settings_import_no_heavy_library() -> None:
    heavy = {"torch", "transformers", "langchain", "langchain_core", "openai", "xllamacpp"}
    code = (
        f"import qa.chat.factory, qa.chat.settings, sys;print(sorted({heavy!r} & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
