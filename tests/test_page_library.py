"""The tab 文件库 in a real browser, over a small library of its own that it changes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from qa.access import guard
from qa.access.visitors import Role, Visitor
from qa.api.app import serve
from qa.engine import Engine
from qa.faces.server import build_app
from tests.browsing import CHROMIUM, Outside, Visit, serving
from tests.qa.api.conftest import listening
from tests.small_library import SMALL_LIBRARY

pytestmark = [
    pytest.mark.models,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PLAN = "杭州市碳达峰试点实施方案（试行）.docx"
FIGURE = "到2027年，杭州市非化石能源消费比重达到23.7%。"
BARE_FRAME = """(source) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.srcdoc = source;
    document.body.append(frame);
}"""
"""A frame as reports have it, but for their policy."""
READ = 30_000
"""Milliseconds to wait until a file is in the library."""


def tanwen(data: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command over a library, without a chat model."""
    environment = {
        **os.environ,
        "TANWEN_DATA": str(data),
        "TANWEN_LLM": "none",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-c", "from eval.cli import main; main()", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library is the small one, made with the real sentence model."""
    folder: Path = tmp_path_factory.mktemp("library")
    sources = folder / "sources"
    sources.mkdir()
    for name, text in SMALL_LIBRARY.items():
        (sources / name).write_text(text, encoding="utf-8")
    with tanwen(folder / "data", "ingest", str(sources)) as process:
        process.communicate(timeout=300)
        assert process.returncode == 0
    return folder / "data"


@pytest.fixture(scope="module")
def served(library: Path) -> Iterator[str]:
    with serving(library, {"TANWEN_LLM": "none"}) as address:
        yield address


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that the library does not hold."""
    document = Document()
    document.add_heading("杭州市碳达峰试点实施方案", 0)
    document.add_heading("一、主要目标", 1)
    document.add_paragraph(FIGURE)
    document.add_heading("二、保障措施", 1)
    document.add_paragraph("加强组织领导，落实各方责任。")
    path = tmp_path / PLAN
    document.save(str(path))
    return path


def test_readers_see_no_controls(
    small_engine: Engine, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "identify", lambda *_: Visitor("读者", Role.READER))
    with listening(build_app(serve(small_engine))) as address:
        page = browser.new_page(locale="zh-CN")
        page.goto(address)
        page.get_by_role("tab", name="文件库").click()
        page.locator("#catalogue").get_by_role("link").first.click()
        expect(page.locator("#document-head code").first).not_to_have_text("正在计算…")
        expect(page.get_by_role("button", name="移除源文件")).to_have_count(0)
        page.get_by_role("button", name="返回目录").click()
        expect(page.locator("#catalogue tbody tr")).to_have_count(7)
        expect(page.get_by_role("button", name="添加文件")).to_have_count(0)
        page.close()


def find(page: Page, text: str) -> None:
    """Type into the catalogue's search box."""
    page.get_by_label("查找文件").fill(text)


def test_a_file_is_added_found_asked_for_and_removed(
    visit: Visit, plan: Path, library: Path, tmp_path: Path
) -> None:
    page = visit.page
    wrong = tmp_path / "程序.pdf"
    wrong.write_bytes(b"MZ\x90\x00" + bytes(200))
    visit.open("文件库")
    page.get_by_role("button", name="添加文件").click()
    page.locator("#library-add input[type=file]").set_input_files([plan, wrong])
    expect(page.locator("#library-add")).to_contain_text("程序", timeout=READ)
    page.get_by_role("button", name="加入文件库").click()
    report = page.locator("#adding")
    expect(report).to_contain_text(f"新增 {PLAN}：1 份文件、", timeout=READ)
    expect(report).to_contain_text("没有加入 程序.pdf：这不是 PDF 文件")
    find(page, "杭州 方案")
    row = page.locator("#catalogue tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("杭州市")

    visit.open("问答")
    visit.ask("杭州市2027年非化石能源消费比重目标是多少？")
    visit.answered(1)
    expect(page.locator(".answer").first).to_contain_text("23.7%")

    visit.open("文件库")
    row.get_by_role("link").click()
    head = page.locator("#document-head")
    expect(head).to_contain_text(PLAN)
    page.locator("#document-body nav").get_by_role("link", name="一、主要目标").click()
    expect(page.locator(".whole .text:target")).to_contain_text(FIGURE)
    page.get_by_role("button", name="移除源文件").click()
    asked = page.locator("#removing")
    expect(asked).to_contain_text(f"将从文件库移除 {PLAN}：1 份文件")
    assert list((library / "uploads").glob("*.docx"))
    page.get_by_role("button", name="确认移除").click()
    expect(asked).to_contain_text("移除 1 个源文件", timeout=READ)
    page.get_by_role("button", name="返回目录").click()
    find(page, "杭州")
    expect(page.locator("#catalogue")).to_contain_text("没有符合的文件")
    assert not list((library / "uploads").glob("*.docx"))


def test_the_catalogue_is_sorted_from_the_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.open("文件库")
    page.locator("#catalogue th").get_by_role("button", name="日期").focus()
    for state, first in (("ascending", "2020-12-31"), ("descending", "2024-01-22")):
        page.keyboard.press("Enter")
        head = page.locator("#catalogue th[aria-sort]")
        expect(head).to_have_attribute("aria-sort", state)
        expect(head.get_by_role("button")).to_be_focused()
        expect(page.locator("#catalogue tbody tr").first).to_contain_text(first)


def test_an_address_opens_a_document_at_a_clause(visit: Visit, served: str) -> None:
    page = visit.page
    visit.open("文件库")
    page.locator("#catalogue").get_by_role("link", name="碳排放权交易管理办法（试行）").click()
    expect(page.locator("#document-head")).to_contain_text("由文件旁的 .toml 更正：标题、发文机关")
    title = page.locator("#document-head h2")
    expect(title).to_be_focused()
    above, below = page.locator("#library-back").bounding_box(), title.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] - above["y"] - above["height"] < 30
    address = page.url
    assert "?doc=" in address
    page.goto(f"{address}&clause=2")
    clause = page.locator("#clause-2")
    expect(clause).to_be_focused(timeout=30_000)
    expect(clause).to_contain_text("第十二条")
    hosts = {url.split("/")[2] for url in visit.requests if url.startswith("http")}
    assert hosts == {served.removeprefix("http://")}


def test_a_narrow_screen_shows_the_tabs_and_does_not_scroll_sideways(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("文件库", "评测"):
        visit.open(tab)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_report_is_shown_in_a_frame_that_runs_and_loads_nothing(
    visit: Visit, library: Path
) -> None:
    folder = library / "reports" / "我的评测"
    folder.mkdir(parents=True)
    (folder / "report.md").write_text("# 评测", encoding="utf-8")
    page = visit.page
    visit.open("评测")
    with Outside() as outside:
        (folder / "report.html").write_text(
            "<!doctype html><title>评</title><h1>自己的报告</h1>"
            f"<script>document.body.id='ran'</script><img src='{outside.url}/report.png'>",
            encoding="utf-8",
        )
        page.get_by_role("button", name="我的评测").click()
        frame = page.frame_locator("#report iframe")
        expect(frame.get_by_role("heading")).to_have_text("自己的报告")
        assert frame.locator("#ran").count() == 0
        # A frame beside it without the report's policy does load its picture, and later.
        page.evaluate(BARE_FRAME, f"<img src='{outside.url}/bare.png'>")
        deadline = time.monotonic() + 10
        while not outside.asked and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        assert outside.asked == ["/bare.png"]
