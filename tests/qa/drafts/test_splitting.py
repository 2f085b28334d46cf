from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.drafts.splitting import find_claims


def claims(text: str) -> list[str]:
    return [text[start:end] for start, end in find_claims(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一、总体要求", ["一、总体要求"], id="a heading is one"),
        pytest.param(
            "到2025年，比重达41.5%。到2030年，达到43.5%。",
            ["到2025年，比重达41.5%。", "到2030年，达到43.5%。"],
            id="two sentences",
        ),
        pytest.param("能做到吗？能！！", ["能做到吗？", "能！！"], id="other marks"),
        pytest.param(
            "会议指出，“要先立后破。要稳中求进。”会议强调，要抓好落实。",
            ["会议指出，“要先立后破。要稳中求进。”", "会议强调，要抓好落实。"],
            id="a quotation of two sentences stays in its sentence",
        ),
        pytest.param(
            "贯彻“绿水青山就是金山银山！”的理念。“好。”，他说。",
            ["贯彻“绿水青山就是金山银山！”的理念。", "“好。”，他说。"],
            id="a sentence goes on behind a quotation",
        ),
        pytest.param(
            '他说："甲。乙。"再说丙。',
            ['他说："甲。乙。"', "再说丙。"],
            id="straight quotation marks",
        ),
        pytest.param(
            "加快建设（见附件。另见表1。）充电桩。",
            ["加快建设（见附件。另见表1。）充电桩。"],
            id="brackets",
        ),
        pytest.param(
            "学习《出发！向着零碳》一书。再学。",
            ["学习《出发！向着零碳》一书。", "再学。"],
            id="title",
        ),
        pytest.param(
            "优化结构。（责任单位：市发展改革委）加快转型。",
            ["优化结构。", "（责任单位：市发展改革委）", "加快转型。"],
            id="a bracket that stands alone",
        ),
        pytest.param(
            "优化结构。（一）加快转型。",
            ["优化结构。", "（一）加快转型。"],
            id="a number is no bracket",
        ),
        pytest.param("（一）甲；（二）乙。", ["（一）甲；（二）乙。"], id="not at a semicolon"),
        pytest.param(
            "他说“先立后破。再说。", ["他说“先立后破。", "再说。"], id="a mark never closed"
        ),
        pytest.param("……。——", [], id="no word"),
        pytest.param("　甲。 乙。 ", ["甲。", "乙。"], id="without outer blanks"),
        pytest.param(
            "见 http://a.cn/?id=1 和附表。OK? 好!",
            ["见 http://a.cn/?id=1 和附表。", "OK?", "好!"],
            id="ASCII",
        ),
        pytest.param("消耗1.2亿千瓦时。", ["消耗1.2亿千瓦时。"], id="a decimal point"),
    ],
)
def test_claims_of_a_paragraph(text: str, expected: list[str]) -> None:
    assert claims(text) == expected


def test_a_row_is_one_claim() -> None:
    row = "重点任务 | 到2025年完成。到2030年提高。 | 市能源局"
    assert list(find_claims(row, whole=True)) == [(0, len(row))]


@given(st.text(alphabet='甲乙1。！？；“”‘’（）()《》【】"! ?　\n', max_size=60))
def test_claims_are_the_text(text: str) -> None:
    spans = list(find_claims(text))
    at = 0
    for start, end in spans:
        assert start >= at
        assert text[start:end] == text[start:end].strip()
        assert any(map(str.isalnum, text[start:end]))
        assert not any(map(str.isalnum, text[at:start]))
        at = end
    assert not any(map(str.isalnum, text[at:]))


@pytest.mark.parametrize(
    "text", ["“" * 100_000 + "）" * 100_000, '"。' * 100_000, "（。）" * 60_000]
)
def test_marks_without_end_take_no_time(text: str) -> None:
    started = time.perf_counter()
    list(find_claims(text))
    assert time.perf_counter() - started < 5
