from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.library_view import LibraryView
from qa.search.sides import MOST, Anchor, interleave, outermost

Sides = Callable[[str], list[str]]


@pytest.fixture
def sides(small: LibraryView) -> Sides:
    """The questions about each side that a question compares."""
    return lambda text: [side.text for side in small.retriever.understand(text).sides]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "南充和淄博的非化石能源消费比重哪个高？",
            ["南充 的非化石能源消费比重哪个高", "淄博的非化石能源消费比重哪个高"],
        ),
        (
            "华电和三峡集团的碳达峰时间分别是哪一年？",
            ["华电 的碳达峰时间分别是哪一年", "三峡集团的碳达峰时间分别是哪一年"],
        ),
        (
            "国发〔2021〕23号与南府发〔2024〕1号有什么不同？",
            ["国发〔2021〕23号 有什么不同", "南府发〔2024〕1号有什么不同"],
        ),
        (
            "淄博的非化石能源消费比重和全国相比高吗？",
            ["淄博的非化石能源消费比重 相比高吗", "的非化石能源消费比重和全国相比高吗"],
        ),
        (
            "南充市2025年和2030年非化石能源消费比重变化多少？",
            [
                "南充市2025年 非化石能源消费比重变化多少",
                "南充市 2030年非化石能源消费比重变化多少",
            ],
        ),
        (
            "风电和光伏的装机容量哪个更多？",
            ["风电 的装机容量哪个更多", "光伏的装机容量哪个更多"],
        ),
        (
            "南充和淄博的非化石能源消费比重是多少",
            ["南充 的非化石能源消费比重是多少", "淄博的非化石能源消费比重是多少"],
        ),
        (
            "全国和南充的非化石能源消费比重是多少",
            ["全国 的非化石能源消费比重是多少", "南充的非化石能源消费比重是多少"],
        ),
        (
            "国发〔2021〕23号和南府发〔2024〕1号的森林覆盖率是多少",
            ["国发〔2021〕23号 的森林覆盖率是多少", "南府发〔2024〕1号的森林覆盖率是多少"],
        ),
        (
            "“十四五”和“十五五”的森林覆盖率相差多少？",
            ["“十四五” 的森林覆盖率相差多少", "“十五五”的森林覆盖率相差多少"],
        ),
        (
            "中央深改委第十八次和第二十一次会议分别提到什么？",
            ["中央深改委第十八次 会议分别提到什么", "中央深改委 第二十一次会议分别提到什么"],
        ),
        (
            "南充的森林覆盖率是多少，淄博新增光伏装机呢，哪个更多？",
            ["南充的森林覆盖率是多少，哪个更多", "淄博新增光伏装机呢，哪个更多"],
        ),
        (
            "全国要求2030年非化石能源消费比重占到四分之一，南充自己加码了没有，定到了多少？",
            [
                "全国要求2030年非化石能源消费比重占到四分之一，定到了多少",
                "要求2030年非化石能源消费比重占到四分之一，南充自己加码了没有，定到了多少",
            ],
        ),
        (
            "南充的新能源公交车，2021到2023年占比每年是多少？",
            [
                "南充的新能源公交车，2021 占比每年是多少",
                "南充的新能源公交车，2022 占比每年是多少",
                "南充的新能源公交车，2023年占比每年是多少",
            ],
        ),
        (
            "出的钱，2020年9月联大说的和2021年11月APEC上说的，碳达峰行动方案里有何不同？",
            [
                "出的钱，2020年9月联大说的 的，碳达峰行动方案里有何不同",
                "出的钱，的和2021年11月APEC上说的，碳达峰行动方案里有何不同",
            ],
        ),
        (
            "南充（按碳达峰实施方案）和淄博（按碳达峰工作方案）的森林覆盖率是多少？",
            [
                "南充（按碳达峰实施方案） （按碳达峰工作方案）的森林覆盖率是多少",
                "（按碳达峰实施方案）和淄博（按碳达峰工作方案）的森林覆盖率是多少",
            ],
        ),
        (
            "华电的清洁能源装机，赶得上三峡集团吗？",
            ["华电的清洁能源装机", "的清洁能源装机，赶得上三峡集团吗"],
        ),
    ],
    ids=[
        "places",
        "companies",
        "numbers",
        "place and country",
        "years",
        "things",
        "figures of two places",
        "figures of the country and a place",
        "figures of two documents",
        "periods",
        "meetings",
        "what is said of one",
        "what both are about is said of one",
        "each year",
        "sayings",
        "glosses in brackets",
        "companies that are held against each other",
    ],
)
def test_each_side_has_a_question(sides: Sides, text: str, expected: list[str]) -> None:
    assert sides(text) == expected


def test_a_side_that_is_a_year_says_so(small: LibraryView) -> None:
    for text in ("南充市2025和2030年的比重分别是多少？", "南充市2025年和2030年的比重分别是多少？"):
        found = small.retriever.understand(text).compared
        assert [side.label for side in found] == ["2025年", "2030年"]


@pytest.mark.parametrize(
    "text",
    [
        "南充和淄博怎样提高非化石能源消费比重？",
        "哪个行业的风电和光伏要发展？",
        "南充市2025年非化石能源消费比重是多少？",
        "非化石能源消费比重哪个高？",
        pytest.param(
            "南充市的比重和南充的目标一致吗？",
        ),
        "2025年能耗比2020年下降多少，是否更低？",
        "北京、上海、南充、淄博、江西的目标分别是多少？",
        "什么是碳排放权？",
        "中央财经委第九次会议的要求有什么不同？",
        "南充在森林覆盖率上比多少个国家高？",
    ],
    ids=[
        "neither compared nor figures",
        "things that are only named",
        "one place",
        "no anchor",
        "same",
        "base year",
        "five",
        "definition",
        "one meeting",
        "countries",
    ],
)
def test_a_question_of_one_side_has_none(sides: Sides, text: str) -> None:
    assert sides(text) == []


def test_as_many_sides_as_are_allowed(sides: Sides) -> None:
    assert len(sides("北京、上海、南充、淄博的目标分别是多少？")) == MOST


def test_numbers_in_round_brackets_are_sides_too(sides: Sides) -> None:
    found = sides("国发（2021）23号和南府发（2024）1号有什么不同？")
    assert len(found) == 2
    assert [("国发" in one, "南府发" in one) for one in found] == [(True, False), (False, True)]


def test_nothing_is_left_of_the_other_place(sides: Sides) -> None:
    assert sides("南充市和淄博市的森林覆盖率哪个高？") == [
        "南充市 的森林覆盖率哪个高",
        "淄博市的森林覆盖率哪个高",
    ]


def test_a_comparison_finds_both_sides_first(small: LibraryView) -> None:
    question = "南充和淄博的非化石能源消费比重哪个高？"
    found = small.retriever.search(question, 4).passages
    assert {passage.region for passage in found[:2]} == {"南充市", "淄博市"}


def test_a_stretch_within_another_is_left_out() -> None:
    inner, outer, after = Anchor(2, 4, "a"), Anchor(0, 6, "b"), Anchor(6, 8, "c")
    assert outermost([inner, after, outer]) == [outer, after]


@pytest.mark.parametrize(
    ("rankings", "expected"),
    [
        ([[1, 2, 3], [4, 5]], [1, 4, 2, 5, 3]),
        ([[1, 2], [2, 1], [3]], [1, 2, 3]),
        ([[1, 2]], [1, 2]),
        ([[], [0]], [0]),
        ([], []),
    ],
)
def test_rankings_take_turns(rankings: list[list[int]], expected: list[int]) -> None:
    assert interleave(rankings) == expected
