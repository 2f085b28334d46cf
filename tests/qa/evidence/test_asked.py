from __future__ import annotations

import pytest

from qa.evidence.asked import find_asked
from qa.query import analyse


@pytest.mark.parametrize(
    ("question", "unit", "other"),
    [
        ("南充市2025年非化石能源消费比重是多少？", "%", "万千瓦"),
        ("克拉玛依打算到2025年底把生活垃圾的资源化利用率提到多高？", "%", "万吨"),
        ("四川计划“十四五”新增的天然气调峰发电装机要超过多少？", "万千瓦", "亿千瓦时"),
        ("淄博2025年光伏发电量要到多少？", "亿千瓦时", "万千瓦"),
        ("江西“十四五”准备在电网建设上砸多少钱？", "亿元", "万吨"),
        ("南充2030年九类再生资源的循环利用量目标是多少吨？", "万吨", "%"),
        ("森林面积多少亩？", "万亩", "%"),
        ("森林蓄积量达到多少？", "万立方米", "亩"),
        ("地铁运营里程是多少公里？", "公里", "万吨"),
        ("能效基准的整改期限是几年？", "年", "%"),
        ("请问南充市2025年要建成多少个节约型机关？", "个", "%"),
        ("新能源汽车推广多少辆？", "万辆", "%"),
    ],
    ids=[
        "share",
        "rate",
        "power",
        "energy",
        "money",
        "mass",
        "area",
        "volume",
        "length",
        "years",
        "things",
        "vehicles",
    ],
)
def test_the_units_of_a_figure(question: str, unit: str, other: str) -> None:
    asked = find_asked(analyse(question))
    assert asked.figure
    assert asked.units is not None
    assert asked.units.search(unit)
    assert not asked.units.search(other)


def test_units_are_open_where_the_question_does_not_tell() -> None:
    asked = find_asked(analyse("南充市的目标值是多少？"))
    assert (asked.figure, asked.units) == (True, None)


def test_who_asks_for_no_figure_asks_for_no_unit() -> None:
    asked = find_asked(analyse("谁来统筹光伏装机？"))
    assert (asked.figure, asked.units) == (False, None)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("南充市哪一年要建成564个节约型机关？", {"time"}),
        ("碳达峰行动方案什么时候出台的？", {"time"}),
        ("整改的期限是多久？", {"time"}),
        ("克拉玛依方案里，哪个单位来制定碳达峰试点工作的考核办法？", {"body"}),
        ("碳市场由谁监管？", {"body"}),
        ("绿色金融改革由哪个部门牵头？", {"body"}),
        ("配额清缴是哪一条规定的？", {"location"}),
        ("非化石占比写在第几章？", {"location"}),
        ("“先立后破”出自哪份文件？", {"location"}),
        ("哪份文件规定了南充市2025年能耗下降的目标？", {"location"}),
        ("南充怎样推进垃圾分类？", set()),
    ],
)
def test_the_kind_of_thing(question: str, kinds: set[str]) -> None:
    asked = find_asked(analyse(question))
    found = {name for name in ("time", "body", "location") if getattr(asked, name)}
    assert found == kinds


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("金融机构可以选哪三种披露形式？", 3),
        ("处理好哪四对关系？", 4),
        ("碳达峰十大行动有哪些？", 10),
        ("有哪两类市场主体承担消纳责任？", 2),
        ("有哪些基本原则？", None),
        ("第三条列举了哪些情形？", None),
        ("南充市2025年建成多少个节约型机关？", None),
    ],
)
def test_how_many_items(question: str, count: int | None) -> None:
    assert find_asked(analyse(question)).count == count


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是绿色建造？", "绿色建造"),
        ("什么叫温室气体？", "温室气体"),
        ("碳排放权是什么意思？", "碳排放权"),
        ("“绿色策划”指的是什么？", "绿色策划"),
        ("办法里碳排放权怎么定义？", "碳排放权"),
    ],
)
def test_the_terms_that_may_be_wanted(question: str, term: str) -> None:
    asked = find_asked(analyse(question))
    assert any(term in one for one in asked.terms)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("碳核查里说的数据质量控制计划是什么", "数据质量控制计划"),
        ("北京说的腾退低效楼宇怎么算", "腾退低效楼宇"),
        ("公约里的“汇”到底是什么意思？", "汇"),
    ],
)
def test_where_a_term_is_said_is_no_part_of_it(question: str, term: str) -> None:
    assert find_asked(analyse(question)).terms == (term,)


@pytest.mark.parametrize(
    ("question", "location", "body"),
    [
        ("碳普惠平台放在哪个APP上做", False, True),
        ("加氢站先在哪个市建", False, False),
        ("先立后破在哪个文件里", True, False),
        ("这句话在哪一条", True, False),
    ],
)
def test_where_something_is_done_is_no_place_in_a_document(
    question: str, location: bool, body: bool
) -> None:
    asked = find_asked(analyse(question))
    assert (asked.location, asked.body) == (location, body)


def test_what_is_quoted_is_the_term() -> None:
    asked = find_asked(analyse("双碳“1+N”和“双控”的含义是什么？"))
    assert asked.terms == ("1+N", "双控")


def test_other_questions_have_no_terms() -> None:
    assert find_asked(analyse("南充市2025年非化石能源消费比重是多少？")).terms == ()
