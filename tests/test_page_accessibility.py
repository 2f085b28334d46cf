"""The page by axe-core's rules and from the keyboard, in a real browser over the real library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from eval.scenes import QUESTION, SCENES
from qa.access.account_file import change_accounts
from qa.access.visitors import Role
from qa.api.app import serve
from qa.engine import Engine
from tests.browsing import CHROMIUM, Visit, serving, visiting
from tests.qa.api.conftest import listening, mounted

pytestmark = [
    pytest.mark.models,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
WIDTHS = (1440, 390)
THEMES = ("light", "dark")
CANNOT_BE_MENDED: tuple[tuple[str, str, str], ...] = ()
"""Rule, a part of the selector, and why; for what lies within Gradio out of reach of the page."""
FIND = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21aa"], resultTypes: ["violations"] });
  return found.violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      [id, target.flat().join(" "), failureSummary])) }"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return { id: one.id, tag: one.tagName, text: one.innerText, mark: one.matches("a.mark"),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0,
    colour: style.outlineColor, behind: getComputedStyle(document.body).backgroundColor } }"""
FROM_THE_START = """() => {
  const first = document.createElement("i");
  first.tabIndex = -1;
  document.body.prepend(first);
  first.focus();
  first.remove() }"""
"""Where the focus is when it comes from the address bar."""


@pytest.fixture(scope="module")
def served(real_engine: Engine) -> Iterator[str]:
    with serving(real_engine.data, {"TANWEN_LLM": "none"}) as address:
        yield address


@cache
def axe() -> str:
    """The source of axe-core, which the package brings along."""
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[list[str]]:
    """Rule, selector and explanation of each serious or critical fault that can be mended."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found: list[list[str]] = page.evaluate(FIND)
    return [
        [rule, target, why]
        for rule, target, why in found
        if not any(rule == known and part in target for known, part, _ in CANNOT_BE_MENDED)
    ]


def faults_at_widths(page: Page) -> list[object]:
    """The faults at each of `WIDTHS`."""
    found: list[object] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(200)
        found += [(width, *fault) for fault in faults(page)]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_no_tab_has_a_serious_fault(served: str, browser: Browser, theme: str) -> None:
    with visiting(browser, f"{served}/?__theme={theme}") as visit:
        assert visit.page.evaluate("document.body.matches('.dark')") == (theme == "dark")
        found = {"empty": faults_at_widths(visit.page)}
        for scene in SCENES:
            scene.play(visit)
            found[scene.name] = faults_at_widths(visit.page)
        visit.page.locator("#reports .link").first.click()
        expect(visit.page.locator("#report :is(iframe, h1)").first).to_be_visible()
        found["report"] = faults_at_widths(visit.page)
    assert {name: some for name, some in found.items() if some} == {}


def test_a_fault_would_be_found(visit: Visit) -> None:
    visit.page.evaluate("document.querySelector('#title').innerHTML = '<img src=\"data:,\">'")
    assert [fault[0] for fault in faults(visit.page)] == ["image-alt"]


def test_the_page_names_its_language(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize(
    ("theme", "language", "title"),
    [
        ("light", "zh-CN", "登录碳问"),
        ("dark", "zh-CN", "登录碳问"),
        ("light", "en-US", "Log in to Tanwen"),
    ],
)
def test_the_login_page_has_no_serious_fault(
    small_engine: Engine, browser: Browser, tmp_path: Path, theme: str, language: str, title: str
) -> None:
    users = tmp_path / "users.json"
    change_accounts(
        users, lambda old: old.with_new("王", Role.READER, "碳达峰-2030-不难记", date(2026, 1, 5))
    )
    with listening(mounted(serve(small_engine, users))) as address:
        scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
        context = browser.new_context(color_scheme=scheme, locale=language)
        page = context.new_page()
        page.goto(f"{address}/login")
        expect(page).to_have_title(title)
        assert page.evaluate("document.documentElement.lang") == language.removesuffix("-US")
        assert faults_at_widths(page) == []
        page.get_by_role("textbox").first.fill("王")
        page.locator("input[type=password]").fill("不对")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert faults_at_widths(page) == []
        context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_a_question_is_asked_and_its_clause_read_from_the_keyboard(
    served: str, browser: Browser, theme: str
) -> None:
    with visiting(browser, f"{served}/?__theme={theme}") as visit:
        page = visit.page
        page.evaluate(FROM_THE_START)
        tabs = [tab_on(page)["text"] for _ in SCENES]
        assert tabs == [scene.tab for scene in SCENES]
        tab_until(page, "TEXTAREA")
        page.keyboard.type(QUESTION)
        assert tab_on(page)["id"] == "send"
        page.keyboard.press("Enter")
        visit.answered(1)
        page.evaluate(FROM_THE_START)
        tab_until(page, "A")
        mark = visit.turn(1).locator("a.mark").first
        expect(mark).to_be_focused()
        page.keyboard.press("Enter")
        card = page.locator("#evidence .card:target")
        expect(card).to_be_focused()
        expect(card.locator("mark").first).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(mark).to_be_focused()
        expect(card).to_have_count(0)


def tab_on(page: Page) -> dict[str, str]:
    """Press Tab; what has the focus then, which is to be seen."""
    page.keyboard.press("Tab")
    focused: dict[str, str] = page.evaluate(FOCUSED)
    assert focused["seen"], focused
    assert contrast(focused["colour"], focused["behind"]) >= 3, focused
    return focused


def tab_until(page: Page, tag: str) -> None:
    """Press Tab until something with this tag has the focus."""
    assert any(tab_on(page)["tag"] == tag for _ in range(40))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of the form rgb(r, g, b), as WCAG 2.1 reckons it."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2.1 defines it."""
    parts = [int(part) / 255 for part in colour.strip("rgba()").split(",")[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
