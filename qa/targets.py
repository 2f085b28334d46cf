"""Looking targets up: what the library holds of the indicator, place and year that is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.regions import place_stem
from corpus.targets.documents import NATION
from corpus.targets.names import normalise_indicator
from corpus.targets.stored import StoredTarget
from corpus.words import bigrams, rarity
from qa.query import COUNTRY, Question, without_places
from qa.references import find_references

if TYPE_CHECKING:
    from corpus.library import CatalogueEntry, Library

CANDIDATES = 60
"""Indicators that are looked at more closely."""
LEAST_FIT = 0.25
"""An indicator that fits less is another one."""
NATIONAL_WORDS = COUNTRY | {"中央", "国务院"}
ASKING = re.compile(
    r"(?:19|20)\d{2}年?底?|[“\"]?十[二三四五六]五[”\"]?|分别|多少|目标|计划|要求|提出|规定|达到|提高到|比较|对比|哪个|更[高低早]|各?是|[?？。，,]"
)
WEIGHTS = {"indicator": 1.0, "context": 0.6, "place": 0.5, "year": 0.3, "document": 0.5}


class Fit(StrEnum):
    """How a target's place or year meets the question's; the values are for callers' reports."""

    ASKED = "asked"
    """It is one that the question names."""
    OPEN = "open"
    """The question names none."""
    OTHER = "other"
    """The question names another."""


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A target that may be what a question asks for."""

    target: StoredTarget
    score: float
    indicator: float
    """How well the indicator is the one that is named, 0 to 1."""
    context: float
    """Share of the question's names that the sentence, its headings and its title hold, 0 to 1."""
    place: Fit
    year: Fit
    named_document: bool
    """Whether the question names its document."""

    @property
    def is_asked(self) -> bool:
        """Whether neither place nor year is another than the one asked."""
        return Fit.OTHER not in (self.place, self.year)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks of the targets."""

    question: Question
    grams: frozenset[str]
    """Pairs of characters of what it names, places and years left out."""
    national: bool
    """Whether it names the country."""
    documents: frozenset[str]
    """Ids of the documents that it names."""


class TargetIndex:
    """The indicators of a library, by the pairs of characters that they are made of."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._names = [one.name for one in library.indicators]
        self._grams = [bigrams(name) for name in self._names]
        self._holding: dict[str, list[int]] = {}
        for number, grams in enumerate(self._grams):
            for gram in grams:
                self._holding.setdefault(gram, []).append(number)

    def look_up(self, question: Question, limit: int = 20) -> list[FoundTarget]:
        """The targets that a question may ask for, best first."""
        wanted = understand(question, self._library)
        fits = self._fitting(wanted.grams)
        if not fits:
            return []
        targets = self._library.targets(names=tuple(fits))
        found = [one for one in targets if one.position not in self._library.twins]
        weights = self._word_weights(question)
        scored = [self._score(one, fits[one.name], wanted, weights) for one in found]
        return sorted(scored, key=lambda one: -one.score)[:limit]

    def _fitting(self, grams: Iterable[str]) -> dict[str, float]:
        """The indicators that fit what is named best, and how well."""
        total = len(self._names)
        weights = {gram: rarity(len(self._holding.get(gram, ())), total) for gram in grams}
        shared: Counter[int] = Counter()
        for gram, weight in weights.items():
            for number in self._holding.get(gram, ()):
                shared[number] += weight  # type: ignore[assignment]
        asked = sum(w for gram, w in weights.items() if gram in self._holding) or 1.0
        fits = {
            self._names[number]: self._fit(number, weight, asked)
            for number, weight in shared.items()
        }
        best = sorted(fits, key=lambda name: -fits[name])[:CANDIDATES]
        return {name: fits[name] for name in best if fits[name] >= LEAST_FIT}

    def _fit(self, number: int, shared: float, asked: float) -> float:
        """F1 of the shared pairs: of the indicator's, and of those asked that any indicator has."""
        total = len(self._names)
        own = sum(rarity(len(self._holding[gram]), total) for gram in self._grams[number])
        return 2 * shared / (own + asked)

    def _word_weights(self, question: Question) -> dict[str, float]:
        names = dict.fromkeys((*question.names, *question.topic))
        count = max(len(self._names), 1)
        held = {word: len(self._holding.get(word[:2], ())) for word in names}
        return {word: rarity(min(number, count), count) for word, number in held.items()}

    def _score(
        self, target: StoredTarget, fit: float, wanted: Wanted, weights: Mapping[str, float]
    ) -> FoundTarget:
        document = self._library.documents[target.document_id]
        context = share_held(weights, surroundings(target, document))
        place, year = fit_place(target, document, wanted), fit_year(target, wanted.question)
        named = target.document_id in wanted.documents
        parts = {
            "indicator": fit,
            "context": context,
            "place": place_score(place, target),
            "year": {Fit.ASKED: 1.0, Fit.OPEN: 1.0, Fit.OTHER: 0.0}[year],
            "document": float(named),
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        return FoundTarget(target, score, fit, context, place, year, named)


def understand(question: Question, library: Library) -> Wanted:
    """What a question asks of the targets of a library."""
    references = find_references(question.text, library.names)
    text = without_places(question.text, question.places)
    for reference in references:
        text = text.replace(reference.words, " ")
    named = " ".join((text, *question.standard))
    pieces = ASKING.sub(" ", named).split()
    grams = {gram for piece in pieces for gram in bigrams(normalise_indicator(piece))}
    return Wanted(
        question=question,
        grams=frozenset(grams),
        national=any(word in question.text for word in NATIONAL_WORDS),
        documents=frozenset(one.document_id for one in references),
    )


def surroundings(target: StoredTarget, document: CatalogueEntry) -> str:
    """The words around a target: its sentence, title and place."""
    parts = (target.sentence, target.indicator, document.title, target.region)
    return "".join("".join(part for part in parts if part).split()).lower()


def share_held(weights: Mapping[str, float], text: str) -> float:
    """Share of the weights whose words stand in a text."""
    held = sum(weight for word, weight in weights.items() if word in text)
    return held / (sum(weights.values()) or 1.0)


def fit_place(target: StoredTarget, document: CatalogueEntry, wanted: Wanted) -> Fit:
    """Whether a target is of a place asked, of another one, or no place is asked."""
    if target.document_id in wanted.documents:
        return Fit.ASKED
    places = wanted.question.places
    if wanted.national and target.region == NATION:
        return Fit.ASKED
    stem = place_stem(target.region or "")
    if any(place in stem or (stem and stem in place) for place in places):
        return Fit.ASKED
    if places or wanted.national:
        return Fit.OTHER
    return Fit.OPEN


def place_score(place: Fit, target: StoredTarget) -> float:
    """What a target's place adds; where none is asked, the country comes first."""
    if place is Fit.OPEN:
        return 1.0 if target.region == NATION else 0.5
    return 1.0 if place is Fit.ASKED else 0.0


def fit_year(target: StoredTarget, question: Question) -> Fit:
    """Whether a target is of a year asked, of another one, or no year is asked."""
    if not question.years:
        return Fit.OPEN
    return Fit.ASKED if target.year in question.years else Fit.OTHER


def choose_sides(found: Sequence[FoundTarget], question: Question) -> list[FoundTarget]:
    """The best target for each side of a question: of each region and each year asked."""
    sides: dict[tuple[object, ...], FoundTarget] = {}
    for one in found:
        if one.is_asked:
            sides.setdefault((one.target.region, one.target.year), one)
    return list(sides.values())
