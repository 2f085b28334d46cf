"""Answers as Markdown, read as chat clients read it: nothing that a text holds becomes a mark."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from qa.answering.model import Answer, AnswerSentence, Status, Timings
from qa.api.completion_text import write_answer, write_rest
from qa.citations import Citation
from qa.engine import Engine
from tests.qa.answering.answerers import make_answerer
from tests.qa.packs.test_markdown import HOSTILE, kinds, shown
from tests.qa.passages import passage

ADDRESSES = [
    "http://evil.example/a?b=c", "见 https://例子.cn/甲", "www.evil.example", "HTTP://A.CN/_x_",
    "mail@evil.example", "mailto:a@b.cn", "evil.example/path", "http://a.cn`http://b.cn", "http://a|b",
]  # fmt: skip
CHATTY = [
    r"\[x^2\]",
    r"\(x\)",
    "$$x$$",
    "<think>想</think>",
    "<details>",
    "(http://a.cn)",
    "甲!",
    "\\",
]
LINKED = re.compile(r"https?://|www\.|\w@\w+\.|\w\.example", re.IGNORECASE)
"""What some client makes a link of where it stands outside of code."""
MARKED = re.compile(rf"<\w|\\[\[(]|\$|{LINKED.pattern}", re.IGNORECASE)
"""The same, and what begins a formula or a block."""
FORMS = [
    AnswerSentence("", (1,), Status.SUPPORTED),
    AnswerSentence("", (1,), Status.QUOTED),
    AnswerSentence("", (1,), Status.QUOTED, line=True),
    AnswerSentence("", (1, 2), Status.SUPPORTED, line=True, label=""),
]


def make_answer(text: str) -> Answer:
    """An answer that says ``text`` in every form that there is, and everywhere else."""
    sides = AnswerSentence(f"{text}：{text}", (1,), Status.SUPPORTED, line=True, label=text)
    sentences = [replace(one, text=text) for one in FORMS for _ in range(2)]
    cited = passage(text, title=text, clause_path=(text,))
    return Answer(
        question=text,
        answer=text,
        refused=False,
        sentences=(*sentences, sides, sides),
        citations=(Citation(1, text, cited), Citation(2, text, cited)),
        nearest=(cited,),
        llm="none",
        timings=Timings(0, None, 0),
        notes=(text,),
    )


@pytest.mark.parametrize("text", [*HOSTILE, *ADDRESSES, *CHATTY])
def test_text_that_looks_like_marks_is_text(text: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(write_answer(make_answer(text)))
    usual = kinds(parser.parse(write_answer(make_answer("到2025年。"))))
    assert kinds(tokens) <= usual | {"code_inline"}
    texts = [shown(token) for token in tokens if token.type == "inline"]
    plain = text.strip()
    assert f"{plain}[1]{plain}[1]" in texts
    assert texts.count(f"{plain}[1]") >= 3
    assert f"“{text.rstrip()}”" in texts
    outside = [c.content for t in tokens for c in t.children or [] if c.type == "text"]
    assert not [one for one in outside if LINKED.search(one)]


@pytest.mark.parametrize("text", CHATTY)
def test_formulas_and_blocks_of_clients_are_not_begun(text: str) -> None:
    assert not MARKED.search(re.sub(r"\\\n|`[^`]*`", "", write_answer(make_answer(text))))


def test_sentences_in_their_forms() -> None:
    sentences = (
        AnswerSentence("到2025年，达到41.5%。", (1,), Status.SUPPORTED),
        AnswerSentence("没有核对上的话。", (), Status.UNSUPPORTED, "没有写出所问的数字"),
        AnswerSentence("达到43.5%。", (2,), Status.SUPPORTED),
        AnswerSentence("原文甲，\n原文乙。", (1, 2), Status.QUOTED),
        AnswerSentence("1.项", (1,), Status.QUOTED, line=True),
        AnswerSentence("2.项", (1,), Status.QUOTED, line=True, reason="模型写的“九成”未核对上"),
        AnswerSentence("淄博市：10%以上", (1,), Status.SUPPORTED, line=True, label="淄博市"),
        AnswerSentence("南充市：41.5%", (2,), Status.SUPPORTED, line=True, label="南充市"),
        AnswerSentence("相差31.5个百分点。", (1, 2), Status.SUPPORTED, line=True),
    )
    answer = replace(make_answer(""), sentences=sentences, citations=(), nearest=(), notes=("注",))
    assert write_answer(answer).split("\n\n") == [
        "到2025年，达到41.5%。[1]达到43.5%。[2]",
        "> 原文甲，\\\n> 原文乙。[1][2]",
        "- 1.项[1]\n- 2.项[1]",
        "| 比较对象 | 原文 |\n| --- | --- |\n| 淄博市 | 10%以上[1] |\n| 南充市 | 41.5%[2] |",
        "相差31.5个百分点。[1][2]",
        "**说明**",
        "- 注\n- 对话模型写的话未核对上的：略去了 1 句，换成原文 1 句。",
    ]


def test_a_refusal_with_the_nearest_clauses(small_engine: Engine) -> None:
    answer = make_answerer(small_engine.view).ask("今天天气怎么样")
    assert answer.refused
    blocks = write_rest(answer).split("\n\n")
    assert blocks[:2] == ["资料中未找到依据。", "**说明**"]
    assert blocks[3] == "**最接近的条款（不是依据，仅供查阅）**"
    assert len(blocks) == 4 + 2 * len(answer.nearest)
    assert answer.nearest[0].text.split("\n")[0] in blocks[5]
