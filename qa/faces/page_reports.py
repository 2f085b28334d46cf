"""The tab 评测: the evaluation reports that there are, each opened in the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import gradio as gr

from corpus.errors import InputError
from qa.engine import Engine
from qa.faces.events import AT_ONCE
from qa.faces.html import error_html
from qa.faces.reports import FIGURES, ReportEntry, find_reports, read_html, read_text
from qa.faces.safe import safe
from qa.faces.spoken import remake
from qa.faces.tables import wide_html
from qa.speech.saying import say

BOX = "report-open"
"""The hidden box that a report's key is written into."""
POLICY = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)
"""Stands before a report, so that it can load and run nothing."""
MODELS = {"bundled": "随附模型", "none": "不用模型"}
"""What the list calls the chat models of these names; others stand as they are."""
SCROLLED = '<div class="scrolled" role="region" tabindex="0" aria-label="{}">'
LEFT_OUT = ("image", "link", "autolink", "html_block", "html_inline")
"""What of Markdown is shown as it is written."""


def reports_tab(engine: Engine, tab: gr.Tab) -> None:
    """The tab's parts, within a page."""
    own = engine.data / engine.settings.server.reports
    opened = gr.Textbox(visible="hidden", elem_id=BOX, label="要打开的报告")
    reports = gr.HTML(
        reports_html(find_reports(own), own), elem_id="reports", apply_default_css=False
    )
    remake(reports, value=lambda: reports_html(find_reports(own), own))
    report = gr.HTML("", elem_id="report", apply_default_css=False)
    tab.select(
        lambda: reports_html(find_reports(own), own),
        None,
        reports,
        **AT_ONCE,
    )
    opened.change(
        lambda key: report_html(find_reports(own), key.strip()),
        opened,
        report,
        trigger_mode="multiple",
        **AT_ONCE,
    )


def reports_html(reports: Sequence[ReportEntry], own: Path) -> str:
    """The list of reports, and how to make one."""
    command = safe(f"tanwen eval run {say('题集.jsonl')} --out {own / say('名称')}")
    said = say(f"在终端运行 <code>{command}</code>，报告会出现在这里。")
    how = f'<p class="note">{said}</p>'
    if not reports:
        return f"<p>{say('还没有评测报告。')}</p>{how}"
    names = ("报告", "日期", "题集", "对话模型", "题数", *FIGURES.values())
    head = (f'<th scope="col">{say(name)}</th>' for name in names)
    return how + wide_html("评测报告", head, map(row_html, reports))


def row_html(one: ReportEntry) -> str:
    """A report."""
    figures = one.figures or {}
    date = say("随附") if one.is_shipped else f"{one.changed:%Y-%m-%d %H:%M}"
    model = say(MODELS.get(one.llm or "", one.llm or ""))
    known = (date, one.set, model, None if one.items is None else str(one.items))
    rates = (f"{figures[name]:.1%}" if name in figures else None for name in FIGURES)
    cells = "".join(f"<td>{safe(text or '—')}</td>" for text in (*known, *rates))
    link = (
        f'<button type="button" class="link" data-box="{BOX}" data-value="{escape(one.key)}">'
        f"{safe(one.name)}</button>"
    )
    return f'<tr><th scope="row">{link}</th>{cells}</tr>'


def report_html(reports: Sequence[ReportEntry], key: str) -> str:
    """A report of the list: its own page in a frame that runs nothing, else its Markdown."""
    found = next((one for one in reports if one.key == key), None)
    try:
        if found is None:
            raise InputError("没有这份报告，请重新打开“评测”看现有的")
        title = f'<h2 tabindex="-1">{safe(found.name)}</h2>'
        page = read_html(found)
        if page is not None:
            return title + frame_html(page, found.name)
        return title + markdown_html(read_text(found.folder / found.markdown))
    except InputError as error:
        return error_html(error)


def frame_html(page: str, name: str) -> str:
    """A page from outside in a frame without scripts, forms, links out, or anything loaded."""
    return (
        f'<iframe sandbox="" referrerpolicy="no-referrer" title="{say("评测报告")} {safe(name)}" '
        f'srcdoc="{escape(POLICY + page)}"></iframe>'
    )


def markdown_html(text: str) -> str:
    """Markdown as HTML; markup, pictures and links in it are shown as they are written."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = str(parser.disable(LEFT_OUT, ignoreInvalid=True).render(text))
    scrolled = SCROLLED.format(say("表格，可左右滚动"))
    return html.replace("<table>", f"{scrolled}<table>").replace("</table>", "</table></div>")
