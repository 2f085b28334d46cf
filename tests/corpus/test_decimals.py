from __future__ import annotations

import pytest

from corpus.decimals import Number, follows, mark_decimals, read_number
from corpus.models import Line


def lines(*texts: str) -> list[Line]:
    return [Line(number, 1, text) for number, text in enumerate(texts, start=1)]


STANDARD = lines(
    "1 总则",
    "1.0.1 为贯彻落实绿色发展理念，推进绿色建造，节约资源，保护环",
    "境，减少排放，达到",
    "1.2亿千瓦以上，制定本导则。",
    "1.0.2 本导则适用于新建民用建筑。",
    "2 术语",
    "2.0.1 绿色建造 green construction",
    "按照绿色发展的要求建造。",
    "4.1 不是下一个编号",
    "3 基本规定",
    "3.1",
    "3.1.1 应统筹考虑。",
)


def test_numbers_in_sequence_are_marked() -> None:
    marked = {line.number: line.numbered for line in mark_decimals(STANDARD) if line.numbered}
    assert marked == {1: 1, 2: 3, 5: 3, 6: 1, 7: 3, 10: 1, 11: 2, 12: 3}


def test_a_plan_with_figures_has_no_decimal_numbering() -> None:
    plan = lines(
        "1.大力发展新能源。", "1.2亿千瓦", "2.推动节能。", "2.5个百分点", "3.5%以上", "4.1万吨"
    )
    assert mark_decimals(plan) == plan


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.1.2 绿色策划", (4, 1, 2)),
        ("4.1核查程序", (4, 1)),
        ("4.核查程序和要点", (4,)),
        ("6.1 年度概况", (6, 1)),
        ("3.1", (3, 1)),
        ("1.2亿千瓦", None),
        ("13.5%以上", None),
        ("2.5 万吨标准煤", None),
        ("3年内", None),
    ],
)
def test_numbers(text: str, number: Number | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        ((1,), (), True),
        ((1, 0, 1), (1,), True),
        ((4, 1, 2), (4, 1, 1), True),
        ((4, 2), (4, 1, 9), True),
        ((5,), (4, 4, 3), True),
        ((5, 1), (4, 4, 3), True),
        ((4, 1, 4), (4, 1, 2), False),
        ((4, 1, 2), (4, 1, 2), False),
        ((6,), (4, 4), False),
    ],
)
def test_what_comes_next(number: Number, last: Number, expected: bool) -> None:
    assert follows(number, last) is expected
