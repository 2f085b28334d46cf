from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from qa.api.app import serve
from qa.faces.server import build_app
from tests.browsing import CHROMIUM, visiting
from tests.conftest import build_engine
from tests.qa.api.conftest import listening
from tests.small_library import SMALL_LIBRARY

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
ASK_WHEN_FOUND = """(pause) => {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    setTimeout(() => document.querySelector("#send").click(), pause) });
  observer.observe(document.querySelector("#found"), { childList: true, subtree: true }) }"""
TRIES = 10
"""Without the mend about one in four waits for ever."""


def test_what_is_asked_while_a_look_up_ends_is_answered(browser: Browser, tmp_path: Path) -> None:
    engine = build_engine(tmp_path, SMALL_LIBRARY)
    with listening(build_app(serve(engine))) as address:
        for number in range(TRIES):
            with visiting(browser, address) as visit:
                page = visit.page
                page.get_by_label("问题", exact=True).fill(QUESTION)
                visit.open("查引文")
                expect(page.locator("#found")).to_be_attached()
                page.evaluate(ASK_WHEN_FOUND, 2 * number)
                page.locator("#cite-text textarea").fill("非化石能源消费比重")
                done = visit.turn(1).locator(".acts, .ended, .refused[role=alert]")
                expect(done).to_be_attached(timeout=10_000)
