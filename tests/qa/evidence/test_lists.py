"""Enumerations as the shipped documents print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from qa.engine import Engine
from qa.evidence.lists import MOST, find_lists, read_number
from qa.evidence.sentences import Evidence
from tests.qa.passages import parts, passage

FORMS = """5.1 披露形式
金融机构可根据自身的实际情况，选取不同的披露形式对外披露，具体为以下三种形式：
a) 编制发布专门的环境信息报告。
b) 在社会责任报告中对外披露。
c) 在年度报告中对外披露。
鼓励金融机构编制和发布专门的环境信息报告。"""
PRINCIPLES = """一是严格落实城市总体规划。以规划为标尺，加强引导和分类管控，高质量实施分区规划和控制性详细规划。
二是充分发挥市场主导作用。紧紧围绕高质量发展主题，发挥政府资金引导作用，有效调动市场主体积极性，鼓励引导各方力量参与，探索多元化改造升级模式。
三是加强改革创新。积极探索园区统筹更新改造方式，引导腾退低效楼宇和老旧厂房协同改造，打造产业园区更新组团，形成整体效应，同步推动审批模式创新。
四是坚持效果导向。优化空间结构布局，积极引进优质项目、优质企业，为高精尖产业落地提供空间资源供给，推进产业业态升级。"""
DASHES = """——坚持突出重点。以再利用、资源化为重点，提升重点区域、重点品种资源回收利用水平，大力提高重点行业、重点领域资源利用效率，强化经济社会发展的资源保障能力。
——坚持问题导向。着力解决制约循环经济发展的突出问题，健全法律法规政策标准体系，强化科技支撑能力，补齐资源回收利用设施等方面的短板，切实提高循环经济发展水平。
——坚持市场主导。建立激励与约束相结合的长效机制，发挥市场配置资源的决定性作用，充分激发市场主体参与循环经济的积极性，增强循环经济发展的内生动力。"""
UPHOLD = """坚持重点突破。以节能环保、清洁生产、清洁能源等为重点率先突破，做好与农业、制造业、服务业和信息技术的融合发展，全面带动一二三产业和基础设施绿色升级。
坚持创新引领。深入推动技术创新、模式创新、管理创新，加快构建市场导向的绿色技术创新体系，推行新型商业模式，构筑有力有效的政策支持体系。
坚持稳中求进。做好绿色转型与经济发展、技术进步、产业接续、稳岗就业、民生改善的有机结合，积极稳妥、韧性持久地加以推进。"""
COLONS = """陶瓷日用玻璃：陶瓷成型、施釉等重点环节数字化改造，基于全生产线工艺参数的采集、分析监测、过程控制和集中智能控制系统的研发和数字化技术应用。
自行车钟表：零部件高精度加工成型自动生产装备、“车网融合”技术等，智能化手表装配线、智能在线检测技术、柔性制造技术等。
乐器：钢琴专用智能装备，电鸣乐器、中乐器智能化技术与产品等。"""
SPACES = "（一）改造空间类型。1.腾退低效楼宇主要指整栋空置或正在使用但单位面积年区级税收低于200元/平方米，入驻率偏低的老办公楼。2.老旧厂房指原生产无法继续实施的老旧工业厂房、仓储用房。3.产业园区内配套基础设施。"
BODIES = """承担消纳责任的市场主体包括：
第一类，国网北京市电力公司、独立售电公司、拥有配电网运营权的售电公司(包括增量配电项目公司)；
第二类，通过电力批发市场购电的电力用户和拥有自备电厂的企业。"""
REAL = {"a)": FORMS, "一是": PRINCIPLES, "——": DASHES, "坚持": UPHOLD, "第一类": BODIES}


def heads(one: Evidence) -> list[str]:
    """How the items begin."""
    return [item.text[:6] for item in one.items]


def longest(found: Sequence[Evidence]) -> Evidence:
    """The list with most items."""
    return max(found, key=lambda one: len(one.items))


@pytest.mark.parametrize("name", REAL)
def test_the_lists_used_here_are_real(name: str, stands_in_shipped: Callable[[str], bool]) -> None:
    assert all(stands_in_shipped(line) for line in REAL[name].split("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FORMS, ["a) 编制发", "b) 在社会", "c) 在年度"]),
        (PRINCIPLES, ["一是严格落实", "二是充分发挥", "三是加强改革", "四是坚持效果"]),
        (DASHES, ["——坚持突出", "——坚持问题", "——坚持市场"]),
        (UPHOLD, ["坚持重点突破", "坚持创新引领", "坚持稳中求进"]),
        (COLONS, ["陶瓷日用玻璃", "自行车钟表：", "乐器：钢琴专"]),
        (SPACES, ["1.腾退低效", "2.老旧厂房", "3.产业园区"]),
        (BODIES, ["第一类，国网", "第二类，通过"]),
        ("任务：\n（一）调整结构。\n（二）推广新能源。", ["（一）调整结", "（二）推广新"]),
        ("任务：\n一、调整结构。\n二、推广新能源。", ["一、调整结构", "二、推广新能"]),
        ("任务：\n（1）调整结构；\n（2）推广新能源。", ["（1）调整结", "（2）推广新"]),
        ("任务：\n1)调整结构；\n2)推广新能源。", ["1)调整结构", "2)推广新能"]),
        ("“两大路径”——路径一：流程再造。路径二：减量。", ["“两大路径”", "路径二：减量"]),
        ("会议指出，一要节约。二要清洁。三要安全。", ["会议指出，一", "二要清洁。", "三要安全。"]),
        (
            "——坚持系统。山水。\n——坚持多边。遵守。\n中方欢迎重返。期待。\n——坚持公平。各国。",
            ["——坚持系统", "——坚持多边", "——坚持公平"],
        ),
    ],
    ids=[
        "a)",
        "一是",
        "——",
        "坚持",
        "names and colons",
        "1. within a paragraph",
        "第一类",
        "（一）",
        "一、",
        "（1）",
        "1)",
        "路径一",
        "一要",
        "a paragraph that goes on with an item",
    ],
)
def test_the_items_of_each_style(text: str, expected: list[str]) -> None:
    assert heads(longest(find_lists([passage(text)]))) == expected


@pytest.mark.parametrize(
    "text",
    [FORMS, PRINCIPLES, DASHES, UPHOLD, COLONS, SPACES, BODIES],
    ids=["a)", "一是", "——", "坚持", "names and colons", "1.", "第一类"],
)
def test_the_items_are_verbatim_and_in_order(text: str) -> None:
    for one in find_lists([passage(text)]):
        places = [text.index(item.text) for item in one.items]
        assert places == sorted(places)
        assert one.text == "\n".join(item.text for item in one.items)


def test_a_list_knows_what_leads_in_to_it() -> None:
    (forms,) = find_lists([passage(FORMS, clause_path=("5 披露形式与频次", "5.1 披露形式"))])
    assert forms.before.startswith("5 披露形式与频次 5.1 披露形式")
    assert forms.before.endswith("具体为以下三种形式：")
    assert "鼓励金融机构" not in forms.text


def test_a_list_goes_on_across_chunks() -> None:
    lead, *items = BODIES.split("\n")
    chunks = parts(lead, items[0], items[1])
    (found,) = find_lists(chunks)
    assert [item.passage.chunk_id for item in found.items] == ["a:0002", "a:0003"]
    assert found.before.endswith("承担消纳责任的市场主体包括：")


def test_headings_with_a_chunk_each_are_a_list(plans: Engine) -> None:
    view = plans.view
    found = view.retriever.search("南充市加强大宗固废综合利用", 5).passages
    (hit,) = [
        part
        for one in found
        for part in (one.parts or (one,))
        if part.text.startswith("2. 加强大宗固废综合利用")
    ]
    lists = find_lists(view.retriever.around(hit.chunk_id, 4))
    (actions,) = [one for one in lists if hit.text[:13] in one.text and len(one.items) == 4]
    assert [re.sub(r"\s", "", item.text) for item in actions.items] == [
        "1.推进产业园区循环化发展。",
        "2.加强大宗固废综合利用。",
        "3.推动生活垃圾减量化资源化。",
        "4.健全资源回收体系建设。",
    ]
    assert len({item.passage.chunk_id for item in actions.items}) == 4
    assert "循环经济助力降碳行动" in actions.before


def test_numbers_that_begin_again_are_another_list() -> None:
    text = "1.调整结构。\n2.推广新能源。\n1.加强领导。\n2.严格考核。\n3.广泛宣传。"
    assert [len(one.items) for one in find_lists([passage(text)])] == [2, 3]


def test_headings_of_several_depths_are_not_one_list() -> None:
    text = (
        "5.源网荷储一体化项目。优先支持。\n6.全额自发自用新能源项目。优先支持。\n"
        "（三）有序组织保障性并网消纳项目。统筹安排。\n1.风光氢储产业链等重点项目。单列。\n"
        "2.配套生态综合治理的项目。单列。"
    )
    (found,) = find_lists([passage(text)])
    assert heads(found) == ["1.风光氢储", "2.配套生态"]


@pytest.mark.parametrize(
    "text",
    [
        "一是严格落实城市总体规划。",
        "2.推广新能源。\n3.严格考核。",
        "1.调整结构。\n3.严格考核。",
        "1.5万千瓦的机组关停。\n2.6万千瓦的机组改造。",
        "——坚持突出重点。\n——坚持问题导向。",
        "坚持重点突破。\n以节能环保为重点。\n坚持创新引领。\n坚持稳中求进。",
    ],
    ids=["one item", "no first", "a gap", "decimals", "two dashes", "not one after another"],
)
def test_what_is_no_list(text: str) -> None:
    assert find_lists([passage(text)]) == []


def test_a_table_has_no_list() -> None:
    assert find_lists([passage("1.调整结构\n2.推广新能源", is_table=True)]) == []


def test_a_very_long_enumeration_is_none() -> None:
    lines = [f"{number}.第{number}项任务。" for number in range(1, MOST + 2)]
    assert find_lists([passage("\n".join(lines))]) == []
    assert len(find_lists([passage("\n".join(lines[:-1]))])[0].items) == MOST


@pytest.mark.parametrize(("text", "number"), [("十二", 12), ("二", 2), ("7", 7), ("c", 3)])
def test_the_numbers_of_items(text: str, number: int) -> None:
    assert read_number(text) == number
