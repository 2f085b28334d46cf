"""Answers to questions for a figure: the figure first, and differences with their operands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from corpus.targets.stored import StoredTarget
from qa.answering.model import Status
from qa.answering.writing import Part
from qa.evidence.finder import Row
from qa.evidence.sentences import Evidence
from qa.evidence.stated import target_in
from qa.grounding import check, make_claim

LONG = 60
"""Characters; the figure of a shorter sentence is seen at once."""
AFTER = ("左右", "以上", "以下", "以内", "之内", "上下", "余", "多")
"""Qualifiers that stand behind their figure."""
POINTS = {"%": "个百分点"}


def figure_first(row: Row, one: Evidence) -> Iterator[Part]:
    """The figure of a target by itself, before the sentence that sets it."""
    target = target_in(row.targets, one) if row.question.asks_figure else None
    if target is None or target.direction or len(one.text) < LONG or "-" in target.value:
        return
    before = one.passage.text[: target.figure.start]
    if target.indicator not in "".join(before.split()):
        return
    year = f"{target.year}年" if str(target.year) in one.text else ""
    amount = one.passage.text[target.figure.start : target.figure.end]
    text = f"{year}{target.indicator}{written(target, ''.join(amount.split()))}。"
    if check(make_claim(text), one).supported:
        yield Part(text, (one,), Status.SUPPORTED)


def written(target: StoredTarget, amount: str) -> str:
    """A target's figure as it is printed, with its qualifier: 达到6%左右, 不低于60%."""
    amount = amount.replace(target.qualifier, "") if target.qualifier else amount
    if target.qualifier.endswith(AFTER):
        return f"达到{amount}{target.qualifier}"
    return f"{target.qualifier or '达到'}{amount}"


def difference(rows: Sequence[Row], quoted: Sequence[Evidence]) -> Iterator[Part]:
    """How far the figures of two sides are apart, with both of them.

    Only of the same indicator in the same unit, where neither is a change or a range.
    """
    pairs = [(row, one) for row in rows for one in quoted if target_in(row.targets, one)]
    firsts = {row.label: (row, one) for row, one in reversed(pairs)}
    if len(rows) != 2 or len(firsts) != 2:
        return
    (left, said), (right, other) = (firsts[row.label] for row in rows)
    a, b = target_in(left.targets, said), target_in(right.targets, other)
    if a is None or b is None or not comparable(a, b):
        return
    high, low = sorted((Decimal(a.value), Decimal(b.value)), reverse=True)
    unit = POINTS.get(a.unit, a.unit)
    about = "约" if a.qualifier or b.qualifier else ""
    text = f"两者相差{about}{high - low}{unit}（{high}{a.unit}－{low}{a.unit}，由程序算出）。"
    yield Part(text, tuple(dict.fromkeys((said, other))), Status.SUPPORTED, line=True)


def comparable(a: StoredTarget, b: StoredTarget) -> bool:
    """Whether two targets differ in nothing but their place, or their year, and their value."""
    same = (a.name, a.unit, a.direction, a.base_year) == (b.name, b.unit, b.direction, b.base_year)
    same = same and (a.region == b.region) != (a.year == b.year)
    try:
        return same and Decimal(a.value) != Decimal(b.value)
    except InvalidOperation:
        return False
