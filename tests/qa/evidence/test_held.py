"""What of a question its best sentences hold, and say of a figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evidence.asked import find_asked
from qa.evidence.features import Words
from qa.evidence.held import find_named, share_held, shares_bound
from qa.evidence.sentences import Evidence
from qa.query import analyse
from qa.vocabulary import ways_to_say
from tests.qa.passages import PASSAGE

OUTPUT = "积极培育再制造产业，实现产值217.5亿元，推广新能源汽车。"
SALES = "到2025年，新能源汽车产值达到3500亿元，占比20%。"


def said(text: str) -> Evidence:
    """A sentence below a heading that names nothing asked."""
    return Evidence(replace(PASSAGE, text=text, clause_path=(), title="规划"), text, "")


def shares(question: str, text: str) -> tuple[float, float]:
    """The shares of a question's names that a sentence holds, and says of one of its figures."""
    asked = analyse(question)
    same = ways_to_say(question, asked.names)
    words = Words({}, dict.fromkeys(asked.names, 1.0), {}, same)
    named, best = find_named(words), [said(text)]
    (bound,) = shares_bound(named, find_asked(asked), best)
    return share_held(named, best), bound


def test_a_name_beside_the_figure_is_held_but_not_said_of_it() -> None:
    held, bound = shares("新能源汽车产值是多少亿元", OUTPUT)
    assert held == 1.0
    assert bound < 1.0
    assert shares("新能源汽车产值是多少亿元", SALES) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "bound"),
    [("新能源汽车产值多少亿元", 1.0), ("新能源汽车面积多少亩", 0.0)],
    ids=["a figure of the unit", "none of it"],
)
def test_only_figures_of_the_unit_asked_count(question: str, bound: float) -> None:
    assert shares(question, SALES)[1] == bound


def test_other_words_for_the_same_are_held() -> None:
    assert shares("电动车产值多少亿元", SALES) == (1.0, 1.0)


def test_the_country_is_held_by_all_and_nothing_is_held_of_no_sentence() -> None:
    words = Words({}, {"全国": 1.0}, {})
    assert share_held(find_named(words), [said(OUTPUT)]) == 1.0
    output = find_named(Words({}, {"产值": 1.0}, {}))
    assert share_held(output, []) == 0.0
    assert share_held(find_named(Words({}, {}, {})), []) == 1.0
