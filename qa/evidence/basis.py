"""Basis: how likely it is that what was found answers the question at all.

A logistic model of what the best sentences of a row have in common with its question, fitted on
questions with and without an answer. It looks at words, figures, years and places, not at the
sentence model's scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from corpus.figures import find_figures
from qa.evidence.asked import Asked, find_asked
from qa.evidence.dates import asks_day_too, asks_only_when, names_day
from qa.evidence.features import FEATURES
from qa.evidence.finder import Row
from qa.evidence.held import find_named, share_held, shares_bound
from qa.evidence.imprint import asks_number, names_number
from qa.evidence.sentences import Evidence
from qa.evidence.stated import SAME, names_all, only_other_years, target_in
from qa.query import Question
from qa.weights import read_weights

SIGNALS = (
    "unfit",
    "sure",
    "score",
    "figure",
    "figure_year",
    "list",
    "definition",
    "defined",
    "location",
    "comparison",
    "side",
    "stands_out",
    "names",
    "other_target",
    "held",
    "bound",
    "bound_first",
    "length",
)
"""Names of what the model looks at; what each is says `signals`."""
OTHER_SIDES = 0.25
"""By how much less probable the other sides of a comparison may be."""
LOOKED_AT = 3
"""The best sentences, in which what the question names is looked for."""
STATED = 0.95
"""The probability where the figure asked is stated: so it was for 33 of 33 tuning questions."""
MANY = 8
"""Names; the signal of how many a question has is 1 from here on."""
AT = {name: column for column, name in enumerate(FEATURES)}


def probability(row: Row) -> float:
    """The probability that the evidence of a row answers its question, 0 to 1.

    It is 0 where a day or a document's number is asked for and none is named, or a figure that is
    set for other years only, and high where the very figure is stated. The fitted model takes a
    figure that many documents state for a vague one: the questions that it was fitted on each ask
    for what one clause says.
    """
    best = row.evidence[:LOOKED_AT]
    if not best or lacks_imprint(row.question, best) or sets_other_years(row):
        return 0.0
    weights = read_weights("qa.evidence")["basis"]
    values = zip(SIGNALS, signals(row), strict=True)
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values)
    fitted = 1 / (1 + math.exp(-total))
    return max(fitted, STATED) if states_target(row) else fitted


def lacks_imprint(question: Question, best: Sequence[Evidence]) -> bool:
    """Whether the day or the number of a document is asked for, and nothing names one.

    Where both are, one of them is a basis.
    """
    if asks_number(question):
        lines = [one.text for one in best if one.is_imprint]
        numbered = any(map(names_number, lines))
        return not numbered and not (asks_day_too(question) and any(map(names_day, lines)))
    return asks_only_when(question) and not any(names_day(one.text) for one in best)


def sets_other_years(row: Row) -> bool:
    """Whether the figure asked is set for other years only."""
    figure = find_asked(row.question).figure
    return figure and only_other_years(row.question, row.evidence, row.targets)


@dataclass(frozen=True, slots=True)
class Rated:
    """A row with the probability that its evidence answers its question."""

    row: Row
    basis: float


def rate(rows: Iterable[Row]) -> tuple[Rated, ...]:
    """Rows with their probabilities."""
    return tuple(Rated(row, probability(row)) for row in rows)


def with_basis(rated: Sequence[Rated], least: float) -> tuple[Row, ...]:
    """The rows whose evidence most probably answers them.

    Where one side of a comparison has a basis, the others may have a weaker one.
    """
    surest = max((one.basis for one in rated), default=0.0)
    if surest < least:
        return ()
    return tuple(one.row for one in rated if one.basis >= least - OTHER_SIDES)


def signals(row: Row) -> list[float]:
    """What the model looks at, in the order of `SIGNALS`; zeros without evidence."""
    if not row.evidence:
        return [0.0] * len(SIGNALS)
    question = row.question
    asked = find_asked(question)
    best = row.evidence[:LOOKED_AT]
    fitting = any(fits(row, number, asked) for number in range(len(best)))
    weights = [math.exp(one.score - row.evidence[0].score) for one in row.evidence]
    return [
        float(asked.figure and not fitting),
        1 / sum(weights),
        row.evidence[0].score / 10,
        float(asked.figure),
        float(asked.figure and bool(question.years)),
        float(question.asks_list),
        float(question.asks_definition),
        float(bool(row.features[:LOOKED_AT, AT["defines"]].any())),
        float(asked.location),
        float(question.asks_comparison),
        float(bool(row.label)),
        stand_out(list(row.ranked.found.dense.values())),
        min(len(row.words.names), MANY) / MANY,
        other_target(row),
        *held_signals(row, asked),
        math.log(len(question.text)),
    ]


def states_target(row: Row) -> bool:
    """Whether one of the best sentences states the target asked, and all that the question names.

    A question with a figure of its own may be about something else: whether it is right, or why.
    """
    question, asked = row.question, find_asked(row.question)
    if not asked.figure or find_figures(question.text):
        return False
    return any(
        fits(row, number, asked) and target_in(row.targets, one, SAME) and names_all(question, one)
        for number, one in enumerate(row.evidence[:LOOKED_AT])
    )


def held_signals(row: Row, asked: Asked) -> tuple[float, float, float]:
    """What share of the names the best sentence holds, and of a figure asked one says, or it."""
    named = find_named(row.words)
    held = share_held(named, row.evidence[:1])
    bound = shares_bound(named, asked, row.evidence[:LOOKED_AT]) if asked.figure else [0.0]
    return held, max(bound), bound[0]


def other_target(row: Row) -> float:
    """How much better a target of another place or year fits than any of those asked."""
    asked = max((one.indicator for one in row.targets if one.is_asked), default=0.0)
    other = max((one.indicator for one in row.targets if not one.is_asked), default=0.0)
    return max(0.0, other - asked)


def stand_out(similarities: Sequence[float]) -> float:
    """By how many standard deviations the nearest chunk is above the mean of those looked at."""
    if len(similarities) < 2:
        return 0.0
    return (max(similarities) - fmean(similarities)) / (pstdev(similarities) or 1.0)


def fits(row: Row, number: int, asked: Asked) -> bool:
    """Whether a sentence holds the kind of thing that is asked for, of the year asked."""
    features = row.features[number]
    if asked.figure and (not features[AT["figure"]] or features[AT["other_unit"]]):
        return False
    if row.question.years and not features[AT["year"]]:
        return False
    return not asked.time or bool(features[AT["time"]])
