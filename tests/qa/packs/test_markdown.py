"""Packs in Markdown, read by a parser of CommonMark with tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.packs.answers import answer_pack
from qa.packs.making import PackMaker
from qa.packs.markdown import to_markdown
from tests.qa.answering.answerers import Ask
from tests.qa.packs.conftest import make_pack

QUESTION = "淄博市和南充市2025年非化石能源消费比重分别是多少？"
HOSTILE = [
    "# 标题", "> 引", "- 项", "+ 项", "1. 项", "2) 项", "---", "===", "***", "```", "~~~", "    代码",
    "<script>alert(1)</script>", "<!-- 注", "&lt;b&gt; &copy;", "[甲](http://a.cn)", "![图](x.png)",
    "[1]: http://a.cn", "[^1]", "*斜* **粗** _斜_ ~~删~~", "`码`", "a | b", "| --- |", ":-- | --:", "$x^2$", "尾\\",
]  # fmt: skip


def parse(content: bytes) -> list[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(content.decode())


def shown(token: Token) -> str:
    """The text of an inline token as a reader sees it."""
    breaks = {"hardbreak", "softbreak"}
    children = token.children or []
    return "".join("\n" if one.type in breaks else one.content for one in children)


def kinds(tokens: Sequence[Token]) -> set[str]:
    inline = (child for token in tokens for child in token.children or [])
    return {one.type for one in (*tokens, *inline)}


def items(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """The texts of each item of the outermost lists."""
    texts: list[str] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1:
            texts = []
        elif token.type == "inline":
            texts.append(shown(token))
        elif token.type == "list_item_close" and token.level == 1:
            yield texts
            texts = []


def test_an_answer_with_its_sources_as_a_list(ask: Ask, maker: PackMaker) -> None:
    pack = answer_pack(ask(QUESTION), maker)
    tokens = parse(to_markdown(pack))
    headings = [
        shown(tokens[at + 1]) for at, one in enumerate(tokens) if one.type == "heading_open"
    ]
    assert headings == ["政策问答依据", "一、问题", "二、答复", "三、依据", "四、编制说明"]
    texts = [shown(one) for one in tokens if one.type == "inline"]
    assert any(one.startswith("南充市：") and one.endswith("奠定坚实基础。[2]") for one in texts)
    listed = list(items(tokens))
    assert len(pack.sources) == 2
    for source, item in zip(pack.sources, listed, strict=False):
        assert item == [
            f"[{source.number}] {source.official}",
            f"“{source.quote}”",
            *source.details,
        ]
    assert [one for (one,) in listed[2:]] == list(pack.about)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_marks_is_text(text: str) -> None:
    quote = f"甲{text}\n{text}"
    tokens = parse(to_markdown(make_pack(text, quote)))
    assert kinds(tokens) == kinds(parse(to_markdown(make_pack("到2025年。", "甲\n乙"))))
    texts = [shown(one) for one in tokens if one.type == "inline"]
    plain = text.strip()
    assert texts[0] == plain
    assert f"{plain}[1][2]又一句。" in texts
    assert texts.count(f"“甲{text.rstrip()}\n{plain}”") == 2
    cells = [at for at, one in enumerate(tokens) if one.type in ("th_open", "td_open")]
    assert [shown(tokens[at + 1]) for at in cells] == ["地区", plain, "南充", plain]


def test_control_characters_are_left_out() -> None:
    text = to_markdown(make_pack("甲\x00\x1b乙\r\n丙", "丁\x0b戊")).decode()
    assert text.startswith("# 甲乙 丙\n")
    assert "“丁戊”" in text
    assert all(char.isprintable() for char in text.replace("\n", ""))


def test_a_link_leads_to_its_address() -> None:
    tokens = parse(to_markdown(make_pack("题", "甲")))
    links = [
        child.attrs["href"]
        for token in tokens
        for child in token.children or []
        if child.type == "link_open"
    ]
    assert links == ["http://www.example.cn/a_b"] * 2
