"""The Gradio page: its tabs, its look and its scripts."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from qa.engine import Engine
from qa.faces.downloads import KEPT
from qa.faces.page_ask import AskTab
from qa.faces.page_check import check_tab
from qa.faces.page_cite import cite_tab
from qa.faces.page_compare import compare_tab
from qa.faces.page_library import library_tab
from qa.faces.page_reports import reports_tab
from qa.faces.spoken import SpokenPage, remake
from qa.jobs import Jobs
from qa.speech.saying import say

TITLE = "碳问：双碳政策文件问答"
PROMISE = "每句话都注明出处；查不到依据就说查不到。"
FOLDER = Path(__file__).parent
REPORT = FOLDER.parent / "drafts"
PARTS = ("page", "ask", "page_library")
CSS = (*(FOLDER / f"{name}.css" for name in PARTS), REPORT / "report.css")
SCRIPTS = (*(FOLDER / f"{name}.js" for name in PARTS), REPORT / "report.js")
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
WORDS = {
    "common.or": "或",
    "upload_text.drop_file": "将文件拖放到此处",
    "upload_text.click_to_upload": "点击上传",
}
"""What Gradio itself says, for Chinese browsers whose language it does not know (zh-HK)."""


def build_page(engine: Engine, jobs: Jobs, leave: str = "") -> gr.Blocks:
    """The page over an engine.

    Args:
        engine: The engine.
        jobs: Those of the server, among which its answers are made.
        leave: The address where a user logs out; empty where nobody logs in.
    """
    page: SpokenPage
    with SpokenPage(title=TITLE, analytics_enabled=False, delete_cache=KEPT) as page:
        page.scripts = SCRIPTS
        remake(gr.HTML(title_html(leave), elem_id="title"), value=lambda: title_html(leave))
        with gr.Tab("问答") as asked:
            AskTab(page, asked, engine, jobs)
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


def title_html(leave: str) -> str:
    """What stands above all tabs; ``leave`` as of `build_page`."""
    link = f'<a class="leave" href="{leave}">{say("退出登录")}</a>' if leave else ""
    return f"{link}<h1>{say(TITLE)}</h1><p>{say(PROMISE)}</p>"


def page_theme() -> gr.themes.Base:
    """A theme whose fonts are those of the machine itself."""
    theme = gr.themes.Default(
        primary_hue="green", font=FONTS, font_mono=("ui-monospace", "monospace")
    )
    # Gradio's own green below white, and its grey of hints, are too pale to read.
    return theme.set(
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        color_accent="*primary_700",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_800",
        button_primary_border_color="*primary_700",
        button_primary_border_color_dark="*primary_700",
    )


def page_head() -> str:
    """The page's own scripts; no other is loaded from anywhere."""
    return "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in SCRIPTS)
