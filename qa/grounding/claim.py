"""A claim, which is one checkable sentence, and the verdict on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.figures import Figure, find_figures, fold_widths, without_base_years
from corpus.years import find_years, stated_years
from qa.grounding.reading import unify
from qa.query import find_places


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence, and what it names."""

    text: str
    figures: tuple[Figure, ...]
    years: tuple[int, ...]
    places: tuple[str, ...]
    plain: str
    """The sentence in one spelling, its amounts as figures."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, and if not, which rule failed and how."""

    rule: str | None = None
    detail: str = ""

    @property
    def supported(self) -> bool:
        """Whether no rule failed."""
        return self.rule is None


def make_claim(text: str, regions: Iterable[str] = (), year: int | None = None) -> Claim:
    """A sentence as a claim.

    Args:
        text: The sentence.
        regions: Names of places that the library knows.
        year: The year that its figures are of where it names none: the year asked for.
    """
    folded = fold_widths(text)
    plain = unify(text)
    named = set(stated_years(without_base_years(plain)))
    own = named.pop() if len(named) == 1 else year
    figures = tuple(replace(f, year=f.year or own) for f in find_figures(plain))
    return Claim(text, figures, find_years(folded), find_places(folded, regions), plain)
