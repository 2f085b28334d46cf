"""The Gradio page and its first tab, 问答: the clauses first, then the answer by sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gradio as gr

from corpus.errors import TanwenError
from qa.dialogue import Turn as Message
from qa.engine import Engine
from qa.faces.downloads import KEPT
from qa.faces.html import Turn, dialogue_html, evidence_html
from qa.faces.page_check import check_tab
from qa.faces.page_cite import cite_tab
from qa.faces.page_compare import compare_tab
from qa.faces.page_library import library_tab
from qa.faces.page_reports import reports_tab
from qa.query import clean_question

TITLE = "碳问：双碳政策文件问答"
FOLDER = Path(__file__).parent
CSS = (FOLDER / "page.css", FOLDER / "page_library.css", FOLDER.parent / "drafts" / "report.css")
SCRIPTS = (FOLDER / "page.js", FOLDER / "page_library.js", FOLDER.parent / "drafts" / "report.js")
EXAMPLES = (
    "南充市2025年非化石能源消费比重目标是多少？",
    "淄博市“十四五”期间新增光伏发电装机容量要达到多少？",
    "克拉玛依市2025年非化石能源发电装机比重达到多少？",
)
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
WORDS = {
    "common.or": "或",
    "upload_text.drop_file": "将文件拖放到此处",
    "upload_text.click_to_upload": "点击上传",
}
"""What Gradio itself says, for browsers that are not set to Chinese."""
Turns = list[Turn]
Shown = tuple[str, str, Turns, str]
"""Dialogue, evidence, state, and what is left in the question box."""


def build_page(engine: Engine) -> gr.Blocks:
    """The page over an engine."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=KEPT) as page:
        gr.HTML(f"<h1>{TITLE}</h1><p>每句话都注明出处；查不到依据就说查不到。</p>", elem_id="title")
        with gr.Tab("问答"):
            ask_tab(engine)
        with gr.Tab("查引文"):
            cite_tab(engine)
        with gr.Tab("核对文稿") as checked:
            check_tab(engine, checked)
        with gr.Tab("指标对照") as compared:
            compare_tab(engine, compared)
        with gr.Tab("文件库") as library:
            library_tab(engine, library)
        with gr.Tab("评测") as reports:
            reports_tab(engine, reports)
    return page


def ask_tab(engine: Engine) -> None:
    """The tab 问答, within a page."""
    turns = gr.State([])
    with gr.Row():
        with gr.Column(scale=3, min_width=320):
            dialogue = gr.HTML("", elem_id="dialogue")
            question = gr.Textbox(
                label="问题", placeholder="输入问题，按回车发送", lines=1, autofocus=True
            )
            with gr.Row():
                send = gr.Button("提问", variant="primary")
                stop = gr.Button("停止")
            gr.Examples([[example] for example in EXAMPLES], question, label="例如")
        with gr.Column(scale=2, min_width=320):
            evidence = gr.HTML("", elem_id="evidence")

    def answer(text: str, asked: Turns) -> Iterator[Shown]:
        yield from respond(engine, text, asked)

    asking = gr.on(
        [send.click, question.submit],
        answer,
        [question, turns],
        [dialogue, evidence, turns, question],
        show_progress="hidden",
        api_name="ask",
        concurrency_limit=2,
    )
    stop.click(None, cancels=[asking])


def respond(engine: Engine, text: str, asked: Turns) -> Iterator[Shown]:
    """What the page shows while a question is answered."""
    turn = Turn(len(asked) + 1, text.strip())
    try:
        limit = engine.settings.answer.question_chars
        cleaned = clean_question(text, limit)
        turn = replace(turn, question=cleaned)
        yield show(asked, turn, "")
        history = messages(asked)
        whole = engine.understand(cleaned, history)
        for event in engine.answerer.stream(whole, history=history):
            turn = turn.after(event)
            yield show(asked, turn, "")
    except TanwenError as error:
        turn = replace(turn, question=turn.question[:200] or "（空）", error=str(error))
        yield show(asked, turn, text if len(text) <= limit else "")


def messages(turns: Turns) -> list[Message]:
    """The questions of the dialogue so far, for resolving a follow-up."""
    return [Message("user", turn.question) for turn in turns if not turn.error]


def show(asked: Turns, turn: Turn, left: str) -> Shown:
    """The page with ``turn`` as its last one."""
    turns = [*asked, turn]
    return dialogue_html(turns), evidence_html(turns), turns, left


def page_theme() -> gr.themes.Base:
    """A theme whose fonts are those of the machine itself."""
    theme = gr.themes.Default(
        primary_hue="green", font=FONTS, font_mono=("ui-monospace", "monospace")
    )
    # Gradio's own grey of hints is too pale to read.
    return theme.set(
        block_info_text_color="*neutral_600", block_info_text_color_dark="*neutral_300"
    )


def page_head() -> str:
    """The page's own scripts; no other is loaded from anywhere."""
    return "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in SCRIPTS)
