"""Which passages and sentences are of the side, the place and the years asked."""

from __future__ import annotations

import pytest

from corpus.models import Level
from qa.evidence.scope import is_of_another_year, is_of_place, is_of_side, keep_asked_years
from qa.evidence.sentences import Evidence, sentences_of
from qa.query import analyse
from qa.search.sides import Side
from tests.qa.passages import PASSAGE, TEXT, passage


def test_without_a_year_asked_all_years_are_kept() -> None:
    sentences = list(sentences_of(PASSAGE))
    assert keep_asked_years(sentences, analyse("南充市非化石能源消费比重是多少？")) == sentences


@pytest.mark.parametrize(
    ("side", "speaks"),
    [
        (Side("《南充市碳达峰实施方案》", "", "a"), True),
        (Side("《国务院的通知》", "", "b"), False),
        (Side("全国", ""), False),
        (Side("央企", ""), False),
        (Side("南充市", ""), True),
        (Side("2025年", ""), True),
    ],
    ids=["its document", "another document", "the country", "companies", "a place", "a year"],
)
def test_who_may_speak_for_a_side(side: Side, speaks: bool) -> None:
    assert is_of_side(PASSAGE, side) is speaks


def test_a_meeting_is_told_by_its_number() -> None:
    held = passage(TEXT, title="中央全面深化改革委员会第十八次会议")
    assert is_of_side(held, Side("第十八次", ""))
    assert not is_of_side(held, Side("第十九次", ""))


@pytest.mark.parametrize("level", [Level.NATION, Level.MINISTRY])
def test_the_country_speaks_for_itself(level: Level) -> None:
    assert is_of_side(passage(TEXT, level=level), Side("全国", ""))
    assert not is_of_side(passage(TEXT, level=level), Side("央企", ""))
    assert is_of_side(passage("中央企业要率先达峰。", level=level), Side("央企", ""))


@pytest.mark.parametrize(
    ("question", "heading", "another"),
    [
        ("2030年前碳达峰行动方案是哪天印发的？", "2030年前碳达峰行动方案", False),
        ("2030年的行动方案是哪天印发的？", "碳达峰行动方案", True),
        ("行动方案是哪天印发的？", "碳达峰行动方案", False),
    ],
)
def test_the_years_of_a_title_are_not_asked_for(question: str, heading: str, another: bool) -> None:
    line = Evidence(passage("2021年10月24日", title=heading), "2021年10月24日", "", is_imprint=True)
    assert is_of_another_year(line, analyse(question)) is another


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("四川省的方案是哪天印发的？", False),
        ("南充市的方案是哪天印发的？", True),
        ("方案是哪天印发的？", True),
    ],
)
def test_a_city_s_document_is_not_its_province_s(question: str, own: bool) -> None:
    one = passage("四川省南充市。", region="南充市", title="碳达峰实施方案")
    assert is_of_place(one, analyse(question)) is own
