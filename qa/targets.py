"""Looking targets up: what the library holds of the indicator, place and year that is asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.regions import place_stem
from corpus.targets.documents import NATION
from corpus.targets.names import normalise_indicator
from corpus.targets.stored import StoredTarget
from corpus.words import bigrams, rarity
from corpus.years import YEARS_BETWEEN
from qa.query import COUNTRY, Question, without_places
from qa.references import Reference, find_references

if TYPE_CHECKING:
    from corpus.library import CatalogueEntry, Library

CANDIDATES = 60
"""Indicators that are looked at more closely."""
LEAST_FIT = 0.25
"""An indicator that fits less is another one, unless its sentence fits."""
LEAST_CONTEXT = 0.3
"""Share of the names that the sentence of such an indicator must hold."""
PART_FIT = 0.9
"""What the fit with one part of the question counts against that with all of it."""
NATIONAL_WORDS = COUNTRY | {"中央", "国务院"}
ASKING = re.compile(
    r"(?:19|20)\d{2}年?底?|[“\"]?十[二三四五六]五[”\"]?|分别|多少|目标|计划|要求|提出|规定|达到|提高到"
    r"|比较|对比|哪个|更[高低早]|各?是|[?？。，,、]"
)
JOINING = re.compile(r"[，,、；;。？?]|和|与|及|跟|又|以及")
WEIGHTS = {"indicator": 1.0, "context": 0.6, "place": 0.5, "year": 0.3, "document": 0.5}


class Fit(StrEnum):
    """How a target's place or year meets the question's."""

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
    """Share of the question's names that the sentence, its indicator and title hold, 0 to 1."""
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
    parts: tuple[frozenset[str], ...]
    """Those of its parts, which may each name an indicator."""
    national: bool
    """Whether it names the country."""
    references: tuple[Reference, ...]
    """The documents that it names."""

    @property
    def documents(self) -> frozenset[str]:
        """Ids of the documents that it names."""
        return frozenset(one.document_id for one in self.references)

    @property
    def words(self) -> tuple[str, ...]:
        """What it names, in its own and in the documents' words."""
        question = self.question
        return tuple(dict.fromkeys((*question.names, *question.topic, *question.standard)))


class TargetIndex:
    """The indicators of a library, by the pairs of characters that they are made of."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._names = [one.name for one in library.indicators]
        self._holding: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            for gram in bigrams(name):
                self._holding.setdefault(gram, []).append(number)
        total = len(self._names)
        self._rarity = {gram: rarity(len(held), total) for gram, held in self._holding.items()}
        self._grams = {name: bigrams(name) for name in self._names}
        self._mass = {
            name: sum(self._rarity[gram] for gram in grams) for name, grams in self._grams.items()
        }

    def look_up(
        self, question: Question, near: Collection[int] = (), limit: int = 20
    ) -> list[FoundTarget]:
        """The targets that a question may ask for, best first.

        Args:
            question: The question.
            near: Positions of chunks that a search has found; their targets are looked at whatever
                their indicators.
            limit: How many at most.
        """
        wanted = understand(question, self._library)
        targets = self._candidates(wanted, near)
        sets = [self._known(grams) for grams in (wanted.grams, *wanted.parts)]
        fits = {name: self._best_fit(name, sets) for name in {one.name for one in targets}}
        weights = self._weights(wanted.words)
        scored = (self._score(one, wanted, fits[one.name], weights) for one in targets)
        return sorted(filter(may_answer, scored), key=lambda one: -one.score)[:limit]

    def _candidates(self, wanted: Wanted, near: Collection[int]) -> list[StoredTarget]:
        """The targets to look at, of documents with the same text only those of one."""
        names = {name for grams in (wanted.grams, *wanted.parts) for name in self._fitting(grams)}
        found = self._library.targets(names=names) if names else []
        found += self._library.targets(positions=near) if near else []
        if wanted.documents:
            found += self._library.targets(documents=wanted.documents)
        twins = self._library.twins
        return list({key(one): one for one in found if one.position not in twins}.values())

    def similar(self, text: str, limit: int = 8, least: float = LEAST_FIT) -> list[str]:
        """The indicators that are most like a name, the likest first.

        Args:
            text: A name.
            limit: How many at most.
            least: How well they must fit, 0 to 1.
        """
        weights = self._known(pairs_of(text))
        fits = {name: self._fit(name, weights) for name in self._fitting(weights)}
        ranked = sorted(fits, key=lambda name: (-fits[name], name))
        return [name for name in ranked if fits[name] >= least][:limit]

    def _fitting(self, grams: Iterable[str]) -> set[str]:
        """The indicators that fit best what is named."""
        weights = self._known(grams)
        shared: dict[int, float] = defaultdict(float)
        for gram, weight in weights.items():
            for number in self._holding[gram]:
                shared[number] += weight
        best = sorted(shared, key=lambda number: -shared[number])[: 4 * CANDIDATES]
        fits = {self._names[number]: self._fit(self._names[number], weights) for number in best}
        ranked = sorted(fits, key=lambda name: -fits[name])[:CANDIDATES]
        return {name for name in ranked if fits[name] >= LEAST_FIT}

    def _known(self, grams: Iterable[str]) -> dict[str, float]:
        """The rarity of those of some pairs of characters that any indicator has."""
        return {gram: self._rarity[gram] for gram in grams if gram in self._rarity}

    def _weights(self, pieces: Iterable[str]) -> dict[str, float]:
        """The rarity of pairs of characters, or of words by their first pair."""
        total = len(self._names)
        held = {piece: len(self._holding.get(piece[:2], ())) for piece in pieces}
        return {piece: rarity(number, total) for piece, number in held.items()}

    def _best_fit(self, name: str, sets: Sequence[Mapping[str, float]]) -> float:
        """How well an indicator fits all of a question or one of its parts."""
        whole, *parts = (self._fit(name, asked) for asked in sets)
        return max([whole, *(PART_FIT * part for part in parts)])

    def _fit(self, name: str, asked: Mapping[str, float]) -> float:
        """F1 of an indicator's pairs of characters and those asked that any indicator has."""
        shared = sum(self._rarity[gram] for gram in self._grams[name] if gram in asked)
        return 2 * shared / (self._mass[name] + sum(asked.values()) or 1.0)

    def _score(
        self, target: StoredTarget, wanted: Wanted, fit: float, weights: Mapping[str, float]
    ) -> FoundTarget:
        document = self._library.documents[target.document_id]
        context = share(weights, surroundings(target, document))
        place, year = fit_place(target, wanted), fit_year(target, wanted.question)
        named = target.document_id in wanted.documents
        parts = {
            "indicator": fit,
            "context": context,
            "place": place_score(place, target),
            "year": float(year is not Fit.OTHER),
            "document": float(named),
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        return FoundTarget(target, score, fit, context, place, year, named)


def may_answer(found: FoundTarget) -> bool:
    """Whether a target's indicator, its sentence or its document is what a question names."""
    fits = found.indicator >= LEAST_FIT or found.context >= LEAST_CONTEXT
    return fits or found.named_document


def understand(question: Question, library: Library) -> Wanted:
    """What a question asks of the targets of a library."""
    references = find_references(question.text, library.names)
    text = without_places(question.text, question.places)
    for reference in references:
        text = text.replace(reference.words, " ")
    named = (*JOINING.split(text), *question.standard)
    parts = [part for part in map(pairs_of, named) if part]
    national = any(word in question.text for word in NATIONAL_WORDS)
    whole = pairs_of(" ".join((text, *question.standard)))
    return Wanted(question, whole, tuple(parts), national, references)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters of what a text names, its words of asking left out."""
    pieces = ASKING.sub(" ", text).split()
    return frozenset(gram for piece in pieces for gram in bigrams(normalise_indicator(piece)))


def key(target: StoredTarget) -> tuple[int, int, str]:
    """What tells a target from all others."""
    return target.position, target.figure.start, target.name + str(target.year)


def surroundings(target: StoredTarget, document: CatalogueEntry) -> str:
    """The words around a target: its sentence, title and place."""
    parts = (target.sentence, target.indicator, document.title, target.region)
    return "".join("".join(part for part in parts if part).split()).lower()


def share(weights: Mapping[str, float], held: str | frozenset[str]) -> float:
    """Share of the weights whose pieces stand in a text or a set."""
    found = sum(weight for piece, weight in weights.items() if piece in held)
    return found / (sum(weights.values()) or 1.0)


def fit_place(target: StoredTarget, wanted: Wanted) -> Fit:
    """Whether a target is of a place asked, of another one, or no place is asked."""
    places = wanted.question.places
    if target.document_id in wanted.documents or (wanted.national and target.region == NATION):
        return Fit.ASKED
    stem = place_stem(target.region or "")
    if any(place in stem or (stem and stem in place) for place in places):
        return Fit.ASKED
    return Fit.OTHER if places or wanted.national else Fit.OPEN


def place_score(place: Fit, target: StoredTarget) -> float:
    """What a target's place adds; where none is asked, the country comes first."""
    if place is Fit.OPEN:
        return 1.0 if target.region == NATION else 0.5
    return float(place is Fit.ASKED)


def fit_year(target: StoredTarget, question: Question) -> Fit:
    """Whether a target is of a year asked, of another one, or no year is asked."""
    if not question.years:
        return Fit.OPEN
    between = YEARS_BETWEEN.search(question.text)
    if between and int(between[1]) <= (target.year or 0) <= int(between[2]):
        return Fit.ASKED
    return Fit.ASKED if target.year in question.years else Fit.OTHER
