"""Differences that the program computes of two sides, over three shipped plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from corpus.targets.stored import StoredTarget
from qa.answering.figures import comparable, difference
from qa.answering.model import Status
from qa.answering.writing import Part
from qa.evidence.finder import Row
from qa.evidence.stated import target_in
from tests.qa.conftest import FindRows

YEARS = "南充市2025年和2030年非化石能源消费比重相差多少？"
CITIES = "南充市和克拉玛依市2025年非化石能源消费比重相差多少？"
UNLIKE = "南充市2025年非化石能源消费比重和森林覆盖率分别是多少？"


def compute(rows: Sequence[Row]) -> list[Part]:
    """The difference of the best sentences of some rows."""
    return list(difference(rows, [row.evidence[0] for row in rows]))


def target_of(row: Row) -> StoredTarget:
    """The target that the best sentence of a row sets."""
    found = target_in(row.targets, row.evidence[0])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (YEARS, "两者相差2.0个百分点（43.5%－41.5%，由程序算出）。"),
        (CITIES, "两者相差约35.5个百分点（41.5%－6%，由程序算出）。"),
    ],
    ids=["exact", "左右"],
)
def test_a_difference_has_its_operands(rows: FindRows, question: str, text: str) -> None:
    (part,) = compute(rows(question))
    assert (part.text, part.status, part.line) == (text, Status.SUPPORTED, True)
    assert len(part.evidence) == 2


def test_one_side_and_things_of_two_kinds_have_no_difference(rows: FindRows) -> None:
    assert not compute(rows(CITIES)[:1])
    assert not compute(rows(UNLIKE))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "森林覆盖率"},
        {"unit": "万千瓦"},
        {"direction": "降"},
        {"base_year": 2020},
        {"year": 2030},
        {"value": "41.5"},
        {"value": "6-8"},
    ],
    ids=["indicator", "unit", "direction", "base year", "place and year", "equal", "range"],
)
def test_what_is_not_compared(rows: FindRows, change: dict[str, Any]) -> None:
    one, other = map(target_of, rows(CITIES))
    assert comparable(one, other)
    assert not comparable(one, replace(other, **change))
