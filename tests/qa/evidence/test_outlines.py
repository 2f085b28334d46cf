"""Headings as the answer to who asks what a document's tasks are, on three shipped plans."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.library import StoredChunk
from qa.answering.model import Status
from qa.answering.verbatim import compose
from qa.engine import Engine
from qa.evidence.headings import number_of, title_of
from qa.evidence.outlines import Node, find_nodes, is_even
from qa.query import analyse
from tests.conftest import build_engine
from tests.qa.answering.answerers import make_answerer
from tests.qa.conftest import FindRows

ACTIONS = ["（一）实施能源清洁低碳转型行动", "（十）全市协同推进碳达峰行动"]
PLAN = """关于加快发展新型储能的指导意见
发改能源规〔2021〕1051号
一、总体要求
坚持统筹规划，推动新型储能高质量发展。
二、强化规划引导
（一）统筹开展储能专项规划。研究编制新型储能规划。
（二）大力推进电源侧储能项目建设。布局一批配置储能的电站。
三、推动技术进步
（三）提升科技创新能力。开展前瞻性研究。
（四）加强产学研融合。完善学科建设。
"""


def outline_of(rows: FindRows, question: str) -> list[str]:
    """The headings that come first for a question; none where something else does."""
    (row,) = rows(question)
    first = row.evidence[0]
    return [item.text for item in first.items] if first.is_outline else []


@pytest.mark.parametrize(
    "question",
    [
        "南充市碳达峰实施方案有哪些重点行动？",
        "南充市碳达峰实施方案的主要任务有哪些",
        "南府发〔2024〕1号第三部分有哪些内容？",
        "南充市碳达峰实施方案要搞哪十大行动？",
    ],
)
def test_the_headings_below_the_one_that_is_asked_for(rows: FindRows, question: str) -> None:
    found = outline_of(rows, question)
    assert len(found) == 10
    assert [found[0], found[-1]] == ACTIONS


def test_the_parts_of_a_document(rows: FindRows) -> None:
    found = outline_of(rows, "《南充市碳达峰实施方案》分哪些部分？")
    assert found == [
        *("一、总体要求", "二、主要目标", "三、重点行动", "四、国际交流与合作", "五、保障措施")
    ]


def test_what_a_part_is_about_may_be_asked_too(rows: FindRows) -> None:
    found = outline_of(rows, "南充市碳达峰实施方案的保障措施是什么？")
    assert found == ["（一）政策保障", "（二）组织保障"]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("南充能源转型那块具体抓哪几件事", "1. 加快新能源开发利用", "4. 完善能源基础设施建设"),
        (
            "淄博市工业领域碳达峰要抓哪些重点工作？",
            "1.大力推动产业绿色低碳转型",
            "4.大力实施工业余热再利用",
        ),
    ],
)
def test_a_field_may_be_asked_by_some_words_of_its_heading(
    rows: FindRows, question: str, first: str, last: str
) -> None:
    found = outline_of(rows, question)
    assert (found[0], found[-1], len(found)) == (first, last, 4)


@pytest.mark.parametrize(
    "question",
    [
        "南充能源转型的目标有哪些？",
        "南充市在建筑领域有哪些重点任务？",
        "南充市和淄博市的重点任务分别有哪些？",
        "南充市碳达峰实施方案对新能源汽车有哪些任务？",
        "南充市碳达峰实施方案提出哪七大行动？",
        "南府发〔2024〕1号提出哪七项重点任务？",
        "南充市的主要目标是什么？",
        "南府发〔2024〕1号的建筑节能主要目标是什么？",
        "南府发〔2024〕1号和淄政发〔2022〕9号的主要目标是什么？",
        "南府发〔2024〕1号由谁负责？",
    ],
)
def test_who_asks_for_something_else_gets_no_outline(rows: FindRows, question: str) -> None:
    assert not any(one.is_outline for row in rows(question) for one in row.evidence)


def test_a_document_without_tasks_by_name_has_its_parts_as_tasks(tmp_path: Path) -> None:
    engine = build_engine(tmp_path, {"储能.txt": PLAN})
    answer = make_answerer(engine.view).ask("《关于加快发展新型储能的指导意见》有哪些重点任务？")
    assert [one.text for one in answer.sentences] == [
        "《关于加快发展新型储能的指导意见》（发改能源规〔2021〕1051号）：",
        *("一、总体要求", "二、强化规划引导", "三、推动技术进步"),
    ]
    part = make_answerer(engine.view).ask("发改能源规〔2021〕1051号第三部分有哪些内容？")
    assert not any(one.text.startswith("一、") for one in part.sentences)


def test_the_plan_of_the_place_is_meant_though_another_has_the_name(tmp_path: Path) -> None:
    tasks = "一、重点任务\n（一）调整产业。压减产能。\n（二）发展{}。扩大装机。\n"
    engine = build_engine(
        tmp_path,
        {
            "国.txt": "国务院关于印发碳达峰行动方案的通知\n国发〔2021〕9号\n"
            + tasks.format("水电"),
            "市.txt": "淄博市碳达峰工作方案\n淄政发〔2022〕9号\n" + tasks.format("光伏"),
        },
    )
    answer = make_answerer(engine.view).ask("淄博市碳达峰行动方案有哪些重点任务？")
    assert "水电" not in answer.answer
    assert "（二）发展光伏" in answer.answer


def test_each_heading_cites_what_it_stands_above(rows: FindRows) -> None:
    found = rows("南充市碳达峰实施方案有哪些重点行动？")
    place, *items = compose(found)
    assert place.text.endswith("）三、重点行动：")
    assert [items[0].text, items[-1].text] == ACTIONS
    for part in items:
        (cited,) = part.evidence
        assert part.status is Status.SUPPORTED
        assert part.text in cited.passage.clause_path
        assert cited.text in cited.passage.text


@pytest.mark.parametrize(
    ("heading", "title", "number"),
    [
        ("三、重点任务", "重点任务", 3),
        ("（十一）绿色低碳工程", "绿色低碳工程", 11),
        ("（五）体制机制创新行动1.强化目标管理", "体制机制创新行动", 5),
        ("4.1.2 总则", "4.1.2 总则", None),
    ],
)
def test_what_a_heading_says(heading: str, title: str, number: int | None) -> None:
    assert title_of(heading) == title
    assert number_of(re.split(r"(?<=[、）])", heading)[0] if number else "甲") == number


@pytest.mark.parametrize(
    "headings",
    [
        ["（一）指导思想"],
        ["（一）指导思想", "（三）基本原则"],
        ["（一）指导思想", "二、基本原则"],
        ["第一条", "第二条"],
        ["（一）指导思想", "（二）" + "长" * 41],
    ],
)
def test_what_is_no_outline(headings: list[str]) -> None:
    assert not is_even(node_of(headings))
    assert is_even(node_of(["（一）指导思想", "（二）基本原则"]))


def node_of(headings: list[str]) -> Node:
    """The document, with these headings."""
    chunks = [
        StoredChunk(at, str(at), "甲", at, (heading,), "。", False, at, at, None, None)
        for at, heading in enumerate(headings)
    ]
    return next(find_nodes(chunks))


def test_lists_are_asked_for_one_by_one_too() -> None:
    assert analyse("方案有11个项目包，逐个报一下").asks_list


def test_an_outline_is_a_whole_answer(plans: Engine) -> None:
    answer = make_answerer(plans.view).ask("南充市碳达峰实施方案有哪些重点行动？")
    assert len(answer.citations) == 10
    assert not answer.refused
