"""Held words: how much of what a question names its best sentences say, and say of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.figures import find_figures, fold_widths
from qa.evidence.asked import Asked
from qa.evidence.features import Words
from qa.evidence.sentences import Evidence
from qa.evidence.stated import about
from qa.query import COUNTRY, Question
from qa.vocabulary import everyday_words

YEARS = "年"
"""The unit of a figure that is a year or a time."""


def share_held(question: Question, words: Words, best: Sequence[Evidence]) -> float:
    """The greatest share of a question's names that one sentence with its headings holds."""
    texts = (about(one) for one in best)
    return greatest_share(question, words, texts)


def share_bound(question: Question, words: Words, asked: Asked, best: Sequence[Evidence]) -> float:
    """The greatest share of a question's names that are said of one figure of the unit asked.

    A sentence that names 再制造产业实现产值217.5亿元 and 新能源汽车 says nothing of their 产值.
    """
    texts = (text for one in best for text in said_of_figures(one, asked))
    return greatest_share(question, words, texts)


def said_of_figures(one: Evidence, asked: Asked) -> Iterator[str]:
    """What is said of each figure of a sentence: the words around it, headings, place, issuer."""
    passage = one.passage
    around = " ".join((passage.heading, passage.region or "", *passage.issuer))
    for figure in find_figures(fold_widths(one.text), one.before):
        fits = asked.units is None or asked.units.search(figure.amount)
        if fits and figure.unit != YEARS:
            yield f"{around} {figure.subject} {figure.context.words}"


def greatest_share(question: Question, words: Words, texts: Iterator[str]) -> float:
    """The greatest share of a question's names, by their rarity, that a text holds; 1 of none."""
    names = said_otherwise(question, words.names)
    if not names:
        return 1.0
    whole = sum(words.names[name] for name in names) or 1.0
    shares = (
        sum(words.names[name] for name, same in names.items() if holds_any(text, same)) / whole
        for text in (fold_widths(one).lower() for one in texts)
    )
    return max(shares, default=0.0)


def said_otherwise(
    question: Question, names: Mapping[str, float]
) -> Mapping[str, tuple[str, ...] | None]:
    """The names of a question, each with all words that say the same; None for the country."""
    everyday = list(everyday_words(question.text.lower()))
    return {
        name: None
        if name in COUNTRY
        else (name, *(word for said, same in everyday if within(said, name) for word in same))
        for name in names
    }


def within(one: str, other: str) -> bool:
    """Whether one of two words holds the other."""
    return one in other or other in one


def holds_any(text: str, words: Sequence[str] | None) -> bool:
    """Whether a text in lower case holds one of some words; None is held by all."""
    return words is None or any(word.lower() in text for word in words)
