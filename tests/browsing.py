"""A served page in a real browser, and a chat model that takes its time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from playwright.sync_api import Browser, expect

from eval.browsing import CHROMIUM as CHROMIUM
from eval.browsing import FLAGS as FLAGS
from eval.browsing import Visit as Visit
from eval.browsing import serving as serving


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    """The page at an address, in a window of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.goto(address)
    # Whoever types before the page has asked for its list may lose the focus.
    expect(page.locator("#dialogues h2")).to_have_count(1, timeout=60_000)
    expect(page.get_by_label("问题", exact=True)).to_be_visible()
    yield visit
    context.close()


class Outside(ThreadingHTTPServer):
    """Another host, on 127.0.0.1, that keeps what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), OutsideHandler)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Outside:
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()


class OutsideHandler(BaseHTTPRequestHandler):
    server: Outside

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


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
