from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

from corpus.errors import SetupError
from qa.chat.factory import make_chat_model
from qa.chat.openai_chat import friendly_chat_errors
from qa.chat.settings import NoChat, OpenAIChat

PIECES = ["到2025年，", "消费比重达", "20%左右[1]。"]
USAGE = {"prompt_tokens": 31, "completion_tokens": 12, "total_tokens": 43}


class FakeServer(ThreadingHTTPServer):
    """Speaks /v1/chat/completions on 127.0.0.1; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.stalls = False
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append({"path": self.path, **body})
        self.server.keys.append(self.headers["Authorization"])
        if self.server.status != 200:
            self._send("application/json", json.dumps({"error": {"message": "内部错误"}}))
        elif body.get("stream") and self.server.stalls:
            self._send("text/event-stream", _event(next(_chunks())))
            time.sleep(1)
        elif body.get("stream"):
            self._send("text/event-stream", "".join(map(_event, _chunks())) + "data: [DONE]\n\n")
        else:
            self._send("application/json", json.dumps(_answer()))

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _send(self, kind: str, text: str) -> None:
        self.send_response(self.server.status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"


def _chunks() -> Iterator[dict[str, Any]]:
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "qwen3-8b"}
    for piece in PIECES:
        delta = {"role": "assistant", "content": piece}
        yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    yield {**head, "choices": [], "usage": USAGE}


def _answer() -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(PIECES)}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "qwen3-8b",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": USAGE,
    }


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with FakeServer() as found:
        Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def settings_for(server: FakeServer, **more: str) -> OpenAIChat:
    return OpenAIChat(model="qwen3-8b", base_url=server.base_url, max_tokens=99, **more)  # type: ignore[arg-type]


def model_for(settings: OpenAIChat) -> BaseChatModel:
    model = make_chat_model(settings, Path("unused"))
    assert model is not None
    return model


MESSAGES = [("system", "只根据材料回答。"), ("human", "2025年目标？")]


def test_invoke_sends_the_request_and_reads_the_answer(server: FakeServer) -> None:
    answer = model_for(settings_for(server)).invoke(MESSAGES, stop=["问题："])
    assert answer.text == "到2025年，消费比重达20%左右[1]。"
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["output_tokens"] == 12
    assert server.bodies == [
        {
            "path": "/v1/chat/completions",
            "model": "qwen3-8b",
            "messages": [
                {"role": "system", "content": "只根据材料回答。"},
                {"role": "user", "content": "2025年目标？"},
            ],
            "temperature": 0,
            "max_completion_tokens": 99,
            "stop": ["问题："],
            "stream": False,
        }
    ]


def test_a_stream_comes_in_pieces_with_usage(server: FakeServer) -> None:
    chunks = list(model_for(settings_for(server)).stream(MESSAGES))
    assert [chunk.text for chunk in chunks if chunk.text] == PIECES
    whole = sum(chunks[1:], start=chunks[0])
    assert isinstance(whole, AIMessageChunk)
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["total_tokens"] == 43
    (body,) = server.bodies
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}


def test_a_schema_is_sent_with_a_stream(server: FakeServer) -> None:
    schema = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
    chunks = list(model_for(settings_for(server)).stream(MESSAGES, response_format=schema))
    assert [chunk.text for chunk in chunks if chunk.text] == PIECES
    assert server.bodies[0]["response_format"] == schema
    assert server.bodies[0]["stream"] is True


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({}, "Bearer none"),
        ({"api_key": "sk-a"}, "Bearer sk-a"),
        ({"api_key_env": "MY_KEY"}, "Bearer sk-b"),
    ],
    ids=["no-key", "given", "environment"],
)
def test_only_the_configured_key_is_sent(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch, more: dict[str, str], key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-别的地方的")
    monkeypatch.setenv("MY_KEY", "sk-b")
    model_for(settings_for(server, **more)).invoke(MESSAGES)
    assert server.keys == [key]


def test_a_missing_key_variable_is_named(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MY_KEY", raising=False)
    with pytest.raises(SetupError, match="没有设置环境变量 MY_KEY"):
        model_for(settings_for(server, api_key_env="MY_KEY"))


@pytest.mark.parametrize(
    ("status", "text"),
    [(500, "HTTP 500"), (401, "拒绝了密钥"), (404, "/v1 结尾"), (429, "429"), (400, "HTTP 400")],
)
@pytest.mark.parametrize("stream", [False, True], ids=["invoke", "stream"])
def test_a_refusal_names_the_server(
    server: FakeServer, status: int, text: str, stream: bool
) -> None:
    server.status = status
    settings = settings_for(server)
    model = model_for(settings)
    with pytest.raises(SetupError) as caught, friendly_chat_errors(settings):
        list(model.stream(MESSAGES)) if stream else model.invoke(MESSAGES)
    message = str(caught.value)
    assert f"qwen3-8b@{server.base_url}" in message
    assert text in message
    assert "\n" not in message


def test_an_unreachable_server_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        settings = OpenAIChat(model="m", base_url=url, timeout=5)
        with pytest.raises(SetupError) as caught, friendly_chat_errors(settings):
            model_for(settings).invoke(MESSAGES)
    assert f"m@{url} 连接不上" in str(caught.value)


def test_a_silent_server_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        settings = OpenAIChat(model="m", base_url=url, timeout=0.2)
        with (
            pytest.raises(SetupError, match=r"在 0\.2 秒内没有应答"),
            friendly_chat_errors(settings),
        ):
            list(model_for(settings).stream(MESSAGES))


def test_a_server_that_stops_in_a_reply_times_out(server: FakeServer) -> None:
    server.stalls = True
    settings = OpenAIChat(model="m", base_url=server.base_url, timeout=0.2)
    with (
        pytest.raises(SetupError, match=r"在 0\.2 秒内没有应答"),
        friendly_chat_errors(settings),
    ):
        list(model_for(settings).stream(MESSAGES))


def test_other_errors_pass() -> None:
    settings = OpenAIChat(model="m", base_url="http://127.0.0.1:9/v1")
    with pytest.raises(KeyError), friendly_chat_errors(settings):
        raise KeyError("x")
    with pytest.raises(TimeoutError), friendly_chat_errors(NoChat()):
        raise TimeoutError
