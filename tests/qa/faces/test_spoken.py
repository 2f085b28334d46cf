"""A page is built once and sent in two languages."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.faces.spoken import OwnWords, SpokenPage, remake
from qa.speech.saying import say, speaking


def build() -> SpokenPage:
    """A page with a part of each kind."""
    page: SpokenPage
    with SpokenPage(title="提问") as page, gr.Tab("问答"):
        gr.Textbox("提问", label="问题", placeholder="输入问题，按回车发送", info="地区")
        gr.Button("停止")
        gr.Accordion("筛选范围：全部 5 份文件")
        box = gr.Dropdown([("不限范围", ""), ("提问", "提问")], label="层级", value="")
        remake(box, choices=lambda: [(say("不限范围"), ""), ("提问", "提问")])
    return page


def props(page: SpokenPage, kind: str) -> dict[str, Any]:
    """What a part of the page is sent as."""
    found: dict[str, Any] = next(
        one["props"] for one in page.config["components"] if one["type"] == kind
    )
    return found


def test_in_chinese_the_page_is_sent_as_it_was_built() -> None:
    page = build()
    assert page.config is page._config
    assert (props(page, "textbox")["label"], page.config["title"]) == ("问题", "提问")


def test_in_english_its_words_are_english_and_its_values_are_not_touched() -> None:
    page = build()
    with speaking(english=True):
        assert page.config["title"] == "Ask"
        text = props(page, "textbox")
        assert (text["label"], text["info"], text["value"]) == ("Question", "Region", "提问")
        assert text["placeholder"].startswith("Type a question")
        assert props(page, "button")["value"] == "Stop"
        assert props(page, "tabitem")["label"] == "Ask"
        assert props(page, "accordion")["label"] == "Documents to search: all 5"
        assert props(page, "dropdown")["choices"] == [
            ("Search all documents", ""),
            ("提问", "提问"),
        ]
    assert props(page, "textbox")["label"] == "问题"


def test_gradio_speaks_its_own_english() -> None:
    words = OwnWords(en={"common.or": "或"})
    assert words.translations_dict == {"en": {"common.or": "或"}}
    with speaking(english=True):
        assert words.translations_dict == {}
