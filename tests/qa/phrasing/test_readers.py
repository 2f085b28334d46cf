from __future__ import annotations

import pytest

from qa.phrasing.json_form import JsonReader
from qa.phrasing.line_form import LineReader, line_grammar
from qa.phrasing.pieces import Draft, PhrasingError, Written
from qa.phrasing.sentences import is_chinese


def read(reader: LineReader | JsonReader, text: str) -> list[Written]:
    """What comes of a text that is given character by character."""
    found = [piece for char in text for piece in reader.feed(char)]
    return [piece for piece in found if isinstance(piece, Written)] + list(reader.finish())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1] 甲。\n[2] 乙。\n", [Written("甲。", (1,)), Written("乙。", (2,))]),
        ("[1, 12]甲。", [Written("甲。", (1, 12))]),
        ("甲。[1][2]", [Written("甲。", (1, 2))]),
        ("1. 甲【3】。\n\n- 乙。", [Written("甲。", (3,)), Written("乙。", ())]),
        ("1.2亿千瓦。", [Written("1.2亿千瓦。", ())]),
        ("国发［2021］23号。[1]", [Written("国发［2021］23号。", (1,))]),
        ("```\n[1] 甲。\n```", [Written("甲。", (1,))]),
        ("\n  \n[3]", []),
    ],
    ids=["plain", "several", "at the end", "list", "decimal", "number", "fence", "empty"],
)
def test_lines(text: str, expected: list[Written]) -> None:
    assert read(LineReader(), text) == expected


def test_a_number_is_no_draft() -> None:
    reader = LineReader()
    assert list(reader.feed("[1")) == []
    assert list(reader.feed("] 到")) == [Draft("到")]
    assert list(reader.feed("2025年")) == [Draft("到2025年")]


def test_the_grammar_names_only_what_was_given_out() -> None:
    grammar = line_grammar([2, 5], 3)["grammar"]
    assert 'id ::= "2" | "5"' in grammar
    assert "root ::= line{1,3}" in grammar


@pytest.mark.parametrize(
    "text",
    [
        '{"answer":[{"evidence":[1],"text":"甲“乙”。"},{"evidence":[12],"text":"丙。"}]}',
        '好的。\n```json\n{"answer": [{"text": "甲“乙”。", "evidence": [1]},\n'
        ' {"text": "丙。", "evidence": [12]}]}\n```',
        '<think>{"answer":[]}</think>{"answer":[{"evidence":[1],"text":"\\u7532“乙”。","x":0},'
        '{"evidence":[12],"text":"丙。"}]}',
    ],
    ids=["plain", "fence, text first", "thoughts, escapes"],
)
def test_json(text: str) -> None:
    assert read(JsonReader(), text) == [Written("甲“乙”。", (1,)), Written("丙。", (12,))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"answer":[{"evidence":[1],"text":"甲', "写到一半"),
        ('{"answer":[{"evidence":["一"],"text":"甲。"}]}', "格式"),
        ('{"answer":"甲。"}', "格式"),
        ("[1] 甲。", "格式"),
        ('{"answer":[甲]}', "格式"),
        ("<think>想", "格式"),
        ("", "格式"),
    ],
    ids=["cut", "types", "no list", "lines", "malformed", "only thoughts", "nothing"],
)
def test_what_is_no_such_json(text: str, reason: str) -> None:
    with pytest.raises(PhrasingError, match=reason):
        read(JsonReader(), text)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("到2025年，CCUS、CCS和E2（Energy Efficiency）等技术得到推广。", True),
        ("41.5%", True),
        ("The share reaches 41.5% by 2025.", False),
        ("According to 《方案》, the share is 41.5%.", False),
    ],
)
def test_chinese(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese
