"""Finding targets in a clause's text: the figures that are to be reached, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.targets.amounts import Amount, find_amounts
from corpus.targets.folding import Folded, fold_sentences
from corpus.targets.indicators import (
    clean,
    counted_thing,
    counts_things,
    find_direction,
    sharing_thing,
)
from corpus.targets.lists import share_out
from corpus.targets.milestones import find_milestones
from corpus.targets.models import Binding, Setting, Span, Target
from corpus.targets.rules import (
    START,
    describes,
    is_aim,
    is_announced,
    is_past,
    is_plain_aim,
    is_start,
)
from corpus.targets.times import GOAL, Mention, Times, find_times, joint_years

AROUND_YEAR = re.compile(r"(?:截?[至到]|在|自|从)?(?:·)+(?:[底末前初]|左右)*")
BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
BOUNDARY = re.compile(r"[，,；;：:。（(！？]")
JOINT = re.compile(r"[、和与及]|以及")
CARRYING = re.compile(r"基础上|相比|为基")
"""A base year so named is that of all figures up to the next semicolon."""
FIRST_PART = re.compile(r"^.*[、和与及]")
DONE = re.compile(r"(?:实现|采用|完成|使用|新能源化)[^，。；（]*")
"""What all of something does (``公交车100%实现新能源化``)."""
EACH = re.compile(r"分别|各")
BOUND = re.compile(r"(不(?:低于|少于|超过|高于|大于))[^，]{2,14}的$")
ANNOUNCING = re.compile(r"[：:]$")
ITEM = re.compile(r"-|——|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳●■]")
EARLIEST = 2021
"""The first year of targets of a document without a date."""
OWN_PLACE = re.compile(
    r"((?:京津冀|长三角|珠三角|粤港澳大湾区|汾渭平原|黄河流域|长江经济带|南方五省区)(?:及周边)?(?:地区)?"
    r"|[\u4e00-\u9fff]{2}市(?=新增|新建|城|中心))"
)
"""A place that an indicator begins with: 京津冀及周边地区煤炭消费量."""
SHORTEST_THING = 2
"""Characters; what is done with a thing of a shorter name says more (``1000家企业开展审核``)."""
SHORT = 6
"""Characters; an indicator up to this length may be the end of the one before it (年利用量)."""


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence while its targets are found."""

    sentence: Folded
    text: str
    """It, with the values that a rise begins with (``由2020年的32%``) as dots."""
    times: Times
    carried: int | None
    """The year that holds where the sentence has named none yet."""
    setting: Setting


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


def with_years(text: str, year: int | None, *, told: bool) -> Iterator[tuple[Folded, int | None]]:
    """The sentences of a text, each with the year that holds where it begins.

    In a speech or a report, and where several years have been named, a year holds to the end of its
    paragraph, and on where that announces a list (``到2025年：``) and through the list's items.
    """
    held, before = year, ""
    named: set[int] = set()
    for sentence, begins in fold_sentences(text):
        listed = ANNOUNCING.search(before) or ITEM.match(sentence.text)
        if begins and not listed and (told or len(named) > 1):
            held = year
        yield sentence, held
        reading = read(sentence, Setting(), held)
        named |= {point.year for point in reading.times.points}
        held = carry(reading, held)
        before = sentence.text


def last_year(text: str, year: int | None) -> int | None:
    """The year that holds after a text, if ``year`` held before it."""
    for sentence, _ in fold_sentences(text):
        year = carry(read(sentence, Setting(), year), year)
    return year


def read(sentence: Folded, setting: Setting, year: int | None) -> Reading:
    """A sentence, ready to be searched."""
    text = blot(sentence.text, starts_in(sentence.text))
    return Reading(sentence, text, find_times(text), year, setting)


def carry(reading: Reading, year: int | None) -> int | None:
    """The year that holds after a sentence."""
    points = reading.times.points
    return points[-1].year if points else year


def starts_in(text: str) -> Iterator[Span]:
    """Where a sentence gives the value that a rise or a fall begins with."""
    for amount in find_amounts(text):
        start = START.search(text[: amount.start])
        if start and is_start(text, amount):
            yield Span(start.start(), amount.end)


def blot(text: str, spans: Iterable[Span | Mention]) -> str:
    """A text with dots at some places."""
    for span in spans:
        text = text[: span.start] + "·" * (span.end - span.start) + text[span.end :]
    return text


def targets_of(reading: Reading) -> Iterator[Target]:
    """The targets of one sentence, still without its wording."""
    previous: Target | None = None
    for group in group_amounts(reading):
        for target in read_group(group, reading, previous):
            previous = target
            if is_target(target, group, reading):
                yield target


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


def place_in(indicator: str, region: str | None) -> tuple[str, str | None]:
    """Indicator and region; an indicator may begin with a place of its own."""
    own = OWN_PLACE.match(indicator)
    if own is None or own[1] == region:
        return indicator, region
    return indicator[own.end() :], own[1]


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


def find_indicator(group: Group, previous: Target | None) -> str:
    """Of what a group's figures are: the words before, the thing counted, or as before."""
    subject = BOUND.sub("", group.subject)
    if counts_things(subject, group.amounts[-1].unit, group.after):
        share = group.amounts[-1].unit == "%"
        thing = (sharing_thing if share else counted_thing)(group.after)
        if len(thing) <= SHORTEST_THING:
            thing = sharing_thing(group.after)
        if len(thing) >= 2:
            return ("新增" if "新增" in subject else "") + thing
    own = clean(subject)
    if len(own) >= 2:
        done = DONE.match(group.after) if group.amounts[-1].unit == "%" else None
        return complete(own, previous) + (done.group() if done else "")
    if own := clean(group.segment):
        return own
    return previous.indicator if previous else ""


def complete(own: str, previous: Target | None) -> str:
    """An indicator that says too little alone, with what the one before it is about."""
    if previous is None:
        return own
    if len(own) <= SHORT and previous.indicator.endswith(own):
        return previous.indicator
    if own.startswith("占") or own in ("改造", "更新", "修复"):
        return previous.indicator + own
    return own


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
