"""The served page in a real browser, as tests and the pictures of the README see it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from corpus.errors import SetupError
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
        """Ask a question in the tab 问答."""
        box = self.page.get_by_label("问题", exact=True)
        box.fill(question)
        box.press("Enter")

    def turn(self, number: int) -> Locator:
        """A question with its answer, counted from 1."""
        return self.page.locator(".turn").nth(number - 1)

    def answered(self, number: int) -> None:
        """Wait until a question has its whole answer, or is refused."""
        done = self.turn(number).locator(".acts, .ended, .refused[role=alert]")
        expect(done.first).to_be_visible(timeout=ANSWERED)

    def open(self, tab: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=tab).click()


@contextmanager
def serving(data: Path, environment: Mapping[str, str], folder: Path = ROOT) -> Iterator[str]:
    """The address of a server of a library; it is stopped as a service manager stops it.

    Args:
        data: The data folder, as the server is told it.
        environment: What it is told besides.
        folder: Where it is started.

    Raises:
        SetupError: it does not start within two minutes.
        TimeoutExpired: it does not end within 20 seconds.
    """
    port = free_port()
    given = {**os.environ, "TANWEN_DATA": str(data), "PYTHONUNBUFFERED": "1", **environment}
    command = [sys.executable, "-m", "eval.cli", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=given, stdout=subprocess.PIPE, text=True
    ) as process:
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        if process.stdout is None or str(port) not in process.stdout.readline():
            raise SetupError("网页没有启动，原因见上")
        watchdog.cancel()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                # An open page must not hold the server up.
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
