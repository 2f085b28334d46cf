"""The page in a browser that reads English, over the real library."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from qa.engine import Engine
from tests.browsing import CHROMIUM, serving
from tests.test_page_accessibility import faults_at_widths

pytestmark = [
    pytest.mark.models,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
TABS = ("Ask", "Find a citation", "Check a draft", "Compare targets", "Library", "Evaluation")
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
DRAFT = "到2030年，南充市非化石能源消费比重达到50%。"
CHINESE_WORDS = """(documents) => {
  const chinese = /[\\u4e00-\\u9fff]/, found = [];
  const seen = (one) => one.checkVisibility() && !one.closest(`script, style, ${documents}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: one } = walker.currentNode;
    if (chinese.test(data) && seen(one)) found.push(data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "data-confirm"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (chinese.test(one.getAttribute(name)) && seen(one)) found.push(one.getAttribute(name));
  return found;
}"""
"""The Chinese that can be seen, and that readers of the screen are told, of no document."""
DOCUMENTS = "[lang=zh-CN]"
"""What the page marks as words of documents and users."""
MIXED = (
    ".card .place, .card .source, .beside .place, details summary, .report a, #comparison table, "
    "#dialogues [data-act=delete], #document-head a, .open"
)
"""Places and titles, which hold words of both."""


@pytest.fixture(scope="module")
def served(real_engine: Engine) -> Iterator[str]:
    environment = {"TANWEN_LLM": "none"}
    with serving(real_engine.data, environment) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(served: str, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(served)
    expect(page.get_by_label("Question", exact=True)).to_be_visible(timeout=60_000)
    return page


def chinese_words(page: Page, also: str = "") -> list[str]:
    """The Chinese on a page that is not of documents."""
    documents = f":is({DOCUMENTS}{', ' + also if also else ''})"
    found: list[str] = page.evaluate(CHINESE_WORDS, documents)
    return found


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    page.wait_for_timeout(500)


def test_a_fresh_page_is_english_in_every_tab(page: Page) -> None:
    assert page.title() == "Tanwen: carbon peak and neutrality policy"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("tab").all_inner_texts()[: len(TABS)] == list(TABS)
    for name in TABS:
        open_tab(page, name)
        assert chinese_words(page, "#dialogues .open, #dialogues [data-act=delete]") == [], name
        assert faults_at_widths(page) == [], name


def test_lists_to_choose_from_are_offered_in_english(page: Page) -> None:
    page.get_by_text(re.compile(r"Documents to search: all \d+")).click()
    page.get_by_label("Level", exact=True).click()
    options = page.get_by_role("option").all_inner_texts()
    assert len(options) > 1
    assert all(re.search(r"\(\d+\)$", one) for one in options)
    page.get_by_role("option").first.click()
    heading = page.get_by_text(re.compile(r"^Documents to search: Level: \S+ \(\d+ documents?\)$"))
    expect(heading).to_be_visible()


def test_an_answer_is_chinese_in_an_english_frame(page: Page) -> None:
    page.get_by_label("Question", exact=True).fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    turn = page.locator(".turn").first
    expect(turn.locator(".acts")).to_be_visible(timeout=60_000)
    expect(turn.locator(".answer")).to_contain_text("比重达到41.5%")
    expect(turn).to_contain_text("Every sentence has been checked against the clauses it cites")
    expect(page.locator("#evidence h2").first).to_have_text("Sources: question 1")
    expect(page.locator("#evidence .place").first).to_contain_text("pp. 3–4")
    expect(turn.get_by_role("button", name="Export Word")).to_be_visible()
    assert chinese_words(page, MIXED) == []
    page.get_by_label("Question", exact=True).fill("？？？")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(
        "Question: nothing is given; please type something"
    )


def test_a_draft_is_judged_in_english_and_its_file_is_chinese(page: Page) -> None:
    open_tab(page, "Check a draft")
    page.get_by_label("Draft", exact=True).fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    article = page.locator(".report article").first
    expect(article).to_contain_text("Figure differs", timeout=60_000)
    expect(article).to_contain_text("50% is not in the cited clause")
    assert chinese_words(page, MIXED) == []
    with page.expect_download() as download:
        page.get_by_text("Download HTML").click()
    written = download.value.path().read_text(encoding="utf-8")
    assert ("数据不符" in written, "Figure differs" in written) == (True, False)


def test_a_citation_is_found_in_english_and_copied_in_chinese(page: Page) -> None:
    open_tab(page, "Find a citation")
    page.get_by_label("Text to look up").fill("非化石能源消费比重达41.5%")
    hit = page.locator(".hit").first
    expect(hit.locator(".source")).to_contain_text("[word for word]")
    expect(hit.get_by_role("button", name="Copy Official style")).to_be_visible()
    expect(hit.locator(".words").first).to_contain_text("（南府发〔2024〕1号）第二部分")
    assert chinese_words(page, MIXED) == []


def test_figures_are_compared_in_english(page: Page) -> None:
    open_tab(page, "Compare targets")
    page.get_by_label("Indicator", exact=True).press_sequentially("森林覆盖率")
    page.get_by_role("option", name=re.compile(r"^森林覆盖率 \(\d+ targets, ")).first.click()
    page.get_by_role("button", name="Compare", exact=True).click()
    table = page.locator("#comparison table").first
    expect(table).to_contain_text("Not mentioned", timeout=30_000)
    assert table.locator("thead th").all_inner_texts()[:2] == ["Region", "2025"]
    assert chinese_words(page, MIXED) == []


def test_a_document_is_shown_in_english_furniture(page: Page) -> None:
    open_tab(page, "Library")
    page.locator("#catalogue").get_by_role("link").first.click()
    expect(page.locator("#document-head code").first).not_to_have_text("Being computed…")
    expect(page.locator("#document-head")).to_contain_text("Source file SHA-256")
    assert chinese_words(page, MIXED) == []


def test_who_reads_chinese_is_sent_no_english(served: str, browser: Browser) -> None:
    for language in ("zh-CN", "zh-TW", "zh-HK"):
        context = browser.new_context(locale=language)
        page = context.new_page()
        page.goto(served)
        expect(page.get_by_role("tab", name="文件库")).to_be_visible(timeout=60_000)
        assert page.title() == "碳问：双碳政策文件问答"
        assert page.evaluate("[document.documentElement.lang, window.gradio_config.words]") == [
            "zh-CN",
            None,
        ]
        context.close()
