"""The tab 问答 in a real browser, over the real library; the chat model is a slow stand-in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from qa.access.visitors import LOCAL
from qa.dialogues.database import FILE, Database
from qa.dialogues.store import DialogueStore
from qa.dialogues.turns import State
from qa.engine import Engine
from tests.browsing import CHROMIUM, SlowChat, Visit, serving, visiting

pytestmark = [
    pytest.mark.models,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
OTHER = "淄博市2025年非化石能源消费比重目标是多少？"
RIGHT = "2025年，南充市非化石能源消费比重达41.5%。"
WRONG = "到2025年，南充市非化石能源消费比重达99%。"
BAD = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">![图](http://x.example/a.png)[链接](javascript:alert(1))\u202e"


@pytest.fixture(scope="module")
def data(real_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own, for dialogues are kept in it."""
    folder = tmp_path_factory.mktemp("ask") / "data"
    shutil.copytree(real_engine.data, folder)
    return folder


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[str]:
    with serving(data, {"TANWEN_LLM": "none"}) as address:
        yield address


def titles(page: Page) -> list[str]:
    return page.locator("#dialogues .title").all_inner_texts()


def scope(page: Page) -> str:
    return page.locator("#composer .label-wrap").inner_text().split("\n")[0]


def test_an_example_is_asked_at_once_and_its_dialogue_is_found_again(visit: Visit) -> None:
    page = visit.page
    example = page.locator(".welcome button").first
    question = example.inner_text()
    example.click()
    visit.answered(1)
    expect(visit.turn(1).locator("a.mark").first).to_be_visible()
    expect(page.locator("#dialogues li[aria-current] .title")).to_have_text(question)
    shown = visit.turn(1).locator(".answer").inner_text()
    page.reload()
    expect(visit.turn(1).locator(".answer")).to_have_text(shown, use_inner_text=True)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.locator("#dialogues .open", has_text=question).first.click()
    expect(visit.turn(1).locator(".answer")).to_have_text(shown, use_inner_text=True)
    visit.turn(1).locator("a.mark").first.click()
    expect(page.locator("#evidence .card:target mark")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_mark_opens_its_clause_and_esc_leads_back(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    visit.ask(QUESTION)
    visit.answered(1)
    mark = visit.turn(1).locator("a.mark").first
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator("#evidence .card:target")
    expect(card.locator("mark")).to_be_in_viewport()
    expect(card).to_contain_text("（南府发〔2024〕1号）")
    expect(card).to_contain_text("二、主要目标　第3—4页")
    expect(card.locator(".beside")).to_have_count(2)
    expect(card.locator(".beside").first).to_contain_text("上一条")
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    expect(card).to_have_count(0)
    mark.click()
    card.get_by_text("回到回答").click()
    expect(mark).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_are_counted_chosen_told_and_kept(visit: Visit) -> None:
    page = visit.page
    assert re.fullmatch(r"筛选范围：全部 \d+ 份文件", scope(page))
    page.locator("#composer .label-wrap").click()
    page.get_by_label("地区", exact=True).click()
    page.get_by_role("option", name="南充市（1 份）").click()
    expect(page.locator("#composer .label-wrap")).to_contain_text("地区：南充市（1 份文件）")
    page.get_by_role("option", name="淄博市（1 份）").click()
    years = page.get_by_label("发布年份")
    years.fill("2021-2023")
    years.press("Enter")
    years.fill("2024")
    years.press("Enter")
    said = "地区：南充市或淄博市、发布年份：2021-2023或2024（2 份文件）"
    expect(page.locator("#composer .label-wrap")).to_contain_text(said)
    visit.ask("非化石能源消费比重2025年目标是多少？")
    visit.answered(1)
    expect(visit.turn(1)).to_contain_text("筛选范围：地区：南充市或淄博市、年份：2021-2023或2024")
    expect(visit.turn(1).locator(".answer").first).to_contain_text("41.5%")
    page.get_by_label("层级", exact=True).click()
    page.get_by_role("option", name="企业（").click()
    expect(page.locator("#scope-wrong")).to_contain_text("没有文件同时符合这些筛选条件")
    page.reload()
    expect(page.locator("#composer .label-wrap")).to_contain_text(said)


def test_an_answer_is_copied_exported_and_rated(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    visit.answered(1)
    turn = visit.turn(1)
    turn.get_by_role("button", name="复制", exact=True).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"问：{QUESTION}\n答：")
    assert (
        "\n[1] 《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）" in copied
    )
    for name, suffix in (("导出 Word", ".docx"), ("导出 Markdown", ".md")):
        with page.expect_download() as download:
            turn.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.startswith("政策问答依据-南充市2025年")
        assert download.value.suggested_filename.endswith(suffix)
    turn.get_by_role("button", name="没用").click()
    expect(turn.locator(".said")).to_contain_text("评价已记下")
    expect(turn.get_by_label("哪里好")).to_be_focused()
    page.keyboard.type("少一句")
    page.keyboard.press("Enter")
    expect(turn.locator(".said")).to_contain_text("意见已提交")
    page.reload()
    pressed = turn.get_by_role("button", name="没用")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_dialogues_are_deleted_once_it_is_confirmed(visit: Visit) -> None:
    page = visit.page
    visit.ask(OTHER)
    visit.answered(1)
    before = len(titles(page))
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.locator("#dialogues li[aria-current] .delete").click()
    assert asked == [f"确定删除这个对话吗？\n{OTHER}"]
    assert len(titles(page)) == before
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#dialogues li[aria-current] .delete").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert len(titles(page)) == before - 1
    page.once("dialog", lambda dialog: dialog.accept())
    visit.ask(OTHER)
    visit.answered(1)
    page.get_by_role("button", name="删除全部").click()
    expect(page.locator("#dialogues li")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(0)


def test_markup_of_a_question_is_text_everywhere(visit: Visit, served: str) -> None:
    page = visit.page
    visit.ask(f"{BAD}南充市2025年森林覆盖率")
    visit.answered(1)
    expect(visit.turn(1).locator(".question")).to_contain_text("<script>")
    expect(page.locator("#dialogues .title").first).to_contain_text("<script>")
    page.reload()
    expect(visit.turn(1).locator(".question")).to_contain_text("<script>")
    assert page.title() != "x"
    assert page.locator("#dialogue :is(img, script), #dialogues :is(img, script)").count() == 0
    hosts = {re.sub(r"^\w+://([^/]+).*", r"\1", url) for url in visit.requests if "//" in url}
    assert hosts == {served.removeprefix("http://")}


def test_the_list_is_folded_away_on_a_narrow_screen(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    visit.answered(1)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#dialogue-list")).to_be_hidden()
    page.get_by_role("button", name="历史对话").click()
    expect(page.locator("#dialogue-list")).to_be_visible()


def test_an_answer_streams_is_stopped_and_broken_off(browser: Browser, data: Path) -> None:
    with (
        SlowChat([RIGHT, WRONG, WRONG.replace("99", "98")], 0.01) as chat,
        serving(data, {"TANWEN_LLM": chat.name}) as address,
        visiting(browser, address) as one,
    ):
        page, send, stop = one.page, one.page.locator("#send"), one.page.locator("#stop")
        expect(stop).to_be_hidden()
        one.ask(QUESTION)
        one.answered(1)
        expect(one.turn(1).locator(".answer")).to_contain_text(RIGHT)
        one.turn(1).locator("a.why").click()
        reasons = one.turn(1).locator("details[open]")
        expect(reasons).to_contain_text(f"已略去：“{WRONG}”（没有写出所问的 41.5%）")
        chat.pause = 0.1
        one.ask(QUESTION)
        expect(stop).to_be_visible()
        expect(send).to_be_disabled()
        expect(page.locator("#evidence h2").first).to_have_text("依据：第 2 问")
        expect(one.turn(2).locator(".draft")).to_contain_text("核对中")
        expect(one.turn(2).locator("a.mark")).to_have_count(1, timeout=20_000)
        stop.click()
        expect(one.turn(2).locator(".ended")).to_contain_text("已停止。", timeout=2_000)
        expect(one.turn(2).locator(".answer")).to_contain_text(RIGHT)
        expect(stop).to_be_hidden()
        expect(send).to_be_enabled()
        chat.pause = 0.05
        one.ask(QUESTION)
        expect(one.turn(3).locator(".draft")).to_contain_text("核对中")
        page.reload()
        # The answer goes on, and this page looks on again.
        expect(stop).to_be_visible()
        one.answered(3)
        expect(one.turn(3).locator("a.mark").first).to_be_visible()
        chat.pause = 0.4
        one.ask(QUESTION)
        expect(one.turn(4).locator(".draft")).to_contain_text("核对中", timeout=20_000)
        dialogue = page.locator("#dialogue .talk").get_attribute("data-dialogue") or ""
    # The server was told to stop in the middle of the fourth answer.
    turns = DialogueStore(Database(data / FILE)).read(LOCAL.name, dialogue)
    states = [turn.state for turn in turns]
    assert states == [State.DONE, State.STOPPED, State.DONE, State.BROKEN]
    assert turns[3].passages
