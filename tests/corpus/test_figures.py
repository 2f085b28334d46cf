from __future__ import annotations

import pytest

from corpus.figures import Figure, find_figures

KELAMAYI = "到 2025年，非化石能源发电装机比重达到 70%左右，非化石能源消费比重提高到 6%左右。"


def test_a_figure_with_its_year_qualifier_and_subject() -> None:
    assert find_figures(KELAMAYI) == [
        Figure("70", "%", "左右", "", 2025, None, "非化石能源发电装机比重达到"),
        Figure("6", "%", "左右", "升", 2025, None, "非化石能源消费比重提高到"),
    ]


def test_a_base_year_is_not_the_year() -> None:
    (figure,) = find_figures("到2030年，单位地区生产总值二氧化碳排放比2005年下降70%以上")
    assert (figure.year, figure.base_year, figure.direction) == (2030, 2005, "降")
    assert (figure.amount, figure.qualifier) == ("70%", "以上")


def test_the_year_of_an_earlier_sentence_holds_on() -> None:
    (figure,) = find_figures("非化石能源消费比重达41.5%。", before="到2025年，体系初步形成。")
    assert (figure.amount, figure.year) == ("41.5%", 2025)


def test_a_period_is_its_last_year() -> None:
    first, second = find_figures(
        "“十四五”期间，新增光伏发电装机容量400万千瓦以上，总量达到500万千瓦。"
    )
    assert (first.amount, first.qualifier, first.year) == ("400万千瓦", "以上", 2025)
    assert (second.amount, second.subject) == ("500万千瓦", "总量达到")


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("2021年3月5日", []),
        ("国发〔2021〕23号", []),
        ("1.大力发展光伏", []),
        ("第3条", []),
        ("提高2.63个百分点", ["2.63个百分点"]),
        ("提高2.63百分点", ["2.63个百分点"]),
        ("达到２５％左右", ["25%"]),
        ("1,234.50 万吨", ["1234.5万吨"]),
        ("不超过 90个", ["90个"]),
        ("190亿立方米", ["190亿立方米"]),
        ("下降 60%-65%", ["60%", "65%"]),
    ],
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert [figure.amount for figure in find_figures(text)] == amounts


def test_ten_thousand_and_hundred_million_are_told_apart() -> None:
    ten_thousand, hundred_million = find_figures("96万千瓦，96亿千瓦")
    assert ten_thousand.amount != hundred_million.amount
