"""Sentences of the shipped documents, and the targets that they set."""

from __future__ import annotations

import pytest

from corpus.targets.finding import find_targets
from corpus.targets.models import Binding, Setting, Target

NATION = Setting("国家", "", 2021)
Fields = tuple[str, int | None, str, str, str, int | None]


def fields(target: Target) -> Fields:
    amount = target.value + target.unit
    return (
        target.indicator,
        target.year,
        amount,
        target.qualifier,
        target.direction,
        target.base_year,
    )


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "到 2025年，煤炭、石油消费比重进一步下降；非化石能源发电装机比重达到 70%左右，"
            "非化石能源消费比重提高到 6%左右。",
            [
                ("非化石能源发电装机比重", 2025, "70%", "左右", "", None),
                ("非化石能源消费比重", 2025, "6%", "左右", "", None),
            ],
        ),
        (
            "中国将控制温室气体排放，并计划到2030年非化石能源占一次能源消费比重提高到20%左右。",
            [("非化石能源占一次能源消费比重", 2030, "20%", "左右", "", None)],
        ),
        (
            "到2025年，农作物秸秆综合利用率稳定达到95%以上，坚决完成2022年原油产量重回2亿吨目标。",
            [
                ("农作物秸秆综合利用率", 2025, "95%", "以上", "", None),
                ("原油产量", 2022, "2亿吨", "", "", None),
            ],
        ),
        (
            "到2025年原煤消费量不超过125万吨，到2030年原煤消费量不超过100万吨。",
            [
                ("原煤消费量", 2025, "125万吨", "不超过", "", None),
                ("原煤消费量", 2030, "100万吨", "不超过", "", None),
            ],
        ),
        (
            "到2025年，城区绿色出行比例达到70%，到2030年达到80%。",
            [
                ("城区绿色出行比例", 2025, "70%", "", "", None),
                ("城区绿色出行比例", 2030, "80%", "", "", None),
            ],
        ),
        (
            "到2025年，单位GDP能源消耗、用水量比2020年分别降低13.5%、16%左右。",
            [
                ("单位GDP能源消耗", 2025, "13.5%", "", "降", 2020),
                ("单位GDP用水量", 2025, "16%", "左右", "降", 2020),
            ],
        ),
        (
            "到2023年，光伏发电、风电装机规模分别达到1750万千瓦、1550万千瓦。",
            [
                ("光伏发电装机规模", 2023, "1750万千瓦", "", "", None),
                ("风电装机规模", 2023, "1550万千瓦", "", "", None),
            ],
        ),
        (
            "2025年和2030年，全国短流程炼钢占比分别提升至15%、20%以上。",
            [
                ("短流程炼钢占比", 2025, "15%", "", "", None),
                ("短流程炼钢占比", 2030, "20%", "以上", "", None),
            ],
        ),
        (
            "到2025年，再生有色金属产量达到2000万吨，其中再生铜、再生铝和再生铅产量分别达到"
            "400万吨、1150万吨、290万吨。",
            [
                ("再生有色金属产量", 2025, "2000万吨", "", "", None),
                ("再生铜产量", 2025, "400万吨", "", "", None),
                ("再生铝产量", 2025, "1150万吨", "", "", None),
                ("再生铅产量", 2025, "290万吨", "", "", None),
            ],
        ),
        (
            "到2025年，建成564个节约型机关，绿色家庭和绿色学校创建率不低于60%。",
            [
                ("节约型机关", 2025, "564个", "", "", None),
                ("绿色家庭和绿色学校创建率", 2025, "60%", "不低于", "", None),
            ],
        ),
        (
            "到2025年，建成30个左右智能制造示范工厂、50家左右智慧化工示范园区。",
            [
                ("智能制造示范工厂", 2025, "30个", "左右", "", None),
                ("智慧化工示范园区", 2025, "50家", "左右", "", None),
            ],
        ),
        (
            "“十四五”时期，京津冀及周边地区、长三角地区煤炭消费量分别下降10%、5%左右。",
            [
                ("煤炭消费量", 2025, "10%", "", "降", None),
                ("煤炭消费量", 2025, "5%", "左右", "降", None),
            ],
        ),
        (
            "2030年森林蓄积量比2005年增加45亿立方米左右。",
            [("森林蓄积量", 2030, "45亿立方米", "左右", "升", 2005)],
        ),
        (
            "到2025年，每年突破5种左右关键钢铁材料。",
            [("关键钢铁材料", 2025, "5种", "左右", "", None)],
        ),
        (
            "到2030年，发电量占比从2020年的53%提升至61%。",
            [("发电量占比", 2030, "61%", "", "", None)],
        ),
        (
            "“十四五”期间，国家电网规划建成7回特高压直流，新增输电能力5600万千瓦。",
            [
                ("特高压直流", 2025, "7回", "", "", None),
                ("新增输电能力", 2025, "5600万千瓦", "", "", None),
            ],
        ),
        (
            "“十四五”、“十五五”期间分别新增水电装机容量4000万千瓦左右。",
            [
                ("新增水电装机容量", 2025, "4000万千瓦", "左右", "", None),
                ("新增水电装机容量", 2030, "4000万千瓦", "左右", "", None),
            ],
        ),
    ],
    ids=[
        "two indicators",
        "并计划 names nothing",
        "稳定 and 重回 name nothing",
        "a year each",
        "indicator goes on",
        "分别 with 单位",
        "分别 with a shared ending",
        "分别 for two years",
        "其中 and 分别",
        "a count",
        "two counts",
        "places",
        "rises by",
        "突破 as a verb",
        "from and to",
        "period",
        "two periods",
    ],
)
def test_the_targets_of_a_sentence(text: str, targets: list[Fields]) -> None:
    assert [fields(one) for one in find_targets(text, NATION)] == targets


@pytest.mark.parametrize(
    "text",
    [
        "截至2020年底，我国水泥行业能效优于标杆水平的产能约占5%。",
        "2021年，万元产值综合能耗同比降低1.23%，节能量达到1112.29万吨标煤。",
        "到2025年，将年综合能耗超过1万吨标准煤的数据中心全部纳入重点用能单位管理。",
        "到2025年，如期实现2030年前碳达峰目标。",
        "处二万元以上三万元以下的罚款。",
        "到2025年，严禁新建1000万吨/年以下常减压装置。",
    ],
    ids=["past", "同比", "threshold", "no figure", "fine", "rule"],
)
def test_no_target_where_none_is_set(text: str) -> None:
    assert find_targets(text, Setting("国家", "", 2022)) == []


def test_a_year_holds_on_to_the_next_sentences() -> None:
    text = "到2025年，经济体系基本形成。非化石能源消费比重达41.5%。\n——产业结构。产值达到5亿元。"
    assert [one.year for one in find_targets(text, NATION)] == [2025, 2025]


def test_a_place_that_an_indicator_begins_with_is_its_region() -> None:
    text = "到2025年，京津冀及周边地区煤炭消费量下降10%，全国煤炭消费比重下降1%。"
    assert [one.region for one in find_targets(text, NATION)] == ["京津冀及周边地区", "国家"]


def test_no_year_holds_on_where_several_were_named() -> None:
    text = "2025年建成100座。到2030年建成200座。\n研发经费投入年均增长达到7%以上。"
    assert find_targets(text, NATION)[2:] == []


def test_a_year_of_the_heading_holds_until_another_is_named() -> None:
    text = "森林覆盖率达到24%。到2030年，森林覆盖率达到25%。"
    assert [one.year for one in find_targets(text, NATION, 2025)] == [2025, 2030]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "大型、超大型数据中心运行电能利用效率降至1.2以下。",
            ["大型、超大型数据中心运行电能利用效率"],
        ),
        ("推动建成1～2个百万吨级CCUS全链条示范项目。", ["百万吨级CCUS全链条示范项目"]),
        ("1.项目改造后综合节能率达到15%及以上。", []),
        ("抵销比例不得超过应清缴碳排放配额的5%。", []),
    ],
    ids=["lowered", "created", "condition", "rule"],
)
def test_aims_without_a_year(text: str, indicators: list[str]) -> None:
    found = find_targets(text, NATION)
    assert [(one.indicator, one.year) for one in found] == [(name, None) for name in indicators]


def test_sentence_and_figure_are_verbatim() -> None:
    text = "一、目标\n到 2025年，森林覆盖率达到 24.1%。\n到2030年，达到25%左右。"
    for target in find_targets(text, NATION):
        assert text[target.place.start : target.place.end] == target.sentence
        assert text[target.figure.start : target.figure.end].startswith(target.value)


def test_whether_a_target_must_be_reached() -> None:
    text = "到2025年，单位GDP能耗下降15%（约束性）。"
    assert [one.binding for one in find_targets(text, NATION)] == [Binding.BINDING]
