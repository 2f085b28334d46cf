"""Examples of questions, found once for each library."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from qa.faces.examples import find_examples

if TYPE_CHECKING:
    from qa.engine import Engine


class Examples:
    """The examples of the library in use."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._folder = ""
        self._questions: list[str] = []

    def questions(self) -> list[str]:
        """The examples, found anew where the library has changed."""
        with self._lock:
            if self._folder != (folder := self._engine.view.folder.name):
                self._folder, self._questions = folder, find_examples(self._engine)
            return self._questions
