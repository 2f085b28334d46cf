from __future__ import annotations

import pytest

from corpus.errors import InputError
from qa.query import analyse, clean_question, find_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("南充市2025年目标", (2025,)),
        ("“十四五”期间新增光伏", (2025,)),
        ("到2030年比2005年下降", (2030, 2005)),
        ("国发〔2021〕23号", (2021,)),
        ("12025千瓦", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("南充市2025年非化石能源消费比重", ("南充",)),
        ("克拉玛依到2025年的比重", ("克拉玛依",)),
        ("江苏和浙江的森林覆盖率", ("江苏", "浙江")),
        ("全国森林覆盖率", ()),
        ("城市上市公司", ()),
    ],
)
def test_places(text: str, places: tuple[str, ...]) -> None:
    assert analyse(text, ["克拉玛依市"]).places == places


def test_the_topic_is_without_place_and_year() -> None:
    question = analyse("克拉玛依市2027年的碳市场配额总量是多少", ["克拉玛依市"])
    assert question.topic == ("碳", "市场", "配额", "总量")
    assert question.asks_figure


def test_control_characters_are_taken_out() -> None:
    assert clean_question("南充\x00市\u200b 2025年\r\n目标\x1b", 100) == "南充 市 2025年 目标"


@pytest.mark.parametrize("text", ["", "  \n", "？！。", "\x00\x07"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="问题是空的"):
        clean_question(text, 100)


def test_a_long_question_is_refused() -> None:
    with pytest.raises(InputError, match="20000 字，超过上限 2000 字"):
        clean_question("碳" * 20_000, 2000)
