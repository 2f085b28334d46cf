"""What the buttons 停止 stop, by open page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr  # Not for the types alone: Gradio reads of them what a handler takes.


class Stops:
    """The running works of one kind, at most one for each open page."""

    def __init__(self) -> None:
        self._running: dict[str, threading.Event] = {}

    @contextmanager
    def begun(self, request: gr.Request) -> Iterator[threading.Event]:
        """What is set when the page that asks for the work wants no more of it."""
        session, stop = request.session_hash or "", threading.Event()
        self._running[session] = stop
        try:
            yield stop
        finally:
            if self._running.get(session) is stop:
                del self._running[session]

    def stop(self, request: gr.Request) -> None:
        """Stop what the open page has begun, if it still can be."""
        if stop := self._running.get(request.session_hash or ""):
            stop.set()
