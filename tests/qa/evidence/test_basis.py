"""How probable it is that what was found answers a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evidence.asked import find_asked
from qa.evidence.basis import (
    OTHER_SIDES,
    SIGNALS,
    STATED,
    fits,
    probability,
    rate,
    signals,
    stand_out,
    states_target,
    with_basis,
)
from qa.evidence.finder import EvidenceFinder, Row
from qa.library_view import LibraryView
from qa.settings import AnswerSettings
from qa.weights import read_weights
from tests.qa.conftest import FindRows

SHARE = "南充市2025年非化石能源消费比重目标是多少？"
METRO = "南充市2025年地铁运营里程是多少公里？"
JUPITER = "木星的卫星有多少颗？"
LEAST = AnswerSettings().basis


@pytest.fixture
def sure(rows: FindRows) -> Row:
    return rows(SHARE)[0]


@pytest.fixture
def unsure(rows: FindRows) -> Row:
    return rows(METRO)[0]


def named(row: Row) -> dict[str, float]:
    """The signals of a row, by name."""
    return dict(zip(SIGNALS, signals(row), strict=True))


def test_every_signal_has_a_weight_and_there_are_no_others() -> None:
    assert set(read_weights("qa.evidence")["basis"]) == {*SIGNALS, "bias"}
    assert len(set(SIGNALS)) == len(SIGNALS)


@pytest.mark.parametrize(
    "question", [SHARE, "请问南充市2025年要建成多少个节约型机关？"], ids=["share", "things"]
)
def test_an_answerable_question_has_a_basis(rows: FindRows, question: str) -> None:
    assert LEAST <= probability(rows(question)[0]) < 1


@pytest.mark.parametrize("question", [METRO, JUPITER], ids=["a metro", "Jupiter"])
def test_an_unanswerable_question_has_none(rows: FindRows, question: str) -> None:
    found = rows(question)
    assert 0 <= probability(found[0]) < LEAST
    assert with_basis(rate(found), LEAST) == ()


def test_without_evidence_there_is_no_basis(sure: Row) -> None:
    nothing = replace(sure, evidence=(), features=sure.features[:0])
    assert probability(nothing) == 0.0
    assert signals(nothing) == [0.0] * len(SIGNALS)
    assert with_basis(rate([nothing]), LEAST) == ()
    assert with_basis(rate([]), LEAST) == ()


def test_a_better_score_is_a_better_basis(sure: Row) -> None:
    raised = [replace(one, score=one.score + 5) for one in sure.evidence]
    assert probability(replace(sure, evidence=tuple(raised))) > probability(sure)


def test_what_the_signals_say(sure: Row, unsure: Row) -> None:
    found, other = named(sure), named(unsure)
    assert found["figure"] == found["figure_year"] == found["bound"] == 1.0
    assert found["unfit"] == 0.0
    assert found["list"] == found["location"] == found["side"] == 0.0
    assert found["held"] > other["held"] >= 0.0
    assert 0 < found["sure"] <= 1.0


def test_a_sentence_with_another_unit_or_year_does_not_fit(sure: Row, unsure: Row) -> None:
    assert fits(sure, 0, find_asked(sure.question))
    asked = find_asked(unsure.question)
    for number, one in enumerate(unsure.evidence):
        assert not fits(unsure, number, asked) or "公里" in one.text


def test_both_sides_that_are_sure_are_kept(sure: Row) -> None:
    sides = (replace(sure, label="甲"), replace(sure, label="乙"))
    assert with_basis(rate(sides), LEAST) == sides


def test_a_weaker_other_side_is_kept_only_where_one_side_is_sure(sure: Row, unsure: Row) -> None:
    high, low = probability(sure), probability(unsure)
    assert high > low + OTHER_SIDES + 0.1
    a_little_more, much_more = low + OTHER_SIDES - 0.05, low + OTHER_SIDES + 0.05
    assert with_basis(rate([unsure, sure]), a_little_more) == (unsure, sure)
    assert with_basis(rate([unsure, sure]), much_more) == (sure,)
    assert with_basis(rate([unsure]), a_little_more) == ()
    assert with_basis(rate([unsure, sure]), high + 0.01) == ()


def test_how_far_the_nearest_stands_out() -> None:
    assert stand_out([1.0, 2.0, 3.0]) == pytest.approx(1.2247449)
    assert stand_out([0.9]) == 0.0
    assert stand_out([]) == 0.0
    assert stand_out([0.5, 0.5]) == 0.0


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("南充市2025年单位GDP能耗下降多少？", True),
        ("2025年单位国内生产总值能源消耗要比2020年降低多少？", True),
        ("南充市2035年单位GDP能耗下降多少？", False),
        ("南充市2025年单位GDP水耗下降多少？", False),
        ("南充市2025年单位GDP能耗下降20%，靠哪些项目？", False),
        ("南充市怎样降低单位GDP能耗？", False),
    ],
)
def test_the_very_figure_is_stated(small: LibraryView, question: str, stated: bool) -> None:
    (row,) = EvidenceFinder(small).rows(small.retriever.search(question, 10))
    assert states_target(row) is stated
    assert (probability(row) >= STATED) >= stated
