"""How fast the bundled model answers, and what of that time is llama.cpp's own.

The same prompt is given to llama.cpp once more, bare: no grammar, no checks, nothing kept of an
earlier prompt, as many new tokens. Its time a token, times the tokens that the program had it
work, is what llama.cpp itself needs.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import BaseMessage, convert_to_openai_messages
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from pydantic import PrivateAttr

from qa.answering.model import Answer
from qa.chat.llamacpp import LlamaCppChat
from qa.engine import Engine


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the model."""

    messages: list[BaseMessage]
    usage: UsageMetadata

    @property
    def read(self) -> int:
        """Prompt tokens that were not kept from an earlier prompt."""
        cached = self.usage.get("input_token_details", {}).get("cache_read", 0)
        return self.usage["input_tokens"] - cached


class RecordingChat(LlamaCppChat):
    """The bundled model, which keeps what it was asked."""

    _calls: list[Call] = PrivateAttr(default_factory=list)

    def take_calls(self) -> list[Call]:
        """The calls since this was last asked."""
        taken, self._calls = self._calls, []
        return taken

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._stream(messages, stop, run_manager, **kwargs):
            if usage := getattr(chunk.message, "usage_metadata", None):
                self._calls.append(Call(messages, usage))
            yield chunk


@dataclass(frozen=True, slots=True)
class Speed:
    """One answer's: seconds from the question on, tokens, and the share of llama.cpp."""

    first_token: float
    whole: float
    prompt_tokens: int
    ratio: float
    """The time from the evidence to the end of the answer, to llama.cpp's for the same tokens."""


def measure_answers(engine: Engine, questions: Sequence[str]) -> list[Speed]:
    """The speed of each answer that the bundled model phrases."""
    plain = engine.chat.model
    if not isinstance(plain, LlamaCppChat):
        raise TypeError("the speed of answers is measured with the bundled model")
    model = RecordingChat(
        path=plain.path,
        context=plain.context,
        threads=plain.threads,
        max_tokens=plain.max_tokens,
    )
    engine.chat = replace(engine.chat, model=model)
    engine.warm_up_chat()
    try:
        return [speed for question in questions for speed in _measure(engine, model, question)]
    finally:
        model.close()


def median(speeds: Sequence[Speed], name: str) -> float:
    """The median of one of the figures."""
    values: list[float] = [getattr(speed, name) for speed in speeds]
    return statistics.median(values)


def _measure(engine: Engine, model: RecordingChat, question: str) -> Iterator[Speed]:
    model.take_calls()
    answer = engine.answerer.ask(question)
    calls = model.take_calls()
    first = answer.timings.first_token
    if calls and first is not None:
        tokens = sum(call.usage["input_tokens"] for call in calls)
        yield Speed(first, answer.timings.total, tokens, _ratio(answer, model, calls))


def _ratio(answer: Answer, model: LlamaCppChat, calls: Sequence[Call]) -> float:
    own = sum(bare_seconds(model, call) for call in calls)
    return (answer.timings.total - answer.timings.retrieve) / own


def bare_seconds(model: LlamaCppChat, call: Call) -> float:
    """Seconds that llama.cpp itself needs for the tokens of a call."""
    chunks: list[dict[str, Any]] = []
    body = {
        "messages": convert_to_openai_messages(call.messages),
        "max_tokens": call.usage["output_tokens"],
        "temperature": 0,
        "ignore_eos": True,
        "cache_prompt": False,
        "stream": True,
    }
    model.engine.generate(body, lambda chunk: bool(chunks.append(chunk)))  # type: ignore[func-returns-value]
    timings = next(chunk["timings"] for chunk in reversed(chunks) if "timings" in chunk)
    read: float = call.read * timings["prompt_per_token_ms"]
    written: float = call.usage["output_tokens"] * timings["predicted_per_token_ms"]
    return (read + written) / 1000
