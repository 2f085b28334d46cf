"""Dates of documents and meetings in questions."""

from __future__ import annotations

import pytest

from qa.occasions import find_occasions, find_sayings
from qa.query import analyse


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2021年11月APEC峰会上，“1+N”里的1和N各指什么？", ("2021-11",)),
        ("习近平2021年1月和2022年1月两次在达沃斯讲话", ("2021-01", "2022-01")),
        ("按2022年储能进市场的那个通知，什么样的项目算独立储能？", ("2022",)),
        ("2022版双碳文件汇编分哪几类", ("2022",)),
        ("南充市2025年非化石能源消费比重目标是多少？", ()),
        ("到2025年的循环经济规划目标", ()),
        ("2030年前碳达峰行动方案怎么说", ()),
    ],
)
def test_a_year_that_dates_a_document_or_a_meeting(text: str, dates: tuple[str, ...]) -> None:
    assert find_occasions(text) == dates


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "钱，2020年9月联大说的和2021年11月APEC上说的",
            {"2020年9月联大说": "2020-09", "2021年11月APEC上说": "2021-11"},
        ),
        (
            "2021年1月和2022年1月两次在达沃斯讲话",
            {"2021年1月": "2021-01", "2022年1月两次在达沃斯讲话": "2022-01"},
        ),
        ("2020年11月巴黎和平论坛上的说法", {"2020年11月巴黎和平论坛上": "2020-11"}),
        ("2021年说了多少，2022年呢", {"2021年说": "2021"}),
        ("2025年和2030年的比重", {}),
        ("2025年提出多少，2030年提出多少", {}),
        ("2022年6月底前和2021年3月至5月", {}),
    ],
)
def test_when_and_where_something_was_said(text: str, said: dict[str, str]) -> None:
    assert {text[start:end]: date for (start, end), date in find_sayings(text).items()} == said


def test_what_a_sentence_has_to_name_depends_on_its_documents_date() -> None:
    question = analyse("2021年的意见里，2025年的比重是多少？")
    assert question.years_asked("2021-10-24") == {2025}
    assert question.years_asked("2022-01-01") == {2021, 2025}
    assert question.years_asked(None) == {2021, 2025}
