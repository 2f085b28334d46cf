"""Features: what tells a sentence that answers a question from one that only stands near it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.figures import find_figures, fold_widths
from corpus.models import Level
from corpus.numerals import write_figures
from corpus.words import fold
from corpus.years import find_years, stated_years, without_base_years
from qa.evidence.asked import Asked, find_asked
from qa.evidence.sentences import Evidence
from qa.query import Question
from qa.search.features import NATIONAL, share
from qa.targets import FoundTarget

FEATURES = (
    "rank",
    "passage",
    "words",
    "words_below",
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
    "time",
    "defines",
    "lists",
    "items",
    "joined",
    "group",
    "lead_in",
    "count",
    "body",
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
TIME = re.compile(
    r"(?:19|20)\d{2}年|\d+月\d*日?|[一二三四五六七八九十\d]+(?:年|个月|日|天)(?:内|前|底|以)?|之日起"
)
MANY = 4
"""Items; a list of more is no more of a list."""
MEANS = r"[”\"』」）)]*[^，。]{0,12}[，：]?(?:指(?![南标导引令挥示])|是(?!否)|称为|[=＝])"
"""What may follow a term that is defined."""
TERMS = re.compile("术语|定义")
"""The heading of the terms that a standard defines (GB/T 1.1)."""
LIST = re.compile(r"包括|分为|以下|下列|如下|一是|主要有|即")
BODY = re.compile(r"[部委局厅院会]|政府|公司|集团|部门|负责|牵头|主体")
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question with their rarity."""

    topic: Mapping[str, float]
    names: Mapping[str, float]
    pairs: Mapping[str, float]
    """Pairs of characters; the weights add up to 1."""


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
        return held_share(self._words.names, fold_widths(one.text).lower(), about)

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
            held_share(self._words.topic, text, ""),
            held_share(self._words.topic, text, heading),
            self.coverage(one),
            pairs,
            pairs_best,
            share(self._words.pairs, fold(" ".join(one.passage.clause_path))),
            *self._year_agreement(one, text),
            *self._place_agreement(one, text),
            *self._target_agreement(one),
            *self._figure_agreement(one),
            *self._kind_agreement(one),
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

    def _kind_agreement(self, one: Evidence) -> tuple[float, ...]:
        """Whether it holds the kind of thing that is asked for."""
        asked, question, text = self._asked, self.question, one.text
        return (
            float(asked.time and bool(TIME.search(fold_widths(text)))),
            float(question.asks_definition and self._defines(one)),
            *self._list_agreement(one),
            float(asked.body and bool(BODY.search(text))),
        )

    def _list_agreement(self, one: Evidence) -> tuple[float, ...]:
        """Where items are asked for: whether they are announced, how many there are, and where."""
        if not self.question.asks_list:
            return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        count = len(one.items) or count_items(one.text)
        wanted = self._asked.count
        many = min(count, MANY) / MANY if count > 1 else 0.0
        return (
            float(bool(LIST.search(one.text))),
            many,
            0.0 if one.items else many,
            float(bool(one.items)),
            share(self._words.pairs, fold(one.before)) if one.items else 0.0,
            float(wanted is not None and count == wanted),
        )

    def _defines(self, one: Evidence) -> bool:
        """Whether the sentence says what a term of the question is, or stands under its entry."""
        *above, entry = one.passage.clause_path or ("",)
        entries = entry if TERMS.search(" ".join(above)) else ""
        return any(defines(one.text, term) or term in entries for term in self._asked.terms)


def defines(text: str, term: str) -> bool:
    """Whether a text says what a term is: X是指, 所称X，包括, 以下简称X, the line of a term."""
    name = re.escape(term)
    return bool(
        re.search(name + MEANS, text)
        or re.search(rf"(?:所称的?|称为|简称|即)[“\"]?{name}", text)
        or re.search(rf"{name}[”\"]?这一", text)
        or ("\n" in text and term in text.split("\n")[0])
    )


def is_in(found: FoundTarget, one: Evidence, said: str) -> bool:
    """Whether a target is set by a sentence, which is given without white space, too."""
    if found.target.chunk_id != one.passage.chunk_id:
        return False
    sentence = "".join(found.target.sentence.split())
    return sentence in said or said in sentence


def count_items(text: str) -> int:
    """How many things a sentence joins by 、, at most: A、B、C are three, A、B和C two."""
    parts = [part for part in re.split(r"[，。；：]", text) if "、" in part]
    return max((part.count("、") + 1 for part in parts), default=1)


def held_share(weights: Mapping[str, float], text: str, heading: str) -> float:
    """Share of the weights whose words stand in the text, or count in part in its heading."""
    held = sum(
        weight if word in text else HEADING_SHARE * weight if word in heading else 0.0
        for word, weight in weights.items()
    )
    return held / (sum(weights.values()) or 1.0)
