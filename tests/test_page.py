"""The page in a real browser, over the real library and models."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from qa.engine import Engine
from tests.browsing import CHROMIUM, Visit, serving

pytestmark = [
    pytest.mark.models,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"


@pytest.fixture(scope="module")
def served(real_engine: Engine) -> Iterator[str]:
    with serving(real_engine.data, {}) as address:
        yield address


def test_clauses_come_first_then_an_answer_whose_marks_lead_to_them(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    expect(page.locator(".card").first).to_be_visible(timeout=30_000)
    assert page.locator(".answer a.mark").count() == 0
    visit.answered(1)
    expect(page.locator(".answer").first).to_contain_text("41.5%")
    page.locator(".answer a.mark").first.click()
    target = page.locator(".card:target")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("南府发〔2024〕1号")
    expect(target).to_contain_text("二、主要目标")
    expect(target).to_contain_text("第3—4页")
    expect(target.locator("mark")).to_contain_text("非化石能源消费比重达41.5%")


def test_earlier_marks_still_lead_to_their_clauses(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.answered(1)
    visit.ask("克拉玛依市2027年的碳市场配额总量是多少")
    visit.answered(2)
    expect(visit.page.locator(".turn").nth(1)).to_contain_text("资料中未找到依据")
    visit.page.locator(".turn").nth(0).locator("a.mark").first.click()
    expect(visit.page.locator(".card:target")).to_contain_text("南府发〔2024〕1号")


def test_bad_input_is_answered_in_one_line(visit: Visit) -> None:
    visit.ask("？？？")
    expect(visit.page.get_by_role("alert")).to_contain_text("问题是空的")


def test_markup_in_a_question_is_text(visit: Visit) -> None:
    visit.ask("<script>document.title='x'</script><b id='bold'>今天天气怎么样</b>")
    visit.answered(1)
    expect(visit.page.locator(".question").first).to_contain_text("<b id='bold'>")
    assert visit.page.locator("#bold").count() == 0


def test_the_page_asks_no_other_host(visit: Visit, served: str) -> None:
    visit.ask(QUESTION)
    visit.answered(1)
    hosts = {re.sub(r"^\w+://([^/]+).*", r"\1", url) for url in visit.requests if "//" in url}
    assert hosts == {served.removeprefix("http://")}


def test_a_narrow_screen_does_not_scroll_sideways(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.ask(QUESTION)
    visit.answered(1)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_text_is_looked_up_while_it_is_typed_and_its_citation_copied(visit: Visit) -> None:
    page = visit.page
    visit.open("查引文")
    page.get_by_label("要查的文字").press_sequentially("非化石能源消费比重达41.5%", delay=40)
    hit = page.locator(".hit").first
    expect(hit.locator("mark").first).to_have_text("非化石能源消费比重达41.5%")
    sent = [url for url in visit.requests if "queue/join" in url]
    hit.get_by_role("button", name="复制公文引文").click()
    expect(hit.get_by_role("button", name="复制公文引文")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"
    )
    # One request for the whole text besides those of opening the page, not one a key.
    assert len(sent) <= 4


def test_composed_text_is_looked_up_when_it_is_settled(visit: Visit) -> None:
    visit.open("查引文")
    visit.page.get_by_label("要查的文字").click()
    keyboard = visit.page.context.new_cdp_session(visit.page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "tanhui", "selectionStart": 6, "selectionEnd": 6}
    )
    visit.page.wait_for_timeout(1000)
    assert visit.page.locator("#found").inner_text().strip() == ""
    keyboard.send("Input.insertText", {"text": "碳汇"})
    expect(visit.page.locator(".hit mark").first).to_contain_text("碳汇")


def test_copying_where_the_clipboard_is_closed(visit: Visit) -> None:
    page = visit.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    visit.open("查引文")
    page.get_by_label("要查的文字").fill("南府发〔2024〕1号")
    page.get_by_role("button", name="复制GB/T 7714—2015").first.click()
    expect(page.locator("#said")).to_have_text("已复制")
    page.get_by_label("要查的文字").fill("")
    page.get_by_label("要查的文字").press("Control+v")
    expect(page.get_by_label("要查的文字")).to_have_value(re.compile(r"南府发〔2024〕1号\[A\]"))


def test_a_draft_is_checked_filtered_and_downloaded(visit: Visit) -> None:
    page = visit.page
    visit.open("核对文稿")
    page.get_by_label("文稿", exact=True).fill(
        "到2030年，南充市非化石能源消费比重达到50%。<img src=x onerror=\"document.title='x'\">"
        "到2030年，南充市非化石能源消费比重达到43.5%。"
    )
    page.get_by_role("button", name="核对", exact=True).click()
    articles = page.locator(".report article:visible")
    expect(articles).to_have_count(2, timeout=60_000)
    assert page.locator(".report img").count() == 0
    expect(page.get_by_role("button", name="停止").locator("visible=true")).to_have_count(0)
    page.get_by_role("checkbox", name="数据不符").uncheck()
    expect(articles).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_text("下载 Word").click()
    assert download.value.suggested_filename == "文稿-核对.docx"
    assert download.value.path().read_bytes()[:2] == b"PK"


def test_a_check_can_be_stopped(visit: Visit) -> None:
    page = visit.page
    visit.open("核对文稿")
    page.get_by_label("文稿", exact=True).fill("到2030年，南充市非化石能源消费比重达到50%。" * 200)
    stop = page.get_by_role("button", name="停止").locator("visible=true")
    expect(stop).to_have_count(0)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#checking progress")).to_be_visible(timeout=30_000)
    stop.click()
    expect(page.locator("#checking")).to_contain_text("已停止核对", timeout=30_000)
    expect(stop).to_have_count(0)


def test_a_matrix_whose_figures_lead_to_their_clauses(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    visit.open("指标对照")
    page.get_by_label("指标", exact=True).press_sequentially("非化石能源消费比重")
    page.get_by_role("option", name="非化石能源消费比重（").click()
    page.get_by_role("button", name="对照", exact=True).click()
    row = page.locator("#comparison tr", has_text="南充市").first
    expect(row).to_contain_text("41.5%", timeout=30_000)
    row.locator("a.mark").first.click()
    expect(page.locator(".card:target")).to_be_in_viewport()
    expect(page.locator(".card:target")).to_contain_text("南府发〔2024〕1号")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_is_as_broad_in_every_tab(visit: Visit) -> None:
    broad = []
    for tab in ("问答", "查引文", "核对文稿", "指标对照"):
        visit.open(tab)
        visit.page.wait_for_timeout(300)
        broad.append(visit.page.locator(".gradio-container").bounding_box())
    assert [box and box["width"] for box in broad] == [1280] * 4


def test_the_clauses_that_are_chosen_are_downloaded(visit: Visit) -> None:
    page = visit.page
    visit.open("查引文")
    page.get_by_label("要查的文字").fill("非化石能源消费比重达41.5%")
    chosen = page.locator("#cite-chosen").get_by_role("checkbox")
    expect(chosen).to_have_count(5)
    for number in range(1, 5):
        chosen.nth(number).uncheck()
    for button, suffix in (("下载 Word", "docx"), ("下载 Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).locator("visible=true").click()
        assert download.value.suggested_filename == f"非化石能源消费比重达41_5_-条款.{suffix}"
    written = download.value.path().read_text(encoding="utf-8")
    assert written.count("- SHA-256：") == 1
    assert "非化石能源消费比重达41.5%" in written
    page.get_by_label("要查的文字").fill("")
    expect(page.locator("#cite-chosen")).to_be_hidden()
