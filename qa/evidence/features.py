"""Features: what tells a sentence that answers a question from one that only stands near it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.figures import find_figures, fold_widths
from corpus.models import Level
from corpus.numerals import write_figures
from corpus.words import fold
from corpus.years import find_years, stated_years, without_base_years
from qa.evidence.asked import Asked, find_asked
from qa.evidence.kinds import KINDS, kind_agreement
from qa.evidence.sentences import Evidence
from qa.query import Question
from qa.search.features import NATIONAL, share
from qa.targets import FoundTarget

FEATURES = (
    "rank",
    "passage",
    "words",
    "words_below",
    "words_around",
    "names",
    "pairs",
    "pairs_best",
    "heading",
    "year",
    "no_year",
    "other_year",
    "dated",
    "place",
    "national",
    "local",
    "target",
    "other_target",
    "figure",
    "unit",
    "other_unit",
    *KINDS,
    "caption",
    "first",
    "length",
    "dates",
)
"""Names of the columns, in order; what each is says `SentenceRater`."""
HEADING_SHARE = 0.6
"""What a word counts that stands in the heading and not in the sentence."""
NATIONAL_LEVELS = (Level.NATION, Level.MINISTRY, Level.INTERNATIONAL)
FULL_LENGTH = 160
"""Characters; the length feature is 1 from here on."""
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question with their rarity."""

    topic: Mapping[str, float]
    names: Mapping[str, float]
    pairs: Mapping[str, float]
    """Pairs of characters; the weights add up to 1."""
    same: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words with all that say the same, in lower case; one that is not here has no other."""

    def topic_share(self, text: str, heading: str = "") -> float:
        """Share of the topic's weights that a text holds; those in its heading count in part."""
        return held_share(self.topic, text, heading, self.same)


class SentenceRater:
    """Computes the features of the sentences for one question."""

    def __init__(
        self, question: Question, words: Words, targets: Sequence[FoundTarget] = ()
    ) -> None:
        self._targets = targets
        self.question = question
        self._words = words
        self._asked: Asked = find_asked(question)
        self._national = bool(NATIONAL.search(question.text))

    def rows(
        self,
        sentences: Sequence[Evidence],
        ranks: Sequence[int],
        leads: Sequence[float],
    ) -> Vector:
        """The features of each sentence, shape (sentences, len(FEATURES)).

        Args:
            sentences: The sentences.
            ranks: The rank of each one's chunk, from 0.
            leads: How much its chunk's score is below the best one's; 0 or less.
        """
        shares = [share(self._words.pairs, fold(one.text)) for one in sentences]
        best = max(shares, default=0.0) or 1.0
        rows = [
            self._row(one, rank, lead, held, held / best)
            for one, rank, lead, held in zip(sentences, ranks, leads, shares, strict=True)
        ]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))

    def coverage(self, one: Evidence) -> float:
        """Share of the question's weighted names that the sentence or its document holds."""
        about = one.passage.about.lower()
        text = fold_widths(one.text).lower()
        return held_share(self._words.names, text, about, self._words.same)

    def _row(
        self,
        one: Evidence,
        rank: int,
        lead: float,
        pairs: float,
        pairs_best: float,
    ) -> list[float]:
        text = fold_widths(one.text).lower()
        heading = one.passage.heading.lower()
        return [
            1 / (1 + rank / 3),
            lead,
            self._words.topic_share(text),
            self._words.topic_share(text, heading),
            self._words.topic_share(one.passage.text.lower(), heading),
            self.coverage(one),
            pairs,
            pairs_best,
            share(self._words.pairs, fold(" ".join(one.passage.clause_path))),
            *self._year_agreement(one, text),
            *self._place_agreement(one, text),
            *self._target_agreement(one),
            *self._figure_agreement(one),
            *kind_agreement(one, self.question, self._asked, self._words.pairs),
            float(one.is_heading),
            float(one.passage.text.startswith(one.text)),
            min(len(one.text), FULL_LENGTH) / FULL_LENGTH,
            float(one.is_imprint),
        ]

    def _year_agreement(self, one: Evidence, text: str) -> tuple[float, ...]:
        """Whether it names the year asked, none, or others only; whether its date is asked.

        Base years count nothing.
        """
        date = one.passage.date
        dated = float(self.question.is_dated(date))
        asked = self.question.years_asked(date)
        if not asked:
            return 0.0, 0.0, 0.0, dated
        named = set(stated_years(without_base_years(text)))
        same = bool(named & asked) or (
            not named and bool(asked & set(find_years(one.passage.heading)))
        )
        return float(same), float(not named), float(bool(named) and not same), dated

    def _place_agreement(self, one: Evidence, text: str) -> tuple[float, ...]:
        """Whether it names the place asked; is the country's where that is asked, or not."""
        level = one.passage.level
        local = level not in NATIONAL_LEVELS and level is not None
        return (
            float(any(place in text for place in self.question.places)),
            float(self._national and level in NATIONAL_LEVELS),
            float(local and (self._national or not self.question.places)),
        )

    def _target_agreement(self, one: Evidence) -> tuple[float, ...]:
        """How well the indicator of its best target fits, of the place and year asked, or not."""
        said = "".join(one.text.split())
        own = [found for found in self._targets if is_in(found, one, said)]
        return (
            max((found.indicator for found in own if found.is_asked), default=0.0),
            max((found.indicator for found in own if not found.is_asked), default=0.0),
        )

    def _figure_agreement(self, one: Evidence) -> tuple[float, ...]:
        """Whether there is a figure where one is asked, and of the unit asked or another."""
        if not self._asked.figure:
            return 0.0, 0.0, 0.0
        figures = find_figures(write_figures(one.text))
        units = self._asked.units
        same = units is not None and any(units.search(figure.amount) for figure in figures)
        other = units is not None and bool(figures) and not same
        return float(bool(figures)), float(same), float(other)


def is_in(found: FoundTarget, one: Evidence, said: str) -> bool:
    """Whether a target is set by a sentence, which is given without white space, too."""
    if found.target.chunk_id != one.passage.chunk_id:
        return False
    sentence = "".join(found.target.sentence.split())
    return sentence in said or said in sentence


def held_share(
    weights: Mapping[str, float],
    text: str,
    heading: str,
    same: Mapping[str, Sequence[str]],
) -> float:
    """Share of the weights whose words stand in the text, or count in part in its heading.

    Args:
        weights: The words with their weights.
        text: The text, in lower case as the words are.
        heading: Its heading.
        same: Words with all that say the same.
    """

    def rate(word: str) -> float:
        ways = same.get(word, (word,))
        if any(way in text for way in ways):
            return 1.0
        return HEADING_SHARE if any(way in heading for way in ways) else 0.0

    held = sum(weight * rate(word) for word, weight in weights.items())
    return held / (sum(weights.values()) or 1.0)
