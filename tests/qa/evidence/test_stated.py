"""Sentences that set the target asked: in whatever words, and of several figures the latest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.models import Level
from qa.evidence.sentences import Evidence
from qa.evidence.stated import find_latest, names_all, only_other_years, target_in
from qa.query import analyse
from qa.targets import Fit
from tests.qa.conftest import FindRows
from tests.qa.passages import passage

SHARE = "南充市2025年非化石能源消费比重目标是多少？"


def test_the_words_of_a_statement_may_be_other_ones() -> None:
    text = "单位国内生产总值二氧化碳排放比2005年下降65%以上"
    one = Evidence(passage(text), text, "")
    nation = replace(one, passage=replace(one.passage, level=Level.NATION))
    assert names_all(analyse("2030年碳排放强度下降多少"), one)
    assert not names_all(analyse("2030年碳排放总量下降多少"), one)
    assert names_all(analyse("全国2030年单位GDP二氧化碳下降多少"), nation)


def test_the_target_that_a_sentence_sets(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    target = target_in(row.targets, row.evidence[0])
    assert target is not None
    assert (target.value, target.unit, target.year) == ("41.5", "%", 2025)
    assert target_in(row.targets, replace(row.evidence[0], text="推动绿色低碳发展。")) is None
    assert target_in((), row.evidence[0]) is None


@pytest.mark.parametrize(
    ("first", "second", "value", "expected"),
    [
        ("2020-01-01", "2024-01-22", "45", [1]),
        ("2024-01-22", "2020-01-01", "45", []),
        ("2020-01-01", "2024-01-22", "41.5", []),
        ("2020-01-01", None, "45", []),
        (None, "2024-01-22", "45", []),
    ],
    ids=["later", "earlier", "the same figure", "undated", "the best undated"],
)
def test_the_latest_figure(
    rows: FindRows, first: str | None, second: str | None, value: str, expected: list[int]
) -> None:
    (row,) = rows(SHARE)
    best = row.evidence[0]
    found = next(one for one in row.targets if one.target.value == "41.5" and one.is_asked)
    other = replace(best.passage, chunk_id="x", date=second)
    target = replace(found.target, value=value, chunk_id="x")
    ranked = [
        replace(best, passage=replace(best.passage, date=first)),
        replace(best, passage=other),
    ]
    targets = [found, replace(found, target=target)]
    assert find_latest(row.question, ranked, targets) == expected
    compared = replace(row.question, asks_comparison=True)
    assert find_latest(compared, ranked, targets) == []


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("南充市2035年非化石能源消费比重目标是多少？", True),
        (SHARE, False),
        ("南充市2020年非化石能源消费比重是多少？", False),
        ("南充市非化石能源消费比重目标是多少？", False),
        ("南充市2035年地铁里程是多少？", False),
    ],
    ids=["another year", "the year", "a year gone by", "no year", "nothing like it"],
)
def test_what_is_set_for_other_years_only(rows: FindRows, question: str, only: bool) -> None:
    (row,) = rows(question)
    (known,) = rows(SHARE)
    evidence = row.evidence or known.evidence
    assert only_other_years(row.question, evidence, row.targets) is only
    assert not only_other_years(row.question, [], row.targets)


def test_a_side_is_held_to_what_its_own_document_sets(rows: FindRows) -> None:
    (row,) = rows("南充市2035年非化石能源消费比重目标是多少？")
    (known,) = rows(SHARE)
    (one, *_) = known.evidence
    assert only_other_years(row.question, [one], row.targets)
    elsewhere = replace(one, passage=replace(one.passage, document_id="x"))
    assert not only_other_years(row.question, [elsewhere], row.targets)
    undated = replace(one, passage=replace(one.passage, date=None))
    assert not only_other_years(row.question, [undated], row.targets)
    (found, *_) = row.targets
    target = replace(found.target, indicator="森林覆盖率", year=2035)
    other = replace(found, target=target, indicator=0.1, year=Fit.ASKED)
    assert only_other_years(row.question, [undated], [*row.targets, other])
