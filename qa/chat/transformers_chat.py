"""A local ``transformers`` model as a LangChain chat model.

Importing this module imports torch and transformers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from threading import Lock
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field, PrivateAttr

from corpus.errors import SetupError
from qa.chat.stops import until_stop
from qa.chat.transformers_engine import Counts, LoadedModel, generate, load_model
from qa.chat.worker import Sink, iterate

OPTIONS = frozenset({"logprobs", "max_tokens", "top_logprobs"})
"""What a call may ask for; probabilities are not given, only the text."""


class HuggingFaceChat(BaseChatModel):
    """A hub id or a local folder, greedy; ``gguf_file`` names a GGUF inside it.

    The model is loaded at the first call. Calls from several threads take turns; leaving a stream
    early stops it. The answer cannot be bound to a JSON schema.

    Raises:
        SetupError: (at the first call) the model cannot be loaded; or ``response_format`` or
            ``grammar`` is asked for.
        InputError: prompt and answer do not fit the model's context.
        ValueError: an option is unknown.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1)
    gguf_file: str | None = None
    max_tokens: int = Field(default=256, ge=1)

    _loaded: LoadedModel | None = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=Lock)

    def load(self) -> None:
        """Load the model now rather than at the first call."""
        self._get()

    @property
    def _llm_type(self) -> str:
        return "transformers"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model, "gguf_file": self.gguf_file}

    def _get(self) -> LoadedModel:
        with self._lock:
            if self._loaded is None:
                self._loaded = load_model(self.model, self.gguf_file)
            return self._loaded

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[ChatGenerationChunk]:
        limit = self._limit(kwargs)
        counts = Counts()

        def work(sink: Sink[str]) -> None:
            generate(self._get(), messages, limit, sink, counts)

        with closing(iterate(work)) as pieces:
            for generation in _chunks(pieces, stop or [], lambda: self._last(counts, limit)):
                if run_manager:
                    run_manager.on_llm_new_token(generation.text, chunk=generation)
                yield generation

    def _limit(self, options: dict[str, Any]) -> int:
        if options.keys() & {"response_format", "grammar"}:
            raise SetupError(
                f"transformers 模型 {self.model} 不能按 JSON 结构约束输出；"
                "请改用 --llm bundled 或 openai:模型名@地址"
            )
        if unknown := options.keys() - OPTIONS - {"stream"}:
            raise ValueError(f"unknown options {sorted(unknown)}; known: {sorted(OPTIONS)}")
        return int(options.get("max_tokens", self.max_tokens))

    def _last(self, counts: Counts, limit: int) -> AIMessageChunk:
        usage = UsageMetadata(
            input_tokens=counts.prompt,
            output_tokens=counts.new,
            total_tokens=counts.prompt + counts.new,
        )
        reason = "length" if counts.new >= limit else "stop"
        return AIMessageChunk(
            content="",
            usage_metadata=usage,
            response_metadata={"finish_reason": reason, "model_name": self.model},
            chunk_position="last",
        )


def _chunks(
    pieces: Iterable[str], stops: list[str], last: Callable[[], AIMessageChunk]
) -> Iterator[ChatGenerationChunk]:
    for text in until_stop(pieces, stops):
        yield ChatGenerationChunk(message=AIMessageChunk(content=text))
    yield ChatGenerationChunk(message=last())
