"""The tab 核对文稿: a draft pasted or dropped in, its claims marked, its findings beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import InputError, TanwenError
from qa.drafts.checking import DraftChecker
from qa.drafts.html import findings_html
from qa.drafts.models import DraftReport
from qa.drafts.reading import KINDS, check_kind, parse_draft
from qa.drafts.writing import MAKERS
from qa.engine import Engine
from qa.faces.downloads import file_button, give, lay_out
from qa.faces.events import AT_ONCE
from qa.faces.html import error_html, progress_html, status_html
from qa.faces.offered import offer_anew
from qa.faces.safe import safe
from qa.faces.stopping import Stops
from qa.faces.waiting import in_turn
from qa.speech.saying import say

PASTED = "文稿.txt"
"""What a draft is called that was pasted."""
DOWNLOADS = {".docx": "下载 Word（带批注）", ".html": "下载网页", ".json": "下载 JSON"}
STOPPED = "已停止核对。"
CHECKS = Stops()
Shown = tuple[Any, ...]
"""How far it is, the findings, and a file for each of `DOWNLOADS`."""
Updates = Generator[Shown, None, None]


def check_tab(engine: Engine, tab: gr.Tab) -> None:
    """The tab's parts, within a page."""
    with gr.Row():
        with gr.Column(scale=3, min_width=320):
            text = gr.Textbox(
                label="文稿",
                placeholder="把文稿粘贴到这里",
                lines=10,
                max_lines=18,
                elem_id="draft",
            )
        with gr.Column(scale=2, min_width=320):
            file = gr.File(label="或选择文件（txt、md、docx）", file_types=list(KINDS), height=140)
            region = gr.Dropdown(
                list(engine.view.regions),
                label="文稿所属地区",
                info="可不选；文中的“我市”“全省”指这里",
                value=None,
            )
    with gr.Row():
        start = gr.Button("核对", variant="primary")
        stop = gr.Button("停止", variant="stop", visible=False)
    state = gr.HTML("", elem_id="checking", apply_default_css=False)
    with gr.Row():
        files = [file_button(label) for label in DOWNLOADS.values()]
    findings = gr.HTML("", elem_id="findings", apply_default_css=False)

    async def answer(
        typed: str, path: str | None, place: str | None, request: gr.Request
    ) -> AsyncIterator[Shown]:
        def work() -> Updates:
            return check(engine, typed, path, place)

        shown: Shown = (gr.skip(),) * (2 + len(DOWNLOADS))
        with CHECKS.begun(request) as stopped:
            async for shown in in_turn(request, work, show_line, stopped):
                yield *shown, gr.update(visible=True)
            if stopped.is_set():
                shown = show_line(say(STOPPED))
        yield *shown, gr.update(visible=False)

    start.click(
        answer,
        [text, file, region],
        [state, findings, *files, stop],
        show_progress="hidden",
        api_name="check",
        concurrency_limit=None,
    )
    stop.click(CHECKS.stop, None, None, **AT_ONCE)
    offer_anew(engine, tab, [region], lambda: [engine.view.regions])


def check(engine: Engine, text: str, path: str | None, region: str | None) -> Updates:
    """What the tab shows while a draft is checked."""
    try:
        content, name = read_given(text, path)
        draft = parse_draft(content, name, engine.settings.drafts)
        total = len(draft.claims)
        yield show_progress(0, total)
        for report in DraftChecker(engine).steps(draft, region or None):
            yield show_progress(len(report.findings), total)
    except TanwenError as error:
        yield show(error_html(error))
        return
    yield show_report(content, report)


def read_given(text: str, path: str | None) -> tuple[bytes, str]:
    """The draft's bytes and its name.

    Raises:
        InputError: nothing is given, both are, or the file is of a kind that is not read.
    """
    if path is None:
        if not text.strip():
            raise InputError("还没有文稿，请粘贴文字或选择文件")
        return text.encode("utf-8", "replace"), PASTED
    if text.strip():
        raise InputError("文字和文件都填了，请只留一样：清空文字，或移除文件")
    file = Path(path)
    check_kind(file.name)
    return file.read_bytes(), file.name


def show_line(line: str) -> Shown:
    """One line in place of findings: how many are before, or why it is not checked."""
    return show(status_html(safe(line)))


def show_progress(done: int, total: int) -> Shown:
    """How many sentences are done, in place of findings."""
    return show(progress_html(say(f"正在核对：{done} / {total} 句"), done, total))


def show(state: str, findings: str = "", files: Sequence[str] = ()) -> Shown:
    """The tab, with those files that there are."""
    paths = [*files, *[None] * (len(DOWNLOADS) - len(files))]
    return state, findings, *map(give, paths)


def show_report(content: bytes, report: DraftReport) -> Shown:
    """The findings, with the files to download."""
    stem = f"{Path(report.draft.name).stem}-核对"
    try:
        files = [lay_out(MAKERS[suffix](content, report), stem, suffix) for suffix in DOWNLOADS]
        state = status_html(safe(say(f"已核对：{report.draft.name}")))
    except InputError as error:
        files, state = [], error_html(error)
    return show(state, f'<div class="report">{findings_html(report, "check-", say)}</div>', files)
