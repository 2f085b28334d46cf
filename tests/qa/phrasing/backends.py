"""Scripted chat models of every kind: each says what a test gives it, in its own form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from qa.chat.factory import make_chat_model
from qa.chat.settings import BundledChat, ChatSettings, OpenAIChat, TransformersChat

Sentences = Sequence[tuple[Sequence[int], str]]
PIECE = 7
"""Characters of a piece of a stream."""


@dataclass(frozen=True)
class Chat:
    """A `Phraser`."""

    settings: ChatSettings
    model: BaseChatModel | None


@dataclass
class Script:
    """What a backend says and how its answer ends."""

    reply: str
    finish: str = "stop"
    broken: bool = False
    """The connection ends before the end of the answer."""
    status: int = 200
    silent: bool = False
    refuses_schemas: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Messages and options of every call."""

    @property
    def pieces(self) -> list[str]:
        return [self.reply[i : i + PIECE] for i in range(0, len(self.reply), PIECE)]


class ScriptedChat(BaseChatModel):
    """A model in this process."""

    script: Any

    @property
    def _llm_type(self) -> str:
        return "scripted"

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
        script: Script = self.script
        script.asked.append({"messages": [message.text for message in messages], **kwargs})
        for piece in script.pieces:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        usage = UsageMetadata(input_tokens=31, output_tokens=12, total_tokens=43)
        end = {"finish_reason": script.finish}
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", usage_metadata=usage), generation_info=end
        )


class ScriptedServer(ThreadingHTTPServer):
    """Speaks /v1/chat/completions on 127.0.0.1."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = Script("")
        self.over = Event()

    def chat(self, script: Script, timeout: float = 5) -> Chat:
        self.script = script
        url = f"http://127.0.0.1:{self.server_address[1]}/v1"
        settings = OpenAIChat(model="qwen3-8b", base_url=url, timeout=timeout)
        return Chat(settings, make_chat_model(settings, Path("unused")))

    def __enter__(self) -> ScriptedServer:
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def do_POST(self) -> None:
        script = self.server.script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [message["content"] for message in body.pop("messages")]
        script.asked.append({"messages": texts, **body})
        if script.silent:
            self.server.over.wait(20)
        elif script.refuses_schemas and "response_format" in body:
            self._refuse(400, "response_format is not supported")
        elif script.status != 200:
            self._refuse(script.status, "内部错误")
        else:
            self._answer(script)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _refuse(self, status: int, message: str) -> None:
        self._head(status, "application/json")
        self.wfile.write(json.dumps({"error": {"message": message}}).encode())

    def _answer(self, script: Script) -> None:
        self._head(200, "text/event-stream")
        for piece in script.pieces:
            self._event([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
        if script.broken:
            return
        self._event([{"index": 0, "delta": {}, "finish_reason": script.finish}])
        usage = {"prompt_tokens": 31, "completion_tokens": 12, "total_tokens": 43}
        self._event([], usage=usage)
        self.wfile.write(b"data: [DONE]\n\n")

    def _head(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def _event(self, choices: list[dict[str, Any]], **more: object) -> None:
        head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "qwen3-8b"}
        chunk = {**head, "choices": choices, **more}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())


def as_lines(sentences: Sentences) -> str:
    return "".join(f"[{','.join(map(str, ids))}] {text}\n" for ids, text in sentences)


def as_json(sentences: Sentences) -> str:
    items = [{"evidence": list(ids), "text": text} for ids, text in sentences]
    return json.dumps({"answer": items}, ensure_ascii=False)


@dataclass(frozen=True)
class Backend:
    """One kind of chat model: how it writes sentences, and a chat that follows a script."""

    write: Callable[[Sentences], str]
    chat: Callable[[Script], Chat]


def bundled(script: Script) -> Chat:
    return Chat(BundledChat(), ScriptedChat(script=script))


def transformers(script: Script) -> Chat:
    return Chat(TransformersChat(model="小模型"), ScriptedChat(script=script))
