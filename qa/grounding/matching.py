"""Matching: the source figure that a figure of a claim stands for, and what rivals it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.figures import Figure
from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.reading import SCOPES, Source, read_source, restate, topic_words
from qa.query import COUNTRY, without_places

YEARLY = re.compile(
    r"(?<!\d)年(?:[\u4e00-\u9fff]{2,4}能力|利用|处理|产|用|消纳|减排|供|发电|节|输送|消费|综合利用|均)|每年"
)
"""What says of an amount that it is one a year."""
OF_WHAT = re.compile("标准[煤油]|二氧化碳当量")
GAIN = 2
"""How many words a rival must hold more for each that only the other figure holds."""
GAP_WEIGHT = 0.5
"""What a word counts that only stands between a figure's piece and the figure before."""
MOVING = frozenset(
    {
        *("提高", "提升", "上升", "增长", "增加", "扩大", "新增", "下降", "降低", "减少", "压减"),
        *("削减", "达到", "保持", "控制", "实现", "完成", "建成", "力争", "分别", "突破"),
        *(*SCOPES, *COUNTRY),
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
    equal = [one for one in source.figures if is_same_amount(figure, one)]
    words = figure_words(figure, claim.places, source.all)
    if not equal:
        others = [one for one in source.figures if one.quantity[1] == figure.quantity[1]]
        return Match(figure, None, best_fit(words, figure, others))
    best = best_fit(words, figure, equal)
    if best is None:
        return Match(figure, None, None)
    rivals = (one for one in source.figures if is_rival(one, figure))
    beating = [one for one in rivals if beats(words, one, best)]
    return Match(figure, best, best_fit(words, figure, beating))


def is_same_amount(figure: Figure, source: Figure) -> bool:
    """Whether amounts are the same; 年利用量100万吨 is 100万吨/年, 300克 may be 300克标准煤."""
    if figure.quantity in (source.quantity, (source.quantity[0], bare_unit(source.quantity[1]))):
        return True
    yearly = (figure.quantity[0], f"{figure.quantity[1]}/年")
    return yearly == source.quantity and bool(YEARLY.search(figure.context.words))


def bare_unit(unit: str) -> str:
    """A unit without what is measured in it, which people leave out: 克标准煤/千瓦时."""
    return OF_WHAT.sub("", unit)


def figure_words(figure: Figure, places: Iterable[str], about: str) -> frozenset[str]:
    """The words that say of what a figure of a claim is, as the source would put them."""
    context = figure.context
    text = without_places(restate(context.item or context.words, about), places)
    return topic_words(text) - MOVING


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


def is_rival(one: Figure, figure: Figure) -> bool:
    """Whether a source figure could have been meant instead of the one that a claim has."""
    same_unit = one.quantity[1] == figure.quantity[1]
    return one.quantity != figure.quantity and same_unit


def beats(words: frozenset[str], rival: Figure, best: Figure) -> bool:
    """Whether a rival fits a claim's words better: holds more of them, or in a list fits closer."""
    left, right = measure_fit(words, rival), measure_fit(words, best)
    listed = bool(rival.context.item and rival.context.rest == best.context.rest)
    if listed and not topic_words(best.context.item) - words - MOVING:
        return False
    if left.cover == right.cover:
        return listed and left.dice > right.dice
    ours, theirs = held_words(words, best), held_words(words, rival)
    return left.cover > right.cover and len(theirs - ours) > GAIN * len(ours - theirs)


def held_words(words: frozenset[str], source: Figure) -> set[str]:
    """Those of a claim's words that a source figure's own words hold."""
    return {word for word in words if word in source.context.words.lower()}


def measure_fit(words: frozenset[str], source: Figure) -> Fit:
    """How well a claim's words fit a source figure's."""
    text = source.context.words
    known = topic_words(text) - MOVING
    gap = source.context.gap.lower()
    held = sum(1.0 if word in text.lower() else GAP_WEIGHT * (word in gap) for word in words)
    return Fit(
        held / len(words) if words else 1.0,
        2 * held / (len(words) + len(known)) if words or known else 1.0,
    )


def matched(claim: Claim, evidence: Evidence) -> list[tuple[Figure, Figure]]:
    """The figures of a claim with their sources."""
    pairs = ((match.figure, match.source) for match in match_figures(claim, evidence))
    return [(figure, source) for figure, source in pairs if source is not None]
