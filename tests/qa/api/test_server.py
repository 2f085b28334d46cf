"""The whole server: the page, the interface for programs and MCP side by side, and its stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx2
import pytest
from mcp import Client
from mcp_types import TextResourceContents

from eval.bench import free_port
from qa.api.app import serve
from qa.engine import Engine
from qa.faces.server import build_app
from tests.qa.api.conftest import listening
from tests.qa.api.events import read_events

QUESTION = {"question": "南充市2025年非化石能源消费比重目标是多少？"}


@pytest.fixture(scope="module")
def url(small_engine: Engine) -> Iterator[str]:
    with listening(build_app(serve(small_engine))) as url:
        yield url


def test_the_page_and_the_interface(url: str) -> None:
    page = httpx2.get(url)
    assert "碳问" in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert httpx2.get(f"{url}/api/v1/ready").json()["documents"] == 7
    assert httpx2.get(f"{url}/api/v1/nothing").status_code == 404
    assert "tanwen_requests_total" in httpx2.get(f"{url}/metrics").text


def test_an_mcp_client(url: str) -> None:
    async def run() -> None:
        async with Client(f"{url}/mcp") as client:
            assert len((await client.list_tools()).tools) == 5
            asked = {"query": "南充市2025年非化石能源消费比重", "k": 1}
            found = (await client.call_tool("search_clauses", asked)).structured_content
            assert "41.5%" in found["clauses"][0]["quote"]
            read = await client.read_resource("tanwen://documents")
            assert isinstance(read.contents[0], TextResourceContents)
            assert "南府发〔2024〕1号" in read.contents[0].text

    anyio.run(run)
    assert 'route="/mcp",status="200"' in httpx2.get(f"{url}/metrics").text


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [("Host", "evil.example", 421), ("Origin", "http://evil.example", 403)],
)
def test_mcp_is_for_this_machine(url: str, header: str, value: str, status: int) -> None:
    headers = {header: value, "Accept": "application/json, text/event-stream"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert httpx2.post(f"{url}/mcp", json=body, headers=headers).status_code == status


@contextmanager
def slow_server(
    folder: Path, seconds: float, stop_seconds: float
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A process that serves slow answers; gives its address."""
    command = [sys.executable, "-m", "tests.qa.api.slow"]
    port = free_port()
    values = [str(folder), str(port), str(seconds), str(stop_seconds)]
    with subprocess.Popen([*command, *values], stdout=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(180, process.kill)
        watchdog.start()
        assert process.stdout is not None
        assert str(port) in process.stdout.readline()
        assert f":{port}/mcp" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}", process
        assert process.wait(timeout=20) in (0, -signal.SIGTERM)
        watchdog.cancel()


@pytest.mark.parametrize(
    ("seconds", "stop_seconds", "end"),
    [(60, 0.5, "error"), (1, 10, "answer")],
    ids=["broken off", "finished"],
)
def test_a_running_answer_has_an_end_when_the_server_is_stopped(
    tmp_path: Path, seconds: float, stop_seconds: float, end: str
) -> None:
    with slow_server(tmp_path, seconds, stop_seconds) as (url, process):
        text = ""
        stream = httpx2.stream("POST", f"{url}/api/v1/ask/stream", json=QUESTION, timeout=30)
        with stream as told:
            for piece in told.iter_text():
                text += piece
                if "event: draft" in text and process.poll() is None:
                    process.terminate()
    names = [name for name, _ in read_events(text)]
    assert (names[0], names[-1], names.count(end)) == ("retrieved", end, 1)
