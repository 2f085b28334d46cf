"""Rules for figures: each is found whole in the source, said of the same thing in the same way."""

from __future__ import annotations

import re

from corpus.contexts import is_naming
from corpus.figures import Figure, without_base_years
from corpus.qualifiers import Bound, entailed_by
from corpus.years import stated_years
from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.matching import match_figures, matched
from qa.grounding.reading import Source, is_foreign, naming_words, read_source, restate
from qa.query import without_places

SHORTEST_SUBJECT = 2
LISTING = re.compile(r"[^，；。：,;:、]+(?:、[^，；。：,;:、]+)+")
LISTED = re.compile(r"、|以及|[和及与]")
SIDES = ({Bound.AT_LEAST, Bound.ABOVE}, {Bound.AT_MOST, Bound.BELOW})
"""Bounds from below and from above."""


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
        if match.source and match.figure.context.ranged != match.source.context.ranged:
            end = "只是范围的一端" if match.source.context.ranged else "不是范围的一端"
            return f"{match.figure.amount} 在所引条款中{end}"
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
        there = entailed_by(source.bounds)
        same = figure.bounds in (source.bounds, source.bounds - listed)
        turned = any(figure.bounds & side and not there & side for side in SIDES)
        if not same and (turned or not figure.bounds & there):
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
    read = read_source(evidence)
    source_years = {*stated_years(read.about), *stated_years(without_base_years(read.text))}
    for figure, source in matched(claim, evidence):
        if figure.year is None or figure.year in years_of(source, read):
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
