"""A served page in a real browser, and a chat model that takes its time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Browser, Locator, Page, expect

from eval.bench import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
ANSWERED = 180_000
"""Milliseconds to wait for a whole answer."""
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Visit:
    """An open page, and what the browser asked for while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("问题", exact=True)
        box.fill(question)
        box.press("Enter")

    def turn(self, number: int) -> Locator:
        return self.page.locator(".turn").nth(number - 1)

    def answered(self, number: int) -> None:
        done = self.turn(number).locator(".acts, .ended, .refused[role=alert]")
        expect(done.first).to_be_visible(timeout=ANSWERED)

    def open(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab).click()


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    """The page at an address, in a window of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.goto(address)
    expect(page.get_by_label("问题", exact=True)).to_be_visible(timeout=60_000)
    yield visit
    context.close()


@contextmanager
def serving(data: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server of a library; it is stopped as a service manager stops it."""
    port = free_port()
    given = {**os.environ, "TANWEN_DATA": str(data), "PYTHONUNBUFFERED": "1", **environment}
    command = [sys.executable, "-m", "eval.cli", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
    ) as process:
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        assert process.stdout is not None
        assert str(port) in process.stdout.readline()
        watchdog.cancel()
        yield f"http://127.0.0.1:{port}"
        # An open page must not hold the server up.
        process.terminate()
        process.wait(timeout=20)


class SlowChat(ThreadingHTTPServer):
    """A chat model behind /v1/chat/completions on 127.0.0.1 that writes sentences, piece by piece.

    It says 有 where it is asked whether there is an answer, and waits ``pause`` seconds before
    each piece.
    """

    daemon_threads = True

    def __init__(self, sentences: Sequence[str], pause: float) -> None:
        super().__init__(("127.0.0.1", 0), SlowHandler)
        written = [{"evidence": [1], "text": sentence} for sentence in sentences]
        self.text = json.dumps({"answer": written}, ensure_ascii=False)
        self.pause = pause
        self.over = Event()

    @property
    def name(self) -> str:
        """As settings name it."""
        return f"openai:slow@http://127.0.0.1:{self.server_address[1]}/v1"

    def __enter__(self) -> SlowChat:
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class SlowHandler(BaseHTTPRequestHandler):
    server: SlowChat

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body.get("stream"):
            self._stream()
        else:
            message = {"role": "assistant", "content": "有"}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._head("application/json")
            self.wfile.write(
                json.dumps({"choices": [choice], "object": "chat.completion"}).encode()
            )

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _stream(self) -> None:
        self._head("text/event-stream")
        text = self.server.text
        try:
            for start in range(0, len(text), 4):
                if self.server.over.wait(self.server.pause):
                    return
                self._event({"content": text[start : start + 4]}, None)
            self._event({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            return  # Who asked has gone, as a reader's stop makes it.

    def _head(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def _event(self, delta: Mapping[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "model": "slow", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()
