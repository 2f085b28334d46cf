"""Loading a ``transformers`` model and generating greedily into a sink.

Importing this module imports torch and transformers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import torch
from langchain_core.messages import BaseMessage, convert_to_openai_messages
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    StoppingCriteria,
    StoppingCriteriaList,
    TextStreamer,
)

from corpus.errors import InputError, SetupError
from qa.chat.worker import Sink


@dataclass(frozen=True)
class LoadedModel:
    """A model with its tokenizer; neither is typed usefully by transformers."""

    tokenizer: Any
    model: Any
    lock: Lock = field(default_factory=Lock)


@dataclass
class Counts:
    """Tokens so far."""

    prompt: int = 0
    new: int = 0


def load_model(name: str, gguf_file: str | None) -> LoadedModel:
    """The tokenizer and model of a hub id or folder, on the GPU if there is one.

    Raises:
        SetupError: they cannot be loaded.
    """
    options = {"gguf_file": gguf_file} if gguf_file else {}
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, **options)
        model: Any = AutoModelForCausalLM.from_pretrained(name, dtype="auto", **options)
    except Exception as error:  # transformers raises whatever its loaders raise
        reason = str(error).strip().partition("\n")[0]
        raise SetupError(
            f"无法载入 transformers 模型 {name}{'/' + gguf_file if gguf_file else ''}"
            f"（{reason}）；请检查模型名或路径、网络，或改用 --llm bundled"
        ) from error
    return LoadedModel(tokenizer, model.to("cuda") if torch.cuda.is_available() else model)


def generate(
    loaded: LoadedModel, messages: list[BaseMessage], limit: int, sink: Sink[str], counts: Counts
) -> None:
    """Put the answer's text into ``sink``, ``limit`` new tokens at most; ``counts`` follow along.

    Raises:
        InputError: prompt and answer do not fit the model's context.
    """
    with loaded.lock:
        inputs = _encode(loaded.tokenizer, messages).to(loaded.model.device)
        counts.prompt = inputs["input_ids"].shape[1]
        _check_length(loaded.model, counts.prompt + limit)
        loaded.model.generate(
            **inputs,
            max_new_tokens=limit,
            do_sample=False,
            temperature=None,
            top_p=None,
            top_k=None,
            pad_token_id=_pad_id(loaded.tokenizer),
            streamer=_Streamer(loaded.tokenizer, sink, counts),
            stopping_criteria=StoppingCriteriaList([_WhenLeft(sink)]),
        )


class _Streamer(TextStreamer):
    """Puts finished text into a sink."""

    def __init__(self, tokenizer: Any, sink: Sink[str], counts: Counts) -> None:  # noqa: ANN401
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._sink = sink
        self._counts = counts

    def put(self, value: torch.Tensor) -> None:
        if not self.next_tokens_are_prompt:
            self._counts.new += value.numel()
        super().put(value)  # type: ignore[no-untyped-call]

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        if text:
            self._sink.put(text)


class _WhenLeft(StoppingCriteria):
    """Stops when the reader has gone."""

    def __init__(self, sink: Sink[str]) -> None:
        self._sink = sink

    def __call__(
        self,
        input_ids: torch.Tensor,
        scores: torch.Tensor,
        **kwargs: Any,  # noqa: ANN401 - transformers' signature
    ) -> torch.BoolTensor:
        done = torch.full((input_ids.shape[0],), self._sink.cancelled, device=input_ids.device)
        return done  # type: ignore[return-value]


def _encode(tokenizer: Any, messages: list[BaseMessage]) -> Any:  # noqa: ANN401
    turns: list[dict[str, Any]] = convert_to_openai_messages(messages)
    if tokenizer.chat_template:
        return tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
    return tokenizer("\n\n".join(turn["content"] for turn in turns) + "\n\n", return_tensors="pt")


def _pad_id(tokenizer: Any) -> int | None:  # noqa: ANN401
    pad: int | None = tokenizer.pad_token_id
    end: int | None = tokenizer.eos_token_id
    return end if pad is None else pad


def _check_length(model: Any, tokens: int) -> None:  # noqa: ANN401
    context = getattr(model.config, "max_position_embeddings", None)
    if context is not None and tokens > context:
        raise InputError(
            f"问题、材料与回答共 {tokens} 个词元，超过模型上下文 {context}；"
            "请缩短问题、减少材料，或调小设置中的 max_tokens"
        )
