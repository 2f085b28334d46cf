"""The tab 指标对照: one indicator, place by place and year by year, each figure with its clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from corpus.errors import TanwenError
from corpus.library import Library
from qa.comparing.catalogue import CatalogueLine, list_indicators
from qa.comparing.compare import compare
from qa.comparing.models import Comparison
from qa.comparing.places import Places
from qa.engine import Engine
from qa.faces.compared import comparison_html
from qa.faces.downloads import file_button, give, lay_out
from qa.faces.html import error_html
from qa.faces.offered import offer_anew, remake_choices
from qa.faces.saving import make_packs
from qa.packs.comparisons import comparison_file, title_of
from qa.packs.making import PackMaker
from qa.speech.saying import say

DOWNLOADS = {".csv": "下载 CSV", ".xlsx": "下载 Excel", ".docx": "下载 Word"}
Shown = tuple[Any, ...]
"""The comparison, and a file for each of `DOWNLOADS`."""


def compare_tab(engine: Engine, tab: gr.Tab) -> None:
    """The tab's parts, within a page."""
    indicators, places, spans = choices(engine.view.library)
    with gr.Row():
        indicator = gr.Dropdown(
            indicators,
            label="指标",
            info="输入几个字来找；也可写自己的说法",
            value=None,
            allow_custom_value=True,
            scale=3,
            min_width=320,
        )
        regions = gr.Dropdown(
            places,
            label="地区",
            info="可选几个；不选则列出所有",
            multiselect=True,
            scale=2,
            min_width=220,
        )
        years = gr.Dropdown(
            spans,
            label="年份",
            info="可选几年；可写 2025-2030",
            multiselect=True,
            allow_custom_value=True,
            scale=2,
            min_width=220,
        )
    start = gr.Button("对照", variant="primary")
    with gr.Row():
        files = [file_button(label) for label in DOWNLOADS.values()]
    shown = gr.HTML("", elem_id="comparison", apply_default_css=False)

    def answer(asked: str | None, places: list[str], spans: list[str]) -> Shown:
        return show_comparison(engine, asked or "", places, spans)

    start.click(
        answer,
        [indicator, regions, years],
        [shown, *files],
        api_name="compare",
        concurrency_limit=2,
    )
    boxes = [indicator, regions, years]
    remake_choices([indicator], lambda: choices(engine.view.library))
    offer_anew(engine, tab, boxes, lambda: choices(engine.view.library))


def choices(library: Library) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """The indicators with their counts, the places, the years."""
    lines = list_indicators(library)
    years = sorted({year for line in lines for year in line.years})
    named = [(name_line(line), line.group.label) for line in lines]
    return named, list(Places(library).known), list(map(str, years))


def name_line(line: CatalogueLine) -> str:
    """An indicator with its counts: 森林覆盖率（7 条，4 地，2025—2030年）."""
    years = "—".join(map(str, dict.fromkeys((line.years[0], line.years[-1])))) if line.years else ""
    parts = (f"{line.targets} 条", f"{line.regions} 地", f"{years}年" if years else "")
    counts = say(f"（{'，'.join(part for part in parts if part)}）")
    return f"{line.group.label}{counts}"


def show_comparison(
    engine: Engine, asked: str, regions: Sequence[str], years: Sequence[str]
) -> Shown:
    """A comparison with the files to download; one line for what cannot be compared."""
    try:
        comparison = compare(engine.view.library, asked, regions, years)
    except TanwenError as error:
        return error_html(error), *[give(None) for _ in DOWNLOADS]
    return comparison_html(comparison), *make_files(comparison, make_packs(engine))


def make_files(comparison: Comparison, maker: PackMaker) -> list[Any]:
    """The downloads of a comparison."""
    stem = f"{title_of(comparison)}-对照"
    paths = (
        lay_out(comparison_file(comparison, maker, suffix), stem, suffix) for suffix in DOWNLOADS
    )
    return [give(path) for path in paths]
