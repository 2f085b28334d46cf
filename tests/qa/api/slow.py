"""An engine whose answers take as long as a test wants; as a program, a server of one."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from qa.answering.answerer import Answerer
from qa.answering.model import Answer, Retrieved
from qa.answering.model import Event as Told
from qa.dialogue import Turn
from qa.engine import Engine
from qa.faces.server import serve_page
from qa.phrasing.pieces import Draft
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import ServerSettings, Settings
from tests.conftest import build_engine
from tests.fakes import HashEncoder
from tests.small_library import SMALL_LIBRARY

STEP = 0.05
"""Seconds between two drafts."""


class SlowAnswerer(Answerer):
    """Finds the passages at once, writes for some seconds, then gives the answer of its like."""

    def __init__(self, engine: Engine, seconds: float, closed: Event) -> None:
        settings = engine.settings
        super().__init__(engine.view, settings.answer, settings.retrieval.passages, engine.chat)
        self._seconds = seconds
        self._closed = closed

    def stream(
        self, text: str, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Iterator[Told]:
        first, *others = super().stream(text, filters, history)
        assert isinstance(first, Retrieved)
        assert isinstance(others[-1], Answer)
        yield first
        try:
            for _ in range(int(self._seconds / STEP)):
                time.sleep(STEP)
                yield Draft("到2025年")
        except GeneratorExit:
            self._closed.set()
            raise
        yield from others


class SlowEngine(Engine):
    """An engine over the library of another, with slow answers."""

    def __init__(self, other: Engine, seconds: float, server: ServerSettings) -> None:
        super().__init__(Settings(llm="none", server=server), other.data, other.cache)
        self.encoder = HashEncoder()
        self.seconds = seconds
        self.closed = Event()
        """Set when an answer was left before its end."""

    @property
    def answerer(self) -> Answerer:
        return SlowAnswerer(self, self.seconds, self.closed)


def main(folder: str, port: str, seconds: str, stop_seconds: str) -> None:
    """Serve the small library with slow answers, from ``folder``, until stopped."""
    settings = ServerSettings(stop_seconds=float(stop_seconds))
    engine = build_engine(Path(folder), SMALL_LIBRARY)
    serve_page(SlowEngine(engine, float(seconds), settings), "127.0.0.1", int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
