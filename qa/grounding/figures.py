"""Rules for figures: each is found whole in the source, said of the same thing in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.contexts import is_naming
from corpus.figures import Figure
from corpus.years import stated_years
from qa.evidence import Evidence
from qa.grounding.claim import Claim
from qa.grounding.reading import (
    SCOPES,
    Source,
    is_foreign,
    naming_words,
    read_source,
    restate,
    topic_words,
)
from qa.query import COUNTRY, without_places
from qa.vocabulary import general_words

SHORTEST_SUBJECT = 2
LISTING = re.compile(r"[^，；。：,;:、]+(?:、[^，；。：,;:、]+)+")
LISTED = re.compile(r"、|以及|[和及与]")
GAP_WEIGHT = 0.5
"""What a word counts that only stands between a figure's piece and the figure before."""
MOVING = frozenset(
    {
        *("提高", "提升", "上升", "增长", "增加", "扩大", "新增", "下降", "降低", "减少", "压减"),
        *(
            "削减",
            "达到",
            "保持",
            "控制",
            "实现",
            "完成",
            "建成",
            "力争",
            "分别",
            "突破",
            *SCOPES,
            *COUNTRY,
        ),
    }
)
"""Words that say how a figure moves, and not of what it is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a source figure's words fit a claim's."""

    cover: float
    """Share of the claim's words that the source figure's context holds, 0 to 1."""
    dice: float
    """The same against the words of both."""


@dataclass(frozen=True, slots=True)
class Match:
    """A figure of a claim and the source figure of the same amount that fits it best."""

    figure: Figure
    source: Figure | None
    rival: Figure | None
    """A source figure of another amount that fits better still."""


@lru_cache(maxsize=1024)
def match_figures(claim: Claim, evidence: Evidence) -> tuple[Match, ...]:
    """Each figure of a claim with its source."""
    source = read_source(evidence)
    return tuple(match_figure(figure, claim, source) for figure in claim.figures)


def match_figure(figure: Figure, claim: Claim, source: Source) -> Match:
    """A figure with the source figure of the same amount that is said of the likest thing."""
    equal = [one for one in source.figures if one.quantity == figure.quantity]
    words = figure_words(figure, claim.places, source.all)
    if not equal:
        others = [one for one in source.figures if one.quantity[1] == figure.quantity[1]]
        return Match(figure, None, best_fit(words, figure, others))
    best = best_fit(words, figure, equal)
    if best is None:
        return Match(figure, None, None)
    rivals = (one for one in source.figures if is_rival(one, best, figure))
    beating = [one for one in rivals if beats(words, one, best)]
    return Match(figure, best, best_fit(words, figure, beating))


def figure_words(figure: Figure, places: Iterable[str], about: str) -> frozenset[str]:
    """The words that say of what a figure of a claim is, as the source would put them."""
    context = figure.context
    text = without_places(restate(context.item or context.words, about), places)
    return topic_words(text) - general_words() - MOVING


def best_fit(words: frozenset[str], figure: Figure, sources: Sequence[Figure]) -> Figure | None:
    """The source figure that fits best; of equals, the one that agrees in most else."""
    return max(
        sources,
        key=lambda one: (
            measure_fit(words, one).cover,
            agreement(figure, one),
            measure_fit(words, one).dice,
        ),
        default=None,
    )


def agreement(figure: Figure, source: Figure) -> int:
    """In how many of qualifier, year and base year two figures agree."""
    return sum(
        (
            figure.bounds == source.bounds,
            figure.year in (None, source.year),
            figure.base == source.base,
        )
    )


def is_rival(one: Figure, best: Figure, figure: Figure) -> bool:
    """Whether a source figure could have been meant instead: the same unit, another amount."""
    (amount, unit), (own, own_unit) = one.quantity, figure.quantity
    return unit == own_unit and amount != own and one is not best


def beats(words: frozenset[str], rival: Figure, best: Figure) -> bool:
    """Whether a rival fits a claim's words better: holds more of them, or in a list fits closer."""
    left, right = measure_fit(words, rival), measure_fit(words, best)
    listed = bool(rival.context.item and rival.context.rest == best.context.rest)
    if listed and not topic_words(best.context.item) - words - MOVING:
        return False
    if left.cover == right.cover:
        return listed and left.dice > right.dice
    lost = held_words(words, best) - held_words(words, rival)
    return left.cover > right.cover and not lost


def held_words(words: frozenset[str], source: Figure) -> set[str]:
    """Those of a claim's words that a source figure's own words hold."""
    return {word for word in words if word in source.context.words.lower()}


def measure_fit(words: frozenset[str], source: Figure) -> Fit:
    """How well a claim's words fit a source figure's."""
    text = source.context.words
    known = topic_words(text) - general_words() - MOVING
    gap = source.context.gap.lower()
    held = sum(1.0 if word in text.lower() else GAP_WEIGHT * (word in gap) for word in words)
    return Fit(
        held / len(words) if words else 1.0,
        2 * held / (len(words) + len(known)) if words or known else 1.0,
    )


def check_wholeness(claim: Claim, evidence: Evidence) -> str | None:
    """A sentence says of what its first figure is; a bare ``20%`` says nothing checkable."""
    if claim.figures and len(claim.figures[0].context.words) < SHORTEST_SUBJECT:
        return f"没有写明 {claim.figures[0].amount} 是什么的数字"
    return None


def check_amounts(claim: Claim, evidence: Evidence) -> str | None:
    """Each amount, unit and all, stands in the evidence."""
    for match in match_figures(claim, evidence):
        if match.source is None and not counts_items(match.figure, claim):
            instead = f"，与之相应的是 {match.rival.amount}" if match.rival else ""
            return f"{match.figure.amount} 不在所引条款中{instead}"
    return None


def counts_items(figure: Figure, claim: Claim) -> bool:
    """Whether a figure only counts what the claim itself lists (甲、乙和丙三类)."""
    if figure.quantity[1] != "个":
        return False
    listings = LISTING.findall(claim.plain)
    lengths = {len(LISTED.split(listing)) for listing in listings}
    return figure.quantity[0] in lengths | {listing.count("、") + 1 for listing in listings}


def check_subjects(claim: Claim, evidence: Evidence) -> str | None:
    """No other figure of the evidence is said of what the claim says this one of."""
    for match in match_figures(claim, evidence):
        if match.source and match.rival:
            said = match.source.context.words.strip() or match.source.subject
            return (
                f"{match.figure.amount} 在所引条款中说的是“{said}”，"
                f"这里相应的数字是 {match.rival.amount}"
            )
    return None


def check_indicators(claim: Claim, evidence: Evidence) -> str | None:
    """The words that name a figure's indicator stand in the evidence.

    产能 1000亿元 is not supported by 总产值达到1000亿元, however alike the rest is.
    """
    source = read_source(evidence)
    known = source.all.lower()
    for figure in claim.figures:
        text = without_places(restate(figure.context.words, source.all), claim.places)
        for word in naming_words(text):
            if is_foreign(word, known):
                return f"{figure.amount} 在所引条款中说的不是“{word}”"
    return None


def check_qualifiers(claim: Claim, evidence: Evidence) -> str | None:
    """A figure has the bound of its source: 不低于 is 以上, and neither 超过 nor nothing."""
    for figure, source in matched(claim, evidence):
        listed = source.bounds if source.context.after else frozenset()
        loose = figure.bounds in (source.bounds, source.bounds - listed)
        if not loose and not figure.bounds & source.bounds:
            return f"{figure.amount} 的限定词应为“{source.qualifier or '无'}”"
    return None


def check_directions(claim: Claim, evidence: Evidence) -> str | None:
    """A figure rises or falls as in its source, and by as much or to as much."""
    for figure, source in matched(claim, evidence):
        if figure.direction and source.direction and figure.direction != source.direction:
            return f"{figure.amount} 的升降与所引条款相反"
        if None not in (figure.moved, source.moved) and figure.moved != source.moved:
            return f"{figure.amount} 在所引条款中是{'变化的幅度' if source.moved else '达到的数值'}"
    return None


def check_figure_years(claim: Claim, evidence: Evidence) -> str | None:
    """A figure is of the same year as its source."""
    source_years = stated_years(read_source(evidence).about)
    for figure, source in matched(claim, evidence):
        if figure.year is None or figure.year in years_of(source, read_source(evidence)):
            continue
        if source.year is not None or figure.year not in source_years:
            return f"{figure.amount} 的年份应为 {source.year or '未写明'}"
    return None


def years_of(figure: Figure, source: Source) -> set[int | None]:
    """The years that a source figure is of: also those of figures that its own words hold for.

    In 9种资源利用量2025年达到40万吨, 2030年达到45万吨, the 9 is of both years.
    """
    tail = figure.context.tail
    if not is_naming(tail):
        return {figure.year}
    later = {one.year for one in source.figures if tail in one.context.held}
    return {figure.year, *later}


def check_bases(claim: Claim, evidence: Evidence) -> str | None:
    """A figure is compared with the same year as its source."""
    bases = {figure.base for figure in claim.figures}
    for figure, source in matched(claim, evidence):
        if figure.base != source.base and (figure.base or source.base not in bases):
            return f"{figure.amount} 的比较基准应为 {source.base or '无'}"
    return None


def matched(claim: Claim, evidence: Evidence) -> list[tuple[Figure, Figure]]:
    """The figures of a claim with their sources."""
    pairs = ((match.figure, match.source) for match in match_figures(claim, evidence))
    return [(figure, source) for figure, source in pairs if source is not None]
