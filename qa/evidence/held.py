"""Held words: how much of what a question names its best sentences say, and say of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.figures import find_figures, fold_widths
from qa.evidence.asked import Asked
from qa.evidence.features import Words
from qa.evidence.sentences import Evidence
from qa.evidence.stated import about
from qa.query import COUNTRY

YEARS = "年"
"""The unit of a figure that is a year or a time."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names."""

    weights: Mapping[str, float]
    """By rarity."""
    same: Mapping[str, Sequence[str]]
    """Each name with all words that say the same; the country's is held by all and has none."""

    def greatest_share(self, texts: Iterable[str]) -> float:
        """The greatest share of the weights that one of some texts holds; 1 of none."""
        if not self.weights:
            return 1.0
        whole = sum(self.weights.values()) or 1.0
        return max((self._held(fold_widths(text).lower()) / whole for text in texts), default=0.0)

    def _held(self, text: str) -> float:
        """The weights of the names that a text in lower case holds."""
        return sum(
            self.weights[name]
            for name, same in self.same.items()
            if not same or any(word in text for word in same)
        )


def find_named(words: Words) -> Named:
    """What a question with some words names, with the documents' words for it."""
    same = {name: () if name in COUNTRY else words.same.get(name, (name,)) for name in words.names}
    return Named(words.names, same)


def share_held(named: Named, best: Sequence[Evidence]) -> float:
    """The greatest share of what is named that one sentence with its headings holds."""
    return named.greatest_share(map(about, best))


def shares_bound(named: Named, asked: Asked, best: Sequence[Evidence]) -> list[float]:
    """Of each sentence, the greatest share of what is named that it says of one figure.

    A sentence that names 再制造产业实现产值217.5亿元 and 新能源汽车 says nothing of their 产值.
    """
    return [named.greatest_share(said_of_figures(one, asked)) for one in best]


def said_of_figures(one: Evidence, asked: Asked) -> Iterator[str]:
    """What is said of each figure of the unit asked: words around it, headings, place, issuer."""
    for figure in find_figures(fold_widths(one.text), one.before):
        fits = asked.units is None or asked.units.search(figure.amount)
        if fits and figure.unit != YEARS:
            yield f"{one.passage.about} {figure.subject} {figure.context.words}"
