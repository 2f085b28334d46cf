from __future__ import annotations

import pytest

from corpus.figures import find_figures
from corpus.numerals import read, read_decimal, write_figures
from corpus.qualifiers import Bound, entailed_by


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("占比提高三成", "占比提高30%"),
        ("百分之六十五", "65%"),
        ("三分之一以上", "1/3以上"),
        ("每五年通报一次", "每5年通报1次"),
        ("处一万元以上十万元以下的罚款", "处1万元以上10万元以下的罚款"),
        ("二〇三〇年前", "2030年前"),
        ("为原来的两倍", "为原来的2倍"),
        ("第三条和第五次", "第三条和第五次"),
        ("“十四五”时期培育一批园区", "“十四五”时期培育一批园区"),
        ("形成成果，成立三家公司", "形成成果，成立3家公司"),
        ("三千万至四千万千瓦", "3000万至4000万千瓦"),
        ("四亿五千万吨", "45000万吨"),
        ("三万五千吨", "35000吨"),
        ("一点二亿千瓦", "1.2亿千瓦"),
        ("1亿5000万千瓦", "15000万千瓦"),
        ("六成至六成五", "60%至65%"),
        ("三至四成", "30%至40%"),
        ("百分之六十至六十五", "60%至65%"),
        ("推进一到两个", "推进1到2个"),
        ("三点建议，一是完善", "三点建议，一是完善"),
        ("第二至第三条", "第二至第三条"),
    ],
)
def test_amounts_in_chinese_numerals(text: str, written: str) -> None:
    assert write_figures(text) == written


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("六十", 60), ("六十五", 65), ("一百", 100), ("十二", 12), ("两", 2), ("三百二十", 320)],
)
def test_a_chinese_numeral(numeral: str, value: int) -> None:
    assert read(numeral) == value


@pytest.mark.parametrize(
    ("numeral", "written"), [("六十点五", "60.5"), ("二点〇五", "2.05"), ("六十五", "65")]
)
def test_a_chinese_numeral_with_decimals(numeral: str, written: str) -> None:
    assert read_decimal(numeral) == written


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("1.2亿千瓦", "12000万千瓦", True),
        ("1000亿元", "0.1万亿元", True),
        ("1GW", "100万千瓦", True),
        ("50家", "50个", True),
        ("400千克标准煤", "0.4吨标准煤", True),
        ("400公斤", "0.4吨", True),
        ("46.46吉瓦", "4646万千瓦", True),
        ("0.4吨标准煤", "0.4吨", False),
        ("35蒸吨", "35吨", False),
        ("15%", "15个百分点", False),
        ("96万千瓦", "96亿千瓦", False),
        ("694亿千瓦时", "694亿千瓦", False),
        ("35蒸吨/小时", "35蒸吨", False),
    ],
)
def test_which_amounts_are_the_same(left: str, right: str, same: bool) -> None:
    (one,), (other,) = find_figures(left), find_figures(right)
    assert (one.quantity == other.quantity) is same


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("3000万至4000万千瓦", "3000万千瓦"),
        ("3000—4000万千瓦", "3000万千瓦"),
        ("0.6万至1万人", "0.6万人"),
        ("5千至6千人", "5千人"),
    ],
)
def test_the_first_end_of_a_range_has_the_unit_of_the_other(text: str, first: str) -> None:
    assert find_figures(text)[0].amount == first


@pytest.mark.parametrize(
    ("text", "direction", "moved"),
    [
        ("能耗降幅扩大到37%", "降", True),
        ("能耗增幅收窄到2%", "升", True),
        ("能耗再降10%", "降", None),
        ("能耗提高到37%", "升", False),
    ],
)
def test_how_a_figure_moves(text: str, direction: str, moved: bool | None) -> None:
    (figure,) = find_figures(text)
    assert (figure.direction, figure.moved) == (direction, moved)


def test_what_else_holds_where_a_bound_does() -> None:
    assert entailed_by(frozenset({Bound.ABOVE})) == {Bound.ABOVE, Bound.AT_LEAST}
    assert entailed_by(frozenset({Bound.BELOW})) == {Bound.BELOW, Bound.AT_MOST}
    assert entailed_by(frozenset({Bound.AT_LEAST})) == {Bound.AT_LEAST}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("上网电量不高于新能源所发电量的20%", {Bound.AT_MOST}),
        ("公示期限不得少于10个工作日", {Bound.AT_LEAST}),
        ("单个项目最多补助1000万元", {Bound.AT_MOST}),
        ("上架率达到50%及以上", {Bound.AT_LEAST}),
        ("装机突破5亿千瓦", {Bound.ABOVE}),
        ("上架率不到50%", {Bound.BELOW}),
        ("推出50余款车型", {Bound.ODD}),
        ("提高约20%", {Bound.ABOUT}),
        ("达到70%", set()),
    ],
)
def test_bounds(text: str, bounds: set[Bound]) -> None:
    (figure,) = find_figures(text)
    assert figure.bounds == bounds


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("能耗比2020年下降14.5%", "2020"),
        ("与2020年相比，2025年能耗下降14.5%", "2020"),
        ("以2020年为基准，2035年降低碳排放30%", "2020"),
        ("全口径碳排放强度较“十三五”末下降17%", "2020"),
        ("碳排放强度较“十三五”下降20%", "十三五"),
        ("力争2042年碳排放量较峰值降低50%", "峰值"),
        ("2025年能耗下降14.5%", ""),
    ],
)
def test_what_a_figure_is_compared_with(text: str, base: str) -> None:
    (figure,) = find_figures(text)
    assert figure.base == base


def test_each_value_of_a_list_has_its_own_thing() -> None:
    sun, wind = find_figures("光伏发电、风电装机规模分别达到3250万千瓦、1750万千瓦。")
    assert (sun.context.item, wind.context.item) == ("光伏发电", "风电装机规模")


def test_a_thing_may_follow_its_figure() -> None:
    factories, parks = find_figures("建成30个左右智能制造示范工厂、50家左右智慧化工示范园区。")
    assert factories.context.words == "建成 智能制造示范工厂"
    assert parks.context.words == "智慧化工示范园区"


def test_a_second_value_is_of_the_same_thing() -> None:
    _, later = find_figures("到2025年，绿色出行比例达到70%，到2030年达到80%。")
    assert (later.year, later.context.held.split()[0]) == (2030, "绿色出行比例达到")


def test_a_change_and_a_level() -> None:
    changed, reached = find_figures("比重提高15%，产能利用率提高到80%。")
    assert (changed.moved, reached.moved) == (True, False)


def test_an_amount_is_no_year() -> None:
    (first, second) = find_figures("产值达到2000亿元，产量达到3亿吨。")
    assert (first.year, second.year) == (None, None)
