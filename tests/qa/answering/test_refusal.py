from __future__ import annotations

import re

import pytest

from qa.answering.refusal import false_premise, looked_for, only_other_years, said_instead
from qa.engine import Engine
from qa.query import analyse
from tests.qa.conftest import FindRows

PLAN = "南充市人民政府关于印发南充市碳达峰实施方案的通知"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("南充市2035年非化石能源消费比重的目标值", "南充、2035年、非化石能源消费比重"),
        ("克拉玛依为什么把2025年绿色出行比重定到90%这么高？", "克拉玛依、2025年、绿色出行比重"),
        ("美国对碳中和有什么承诺？", "美国、碳中和"),
    ],
    ids=["figure", "premise", "term"],
)
def test_names_side_by_side_are_one(question: str, said: str) -> None:
    assert looked_for(analyse(question)) == f"查找的是：{said}。"


def test_nothing_named_is_not_told() -> None:
    assert looked_for(analyse("怎么样？")) == ""


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("南充市2035年非化石能源消费比重是多少？", {2025: "41.5", 2030: "43.5"}),
        ("南充市2030年非化石能源消费比重是多少？", {}),
        ("南充市非化石能源消费比重是多少？", {}),
        ("南充市2035年地铁运营里程是多少？", {}),
        ("攀枝花市2035年非化石能源消费比重是多少？", {}),
        ("南充市和淄博市2035年非化石能源消费比重分别是多少？", {}),
    ],
    ids=["another year", "the year", "no year", "another indicator", "another city", "two sides"],
)
def test_the_years_that_there_are_instead(
    rows: FindRows, question: str, years: dict[int, str]
) -> None:
    found = only_other_years(rows(question))
    assert {one.target.year: one.target.value for one in found} == years


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("南充2030年非化石能源消费比重要冲到55%，靠什么", "43.5%"),
        ("南充2025年非化石能源消费比重要冲到43.5%，靠什么", "41.5%"),
        pytest.param(
            "南充2030年非化石能源消费比重要冲到3.5%，靠什么",
            "43.5%",
        ),
        ("南充2030年非化石能源消费比重要冲到43.5%，靠什么", None),
        ("南充非化石能源消费比重要冲到55%，靠什么", None),
        ("南充2030年要建成55个园区，靠什么", None),
        ("攀枝花2030年非化石能源消费比重要冲到55%，靠什么", None),
        ("南充2030年非化石能源消费比重是多少", None),
    ],
    ids=[
        "false",
        "another year's",
        "a part of it",
        "true",
        "no year",
        "another unit",
        "another city",
        "none",
    ],
)
def test_what_a_question_assumes_of_a_target(
    plans: Engine, question: str, said: str | None
) -> None:
    view = plans.view
    premise = false_premise(analyse(question, view.regions), view.targets, view.library)
    assert (premise is None) is (said is None)
    if said and premise:
        _, _, instead = premise.partition("为前提，")
        assert re.findall(r"“(.*?)”为前提", premise) == re.findall(r"[\d.]+%", question)
        assert instead.startswith(f"《{PLAN}》写的是：“")
        assert said in instead


@pytest.mark.parametrize(
    ("question", "beginnings"),
    [
        ("南充市2030年非化石能源消费比重要冲到55%，靠什么", ["问题以“55%”为前提，"]),
        (
            "南充市2035年非化石能源消费比重是多少？",
            [f"《{PLAN}》写有2025年的：“", f"《{PLAN}》写有2030年的：“"],
        ),
        ("南充市2030年非化石能源消费比重是多少？", []),
    ],
    ids=["premise", "other years", "what is asked"],
)
def test_what_is_said_instead_of_an_answer(
    plans: Engine, rows: FindRows, question: str, beginnings: list[str]
) -> None:
    view = plans.view
    asked = analyse(question, view.regions)
    said = said_instead(asked, rows(question), view.targets, view.library)
    assert [note[: len(start)] for note, start in zip(said, beginnings, strict=True)] == beginnings
