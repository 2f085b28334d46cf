"""Evidence: the sentences of ranked passages that bear on a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from corpus.figures import find_figures, fold_widths, last_year, without_base_years
from corpus.words import rarity
from corpus.years import find_years
from qa.passages import Passage
from qa.query import Question

if TYPE_CHECKING:
    from corpus.library import Library
    from qa.settings import AnswerSettings

SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’」』）)]*|[^。！？\n]+(?=\n|$)")
SHORTEST = 6
"""Characters; shorter pieces are headings or remains, not statements."""
YEAR_REACH = 3
"""How many sentences back the year that a figure belongs to is looked for."""
RANK_WEIGHT = 0.3
YEAR_WEIGHT = 0.25
FIGURE_WEIGHT = 0.15
HEADING_SHARE = 0.6
"""What a word counts that stands in the heading and not in the sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One or a few consecutive sentences of a passage."""

    passage: Passage
    text: str
    """Verbatim: a substring of the passage's text."""
    before: str
    """What stands before it in its paragraph."""
    score: float = 0.0
    coverage: float = 0.0
    """Share of the question's weighted names that it or its document's heading holds, 0 to 1."""


class Searched(Protocol):
    """The library that passages come from."""

    @property
    def library(self) -> Library:
        """The library itself."""

    @property
    def chunk_count(self) -> int:
        """How many chunks there are."""


def find_evidence(
    question: Question, passages: Sequence[Passage], view: Searched, settings: AnswerSettings
) -> list[Evidence]:
    """The sentences that can answer a question, best first; none that does not cover it."""
    frequency, total = view.library.document_frequency, view.chunk_count
    ranked = gather_evidence(question, passages, frequency, total)
    least = settings.figure_coverage if question.asks_figure else settings.coverage
    covering = [one for one in ranked if one.coverage >= least]
    return keep_fitting(covering, question)


def gather_evidence(
    question: Question, passages: Sequence[Passage], frequency: Callable[[str], int], total: int
) -> list[Evidence]:
    """All sentences that can bear on the question, best first.

    A sentence of another place, or of a clause that does not name the year asked, cannot.

    Args:
        question: The question.
        passages: Ranked passages.
        frequency: How many chunks of the library hold a word.
        total: How many chunks there are.
    """
    weights = word_weights(question.topic, frequency, total)
    names = halve_unknown(word_weights(question.names, frequency, total), frequency)
    scored = [
        score_evidence(evidence, question, weights, names, rank)
        for rank, passage in enumerate(passages)
        if is_about_place(passage, question) and names_year(passage, question)
        for part in passage.parts or (passage,)
        for evidence in sentences_of(part)
    ]
    unique = {fold_widths(evidence.text): evidence for evidence in reversed(scored)}
    return sorted(unique.values(), key=lambda evidence: -evidence.score)


def word_weights(
    words: Iterable[str], frequency: Callable[[str], int], total: int
) -> dict[str, float]:
    """The rarity of each word."""
    return {word: rarity(frequency(word), total) for word in words}


def is_about_place(passage: Passage, question: Question) -> bool:
    """Whether a passage belongs to a place that the question names, if it names any."""
    if not question.places:
        return True
    about = f"{passage.region or ''} {passage.heading} {passage.text}"
    return any(place in about for place in question.places)


def names_year(passage: Passage, question: Question) -> bool:
    """Whether a passage names a year that the question names, if it names any."""
    years = find_years(fold_widths(f"{passage.heading} {passage.text}"))
    return not question.years or bool(set(question.years) & set(years))


def sentences_of(passage: Passage) -> Iterator[Evidence]:
    """The statements of a passage; one with figures reaches back to the year they belong to.

    A table has none: what its cells mean together is not written in it.
    """
    if passage.is_table:
        return
    for paragraph in passage.text.split("\n"):
        pieces = [match.span() for match in SENTENCE.finditer(paragraph)]
        for number, (start, end) in enumerate(pieces):
            if end - start < SHORTEST:
                continue
            first = pieces[number - reach_back(paragraph, pieces, number)][0]
            yield Evidence(passage, paragraph[first:end].strip(), paragraph[:first])


def reach_back(paragraph: str, pieces: Sequence[tuple[int, int]], number: int) -> int:
    """How many sentences before ``number`` name the year that its figures belong to."""
    texts = [fold_widths(paragraph[start:end]) for start, end in pieces[: number + 1]]
    if last_year(texts[-1]) or not find_figures(texts[-1]):
        return 0
    for back in range(1, min(YEAR_REACH, number) + 1):
        if last_year(texts[number - back]):
            return back
    return 0


def halve_unknown(
    weights: Mapping[str, float], frequency: Callable[[str], int]
) -> dict[str, float]:
    """The weights; a word that no chunk holds counts half.

    It may be a name that the library does not know, or only how the question is put.
    """
    return {word: one if frequency(word) else one / 2 for word, one in weights.items()}


def score_evidence(
    evidence: Evidence,
    question: Question,
    weights: Mapping[str, float],
    names: Mapping[str, float],
    rank: int,
) -> Evidence:
    """The evidence with its score: topic words, year, figure, and rank of its passage."""
    passage = evidence.passage
    text = fold_widths(evidence.text).lower()
    heading = passage.heading.lower()
    about = f"{heading} {passage.region or ''} {' '.join(passage.issuer)}".lower()
    has_year = bool(set(question.years) & set(find_years(text + heading)))
    has_figure = question.asks_figure and bool(find_figures(evidence.text))
    score = held_share(weights, text, heading) + RANK_WEIGHT / (1 + rank / 3)
    score += YEAR_WEIGHT * has_year + FIGURE_WEIGHT * has_figure
    return replace(evidence, score=score, coverage=held_share(names, text, about))


def held_share(weights: Mapping[str, float], text: str, heading: str) -> float:
    """Share of the weights whose words stand in the text, or count in part in its heading."""
    held = sum(
        weight if word in text else HEADING_SHARE * weight if word in heading else 0.0
        for word, weight in weights.items()
    )
    return held / (sum(weights.values()) or 1.0)


def keep_fitting(ranked: Sequence[Evidence], question: Question) -> list[Evidence]:
    """The evidence that can answer: with a figure if one is asked, of the year if one is named."""
    if question.asks_figure and not any(find_figures(one.text) for one in ranked):
        return []
    return keep_asked_years(ranked, question)


def keep_asked_years(ranked: Sequence[Evidence], question: Question) -> list[Evidence]:
    """Without the sentences that name years, but none that is asked; base years count nothing."""
    asked = set(question.years)
    if not asked:
        return list(ranked)
    named = ((one, set(find_years(without_base_years(fold_widths(one.text))))) for one in ranked)
    return [one for one, years in named if not years or years & asked]


def select_evidence(ranked: Sequence[Evidence], most: int, chars: int) -> list[Evidence]:
    """The first of ``ranked`` that fit, without those that lie within another."""
    selected: list[Evidence] = []
    for evidence in ranked:
        if len(selected) == most:
            break
        if any(evidence.text in other.text for other in selected):
            continue
        if sum(len(other.text) for other in selected) + len(evidence.text) <= chars:
            selected.append(evidence)
    return selected
