from __future__ import annotations

import pytest

from corpus.figures import find_figures
from qa.drafts.anaphora import Moment, name_time
from qa.drafts.own import is_own
from qa.drafts.pieces import parts_of, read_pieces
from qa.drafts.reckoning import agrees, is_worked_out, miscounts
from qa.grounding.reading import unify

REGIONS = ("南充市", "淄博市")


def test_a_short_part_goes_with_the_one_behind_it() -> None:
    assert list(parts_of("到2025年，城镇新建建筑达标，加快老旧供热管网改造。")) == [
        "到2025年，城镇新建建筑达标，",
        "加快老旧供热管网改造。",
    ]


def test_a_piece_takes_subject_year_and_place() -> None:
    text = "2025年非化石能源消费比重达到20%左右，南充市确定的同期目标是41.5%。"
    country, city = read_pieces(text, "国家提出，", REGIONS)
    assert (country.is_national, country.claim.places) == (True, ())
    assert (city.is_national, city.is_placed, city.claim.places) == (False, True, ("南充",))
    (figure,) = city.claim.figures
    assert figure.year == 2025
    assert "非化石能源消费比重" in figure.context.words


def test_a_list_of_another_place_is_of_what_the_first_is_of() -> None:
    text = "国家2025年比重达到20%，2030年比重达到25%，南充市分别定为41.5%、43.5%。"
    *_, city = read_pieces(text, "", REGIONS)
    assert [(one.amount, one.year) for one in city.claim.figures] == [
        ("41.5%", 2025),
        ("43.5%", 2030),
    ]


def test_each_of_two_things_has_its_own_figure() -> None:
    text = "营运车辆、船舶换算周转量碳排放强度，前五年较2020年分别下降5%、3.5%。"
    *_, piece = read_pieces(text, "", ())
    first, second = (one for one in piece.claim.figures if one.unit == "%")
    assert first.context.words.startswith("营运车辆 ")
    assert second.context.words.startswith("船舶换算周转量碳排放强度")
    assert (first.base, second.base) == ("2020", "2020")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2025年96万千瓦，2030年103万千瓦，五年净增7万千瓦。", True),
        ("2025年96万千瓦，2030年103万千瓦，五年净增9万千瓦。", False),
        ("全国20%，全市41.5%，高出一倍多。", True),
        ("全国20%，全市41.5%，高出两倍多。", False),
        ("2030年40亿立方米，比2025年30亿立方米增加三分之一。", True),
        ("2030年40亿立方米，比2025年30亿立方米增加二分之一。", False),
        ("改造规模3.5亿千瓦，其中2亿千瓦约占七分之四。", True),
        ("2021年5万吨，2022年10万吨，是上年的两倍。", True),
        ("2021年5万吨，2022年10万吨，是上年的三倍。", False),
        ("比重由24.1%提高到25%，提高约1个百分点。", True),
        ("比重由20%提高到25%，提高4个百分点。", False),
        ("一期30万吨，二期20万吨，合计50万吨。", True),
    ],
)
def test_figures_worked_out_of_others(text: str, right: bool) -> None:
    figures = find_figures(unify(text))
    last = figures[-1]
    assert is_worked_out(last)
    assert agrees(last, figures) is right
    assert miscounts(last, figures) is not right


def test_a_figure_may_be_worked_out_of_one_of_the_source() -> None:
    figures = find_figures(unify("2025年达到100万千瓦，到2030年再增加两倍。"))
    there = find_figures("到2030年达到300万千瓦")
    assert not agrees(figures[-1], figures)
    assert agrees(figures[-1], figures, there)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("过去10年持续下降", True),
        ("5年新建充电桩", True),
        ("下面讲3点，明确3个节点", True),
        ("有效期5年", False),
        ("建设3个基地", False),
    ],
)
def test_figures_that_only_tell(text: str, own: bool) -> None:
    (figure,) = find_figures(text)[-1:]
    assert is_own(figure, ()) is own
    if figure.unit == "年":
        assert not is_own(figure, find_figures("期限为3年"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("同年，装机达到96万千瓦。", "到2025年，装机达到96万千瓦。"),
        ("五年后达到103万千瓦。", "到2030年达到103万千瓦。"),
        ("2030年达到43.5%，同期装机103万千瓦。", "2030年达到43.5%，同期装机103万千瓦。"),
        ("比上年同期下降2.1%。", "比上年同期下降2.1%。"),
        ("2021年为5万吨，次年为10万吨。", "2021年为5万吨，到2022年为10万吨。"),
        ("2022年后视情况调整。", "2022年后视情况调整。"),
    ],
)
def test_words_for_a_time_named_before(text: str, named: str) -> None:
    assert name_time(text, Moment(2025)) == named


def test_the_month_that_was_named_last() -> None:
    moment = Moment().after("2021年10月，国务院印发方案。")
    assert moment == Moment(2021, "2021年10月")
    assert name_time("同月印发了意见。", moment) == "2021年10月印发了意见。"
