"""Groups of amounts that stand one after the other, with the words before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.targets.amounts import Amount, find_amounts
from corpus.targets.models import Span
from corpus.targets.reading import Reading, blot
from corpus.targets.rules import describes
from corpus.targets.times import GOAL

AROUND_YEAR = re.compile(r"(?:截?[至到]|在|自|从)?(?:·)+(?:[底末前初]|左右)*")
BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
BOUNDARY = re.compile(r"[，,；;：:。（(！？]")
JOINT = re.compile(r"[、和与及]|以及")
FIRST_PART = re.compile(r"^.*[、和与及]")


@dataclass(frozen=True, slots=True)
class Group:
    """Amounts that stand one after the other (``5%、3.5%左右``) and the words before them."""

    amounts: tuple[Amount, ...]
    subject: str
    """The words before them in their phrase; years and base years as dots."""
    segment: str
    """The phrase before theirs, if it holds no amount."""
    after: str
    """What stands after them in the sentence."""


def group_amounts(reading: Reading) -> list[Group]:
    """The amounts that can be targets, those together that stand one after the other."""
    text = without_years(reading)
    groups: list[list[Amount]] = []
    for amount in find_amounts(text):
        if describes(text, amount):
            continue
        if groups and JOINT.fullmatch(text[groups[-1][-1].end : amount.start]):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    ends = [0, *(group[-1].end for group in groups)]
    return [make_group(text, group, end) for group, end in zip(groups, ends, strict=False)]


def without_years(reading: Reading) -> str:
    """The sentence with dots for years, base years and brackets that hold no amount."""
    goals = (Span(*match.span()) for match in GOAL.finditer(reading.text))
    text = blot(reading.text, (*goals, *reading.times.points, *reading.times.bases))
    text = AROUND_YEAR.sub(lambda match: "·" * len(match.group()), text)
    plain = [match for match in BRACKETS.finditer(text) if not find_amounts(match.group())]
    return blot(text, (Span(*match.span()) for match in plain))


def make_group(text: str, amounts: Sequence[Amount], previous_end: int) -> Group:
    """A group with the words before it back to the last punctuation or amount.

    Behind a count, what stands before 、 or 和 is the thing counted
    (``建成30个示范工厂、50家示范园区``).
    """
    parts = BOUNDARY.split(text[previous_end : amounts[0].start])
    subject = parts[-1]
    if len(parts) == 1 and previous_end:
        subject = FIRST_PART.sub("", subject)
    earlier = parts[-2] if len(parts) > 1 else ""
    return Group(tuple(amounts), subject, earlier, text[amounts[-1].end :])
