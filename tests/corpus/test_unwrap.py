from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Line
from corpus.readers.pages import drop_page_numbers, number_lines
from corpus.typography import display_width
from corpus.unwrap import clean_line, find_measure, unwrap

FULL = "为深入贯彻落实党中央、国务院决策部署，根据国家碳达峰试点建"
"""A full line of 28 wide characters, as in the shipped plans."""


def paragraphs(*lines: str) -> list[str]:
    """The paragraphs of wrapped lines, among enough full lines to show the measure."""
    padding = [FULL] * 20 + ["末行。"]
    text = "\n\n".join([*lines, *padding])
    return [paragraph.text for paragraph in unwrap(number_lines(text.split("\n")))]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (
            (FULL[:-4] + "到 20", "25年，非化石能源消费比重提高到 6%左右。"),
            FULL[:-4] + "到20" + "25年，非化石能源消费比重提高到6%左右。",
        ),
        ((FULL[:-2] + "1.", "2亿千瓦以上。"), FULL[:-2] + "1.2亿千瓦以上。"),
        (
            ("第十九条 企业应当于每年 3月 15日前披露上一年度 1月 1日至", "12月 31日的环境信息。"),
            "第十九条 企业应当于每年3月15日前披露上一年度1月1日至12月31日的环境信息。",
        ),
        ((FULL[:-3] + "CCUS", "pilot项目。"), FULL[:-3] + "CCUS pilot项目。"),
        ((FULL[:-1] + "第", "（一）项规定执行。"), FULL[:-1] + "第（一）项规定执行。"),
    ],
    ids=["a year", "a decimal", "stray spaces", "Latin words", "a reference to a numbered item"],
)
def test_a_full_line_goes_on(lines: tuple[str, str], joined: str) -> None:
    assert paragraphs(*lines)[0] == joined


@pytest.mark.parametrize(
    "second",
    ["二、主要目标", "（一）能源绿色低碳转型行动", "1. 加快新能源开发利用。", "第三条 本办法"],
)
def test_a_numbered_line_begins_a_paragraph(second: str) -> None:
    first = FULL[:-1] + "。"
    assert paragraphs(first, second)[:2] == [first, second]


def test_rows_of_a_table_are_not_joined() -> None:
    row = "2020 年 15.9 2025 年 20.0 2030 年 25.0 单位 百分比 约束性 指标"
    assert paragraphs(row, row.replace("15.9", "16.1"))[0] == row


def test_a_page_break_inside_a_figure_is_joined() -> None:
    text = f"{FULL}\n\n" * 10 + f"{FULL[:-1]}2\n 030年前实现碳达峰。"
    last = unwrap(number_lines(text.split("\n")))[-1]
    assert last.text.endswith("2030年前实现碳达峰。")
    assert (last.first.page, last.last.page) == (1, 2)


def test_lines_that_are_whole_paragraphs_are_left_alone(shipped: dict[str, list[str]]) -> None:
    lines = number_lines(shipped["001_27f558fe02dedf99.txt"])
    assert find_measure(lines) is None
    texts = [paragraph.text for paragraph in unwrap(lines)]
    assert "二、主要目标" in texts
    (target,) = [text for text in texts if "非化石能源消费比重提高至10%以上" in text]
    assert target.startswith("“十四五”期间，我市产业结构")


def test_origins_name_the_line_and_page_of_each_character() -> None:
    text = unwrap(number_lines([FULL, ""] * 9 + [" 实施方案。"]))[-1]
    offset = text.text.index("实施方案")
    assert (text.at(offset - 1).line, text.at(offset).line, text.at(offset).page) == (17, 19, 2)


def test_stray_spaces_leave_figures_but_not_names() -> None:
    assert clean_line(Line(1, 1, "到 2025年，电网 220 千伏")) == "到2025年，电网220千伏"
    assert clean_line(Line(1, 1, "中共中央 国务院")) == "中共中央 国务院"


def test_widths_are_columns() -> None:
    assert display_width("碳ＣO2，") == 8


LINES = st.lists(st.text("碳中和二、（一）1.2%。；， 2030A\u3000", max_size=40), max_size=30)


@given(LINES)
def test_no_character_is_lost_or_invented(lines: list[str]) -> None:
    numbered = number_lines(lines)
    joined = "".join(paragraph.text for paragraph in unwrap(numbered))
    assert fold(joined) == fold("".join(line.text for line in numbered))


def fold(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_no_character_of_the_shipped_documents_is_lost(shipped: dict[str, list[str]]) -> None:
    for lines in shipped.values():
        kept = drop_page_numbers(number_lines(lines))[0]
        joined = "".join(paragraph.text for paragraph in unwrap(kept))
        source = "".join(line.text for line in kept)
        assert fold(joined) == fold(source)


def test_an_indent_that_the_file_shows_tells_where_a_paragraph_begins() -> None:
    """Neither the width nor the punctuation of the line before tells it here."""
    ended = FULL[:-1] + "。"
    lines = [
        Line(1, 1, FULL, indented=True),
        Line(2, 1, ended, indented=False),
        Line(3, 1, FULL, indented=False),
        Line(4, 1, "其余任务按年度推进", indented=False),
        Line(5, 1, FULL, indented=True),
        Line(6, 1, FULL[:-2], indented=True),
    ]
    joined = [paragraph.text for paragraph in unwrap(lines, measure=56)]
    assert joined == [FULL + ended + FULL + "其余任务按年度推进", FULL, FULL[:-2]]


def test_a_number_alone_goes_on_with_its_term() -> None:
    lines = [
        Line(1, 1, "3.1", numbered=2),
        Line(2, 1, "环境信息 environmental information of all financial"),
        Line(3, 1, "institutions"),
        Line(4, 1, "与金融机构的经营活动产生的环境影响有关的信息。"),
    ]
    assert [paragraph.text for paragraph in unwrap(lines, measure=56)] == [
        "3.1 环境信息 environmental information of all financial institutions",
        "与金融机构的经营活动产生的环境影响有关的信息。",
    ]


def test_a_box_does_not_go_on_in_its_caption() -> None:
    caption = "专栏3 生物基化学纤维和可降解纤维材料技术攻关与产业化"
    found = paragraphs(caption, "纤维高效柔性制备。")[:2]
    assert found == [caption.replace(" ", ""), "纤维高效柔性制备。"]
