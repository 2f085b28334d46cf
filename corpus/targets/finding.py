"""Finding targets in a clause's text: the figures that are to be reached, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.targets.amounts import Amount
from corpus.targets.grouping import Group, group_amounts
from corpus.targets.indicators import counts_things, find_direction
from corpus.targets.lists import share_out
from corpus.targets.milestones import find_milestones
from corpus.targets.models import Binding, Setting, Target
from corpus.targets.naming import BOUND, find_indicator, place_in
from corpus.targets.reading import Reading, read, with_years
from corpus.targets.rules import is_aim, is_announced, is_past, is_plain_aim
from corpus.targets.times import Mention, Times, joint_years

CARRYING = re.compile(r"基础上|相比|为基")
"""A base year so named is that of all figures up to the next semicolon."""
EACH = re.compile(r"分别|各")
EARLIEST = 2021
"""The first year of targets of a document without a date."""


def find_targets(text: str, setting: Setting, year: int | None = None) -> list[Target]:
    """The targets of a clause's text.

    Args:
        text: The text of the clause.
        setting: What is known of the document.
        year: The year that holds from its heading or what stands before it.
    """
    found: list[Target] = []
    for sentence, held in with_years(text, year, told=setting.told):
        reading = read(sentence, setting, held)
        place = sentence.place
        verbatim = text[place.start : place.end]
        targets = (*targets_of(reading), *find_milestones(sentence, setting, earliest(setting)))
        found += [replace(target, sentence=verbatim) for target in targets]
    return found


def targets_of(reading: Reading) -> Iterator[Target]:
    """The targets of one sentence, still without its wording."""
    previous: Target | None = None
    for group in group_amounts(reading):
        for target in read_group(group, reading, previous):
            previous = target
            if is_target(target, group, reading):
                yield target


def read_group(group: Group, reading: Reading, previous: Target | None) -> Iterator[Target]:
    """The figures of a group, each with its indicator and year."""
    indicator = find_indicator(group, previous)
    count = len(group.amounts)
    years = years_of(group, reading)
    shared = share_out(indicator, count) if count > 1 and len(years) != count else None
    indicators = shared or [indicator] * count
    if count == 1 and EACH.search(group.subject):
        yield from (
            make_target(group.amounts[0], indicator, year, group, reading) for year in years
        )
        return
    for number, amount in enumerate(group.amounts):
        year = years[number] if len(years) == count else years[-1]
        yield make_target(amount, indicators[number], year, group, reading)


def years_of(group: Group, reading: Reading) -> list[int | None]:
    """The years of a group's figures; several where as many are named together."""
    last = reading.times.before(group.amounts[0].start)
    if last is None:
        return [reading.carried]
    joint = joint_years(reading.times, last, reading.text)
    return [*joint] if EACH.search(group.subject) or len(group.amounts) > 1 else [last.year]


def make_target(
    amount: Amount, indicator: str, year: int | None, group: Group, reading: Reading
) -> Target:
    """The target of an amount, still without its sentence."""
    base = base_before(reading.times, group, reading.text)
    indicator, region = place_in(indicator, reading.setting.region)
    bound = BOUND.search(group.subject)
    return Target(
        indicator=indicator,
        region=region,
        year=year,
        value=amount.value,
        unit=amount.unit,
        qualifier=(bound[1] if bound else "") + qualifier_of(amount, group.after),
        direction=find_direction(group.subject.replace("·", "")),
        base_year=base.year if base else None,
        binding=next((kind for kind in Binding if kind in reading.text), None),
        sentence="",
        place=reading.sentence.place,
        figure=reading.sentence.locate(amount.start, amount.end),
    )


def qualifier_of(amount: Amount, after: str) -> str:
    """An amount's qualifier; in ``突破5种左右关键材料`` 突破 is what is done with the things."""
    done = amount.qualifier.startswith("突破") and counts_things("", amount.unit, after)
    return amount.qualifier.removeprefix("突破") if done else amount.qualifier


def base_before(times: Times, group: Group, text: str) -> Mention | None:
    """The base year that is named in a group's phrase, or that opens the sentence's part."""
    start = group.amounts[0].start
    phrase = start - len(group.subject)
    for base in reversed(times.bases):
        opens = text[base.end - 1] in "，," or text[base.end : base.end + 1] in ("，", ",")
        carries = (
            CARRYING.search(text[base.start : base.end]) and "；" not in text[base.end : start]
        )
        if base.end <= start and (base.start >= phrase or opens or carries):
            return base
    return None


def is_target(target: Target, group: Group, reading: Reading) -> bool:
    """Whether a figure is to be reached: in a year to come, or plainly an aim without a year."""
    if len(target.indicator) < 2 or is_past(reading.text):
        return False
    if target.year is None:
        aim = is_plain_aim(group.subject, target.unit, target.qualifier)
        return aim and not reading.setting.told
    first = earliest(reading.setting)
    named = reading.times.points and target.year > first
    if reading.setting.told and not named and not is_announced(reading.text):
        return False
    if target.year > first and reading.times.points:
        return True
    return target.year >= first and is_aim(reading.text)


def earliest(setting: Setting) -> int:
    """The first year that a document's targets can be of."""
    return setting.issued or EARLIEST
