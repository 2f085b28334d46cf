"""The bundled model as a LangChain chat model, over the llama.cpp engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage, convert_to_openai_messages
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field, PrivateAttr

from corpus.errors import InputError
from qa.chat.engine import Chunk, LlamaEngine
from qa.chat.worker import Sink, iterate

OPTIONS = frozenset(
    {
        "frequency_penalty",
        "grammar",
        "logprobs",
        "max_tokens",
        "min_p",
        "presence_penalty",
        "repeat_penalty",
        "response_format",
        "seed",
        "temperature",
        "top_k",
        "top_logprobs",
        "top_p",
    }
)
"""What a call may add to the request; all of them are llama.cpp's own names."""


class LlamaCppChat(BaseChatModel):
    """A GGUF in this process; streams, counts tokens, and obeys ``response_format``/``grammar``.

    ``response_format={"type": "json_schema", "json_schema": {"name": ..., "schema": ...}}`` bounds
    the answer to a JSON schema, ``grammar="root ::= ..."`` to a GBNF grammar. The model is loaded
    at the first call. Calls from several threads take turns; leaving a stream early stops it.

    Raises:
        SetupError: (at the first call) the model cannot be loaded.
        InputError: the prompt is longer than the context.
        ValueError: an option is unknown or the engine refuses it (a bad grammar, say).
    """

    model_config = ConfigDict(extra="forbid")

    path: Path
    context: int = Field(default=4096, ge=512)
    threads: int | None = Field(default=None, ge=1)
    max_tokens: int = Field(default=256, ge=1)
    temperature: float = Field(default=0.0, ge=0)

    _engine: LlamaEngine | None = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=Lock)

    def load(self) -> None:
        """Load the model now rather than at the first call."""
        self.engine.load()

    def close(self) -> None:
        """Stop what is running and free the model's memory; a later call loads it again."""
        if self._engine is not None:
            self._engine.close()

    @property
    def _llm_type(self) -> str:
        return "llamacpp"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {
            "model_name": self.path.name,
            "context": self.context,
            "temperature": self.temperature,
        }

    @property
    def engine(self) -> LlamaEngine:
        """llama.cpp itself, made but not loaded."""
        with self._lock:
            if self._engine is None:
                self._engine = LlamaEngine(self.path, self.context, self.threads)
            return self._engine

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
        body = self._body(messages, stop, kwargs)
        engine = self.engine

        def work(sink: Sink[Chunk]) -> None:
            if not sink.cancelled:
                engine.generate(body, sink.put)

        with closing(iterate(work)) as chunks:
            for chunk in chunks:
                if (generation := self._translate(chunk)) is None:
                    continue
                if run_manager:
                    run_manager.on_llm_new_token(generation.text, chunk=generation)
                yield generation

    def _body(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> dict[str, Any]:
        if unknown := options.keys() - OPTIONS - {"stream"}:
            raise ValueError(f"unknown options {sorted(unknown)}; known: {sorted(OPTIONS)}")
        return {
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            **options,
            "messages": convert_to_openai_messages(messages),
            "stop": stop or [],
            "cache_prompt": True,
            "stream": True,
            "stream_options": {"include_usage": True},
            # A chunk for every batch of the prompt: there too the reader may have gone.
            "return_progress": True,
        }

    def _translate(self, chunk: Chunk) -> ChatGenerationChunk | None:
        """LangChain's chunk; None for one that carries neither text, end nor counts."""
        if "error" in chunk:
            raise _refusal(chunk["error"])
        if counts := chunk.get("usage"):
            return ChatGenerationChunk(
                message=AIMessageChunk(
                    content="", usage_metadata=_usage(counts), chunk_position="last"
                )
            )
        choice = chunk["choices"][0]
        if text := choice["delta"].get("content"):
            odds = choice.get("logprobs")
            info = {"logprobs": odds} if odds else None
            return ChatGenerationChunk(message=AIMessageChunk(content=text), generation_info=info)
        if reason := choice["finish_reason"]:
            end = {"finish_reason": reason, "model_name": self.path.name}
            return ChatGenerationChunk(message=AIMessageChunk(content=""), generation_info=end)
        return None


def _usage(counts: dict[str, Any]) -> UsageMetadata:
    cached = counts.get("prompt_tokens_details", {}).get("cached_tokens", 0)
    return UsageMetadata(
        input_tokens=counts["prompt_tokens"],
        output_tokens=counts["completion_tokens"],
        total_tokens=counts["total_tokens"],
        input_token_details={"cache_read": cached},
    )


def _refusal(error: dict[str, Any]) -> Exception:
    if error.get("type") == "exceed_context_size_error":
        return InputError(
            f"问题与材料共 {error['n_prompt_tokens']} 个词元，超过模型上下文 {error['n_ctx']}；"
            "请缩短问题、减少材料，或调大设置中的 context"
        )
    return ValueError(f"llama.cpp refused the request: {error.get('message', error)}")
