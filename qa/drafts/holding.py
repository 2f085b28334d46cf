"""Holding what a draft says against a statement of the library, by the rules of grounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.figures import Figure, fold_widths, without_base_years
from corpus.qualifiers import Bound
from corpus.regions import place_stem
from corpus.years import stated_years
from qa.drafts.candidates import Statement
from qa.drafts.own import is_own
from qa.drafts.reckoning import agrees, is_worked_out
from qa.evidence.sentences import Evidence
from qa.grounding import RULES, make_claim
from qa.grounding.claim import Claim, Verdict
from qa.grounding.reading import read_source
from qa.grounding.rules import Rule

FIGURE_RULES = frozenset(
    {
        *("wholeness", "amounts", "subjects", "indicators", "qualifiers", "directions"),
        *("figure_years", "base_years", "years", "years_of_parts", "dates", "places"),
    }
)
"""Rules whose failing means that a figure or what belongs to it differs."""
WORDING = frozenset({"words", "overlap"})
"""Rules of a sentence's words, which do not count where it is nearly a copy."""
YEARS = frozenset({"years", "figure_years"})
"""Rules for the year of a statement, which may stand elsewhere in its clause."""
LIKE = 0.7
"""Share of a sentence's character pairs from which on its words need not all be the source's."""
CLOSER = 0.08
"""By how much a statement that says otherwise must be nearer than one that supports."""
WRITTEN = {Bound.ABOVE: Bound.AT_LEAST, Bound.BELOW: Bound.AT_MOST}
"""Bounds as people mean them who write a draft: 超过 for 以上, 不到 for 以下."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A statement, held against a sentence."""

    statement: Statement
    share: float
    """Share of the sentence's character pairs that it holds, 0 to 1."""
    verdict: Verdict

    @property
    def evidence(self) -> Evidence:
        """The statement's words."""
        return self.statement.evidence

    @property
    def differs(self) -> bool:
        """Whether it says another figure; what it says of no year says nothing of the year."""
        undated = self.verdict.rule in YEARS and is_undated(self.evidence)
        return self.verdict.rule in FIGURE_RULES and not undated


def read_claim(text: str, regions: tuple[str, ...]) -> Claim:
    """A sentence of a draft as a claim."""
    claim = make_claim(text, regions)
    return replace(claim, figures=tuple(map(as_meant, claim.figures)))


def as_meant(figure: Figure) -> Figure:
    """A figure with its bounds as people mean them; a number of years is of no year."""
    bounds = frozenset(WRITTEN.get(one, one) for one in figure.bounds)
    return replace(figure, bounds=bounds, year=None if figure.unit == "年" else figure.year)


def is_elsewhere(statement: Statement, claim: Claim) -> bool:
    """Whether a statement is of another place than those that a sentence names."""
    one = statement.evidence
    region = place_stem(one.passage.region or "")
    said = f"{one.text}{one.before}{region}{one.passage.heading}"
    return bool(claim.places) and not any(place in said for place in claim.places)


def rate(
    claim: Claim, share: float, statement: Statement, rules: Mapping[str, Rule] = RULES
) -> Rated:
    """A statement held against a sentence by the rules.

    Args:
        claim: The sentence.
        share: Share of the sentence's character pairs that the statement holds.
        statement: The statement.
        rules: The rules that count.
    """
    left_aside = WORDING if share >= LIKE else frozenset()
    claim = without_own(claim, statement.evidence)
    if is_undated(statement.evidence) and set(years_of(claim)) <= known_years(statement):
        left_aside |= YEARS
    for name, rule in rules.items():
        if name not in left_aside and (detail := rule(claim, statement.evidence)):
            return Rated(statement, share, Verdict(name, detail))
    return Rated(statement, share, Verdict())


def find_supporting(ranked: Iterable[Rated]) -> Rated | None:
    """The nearest statement that supports, unless a nearer one gives another figure.

    Args:
        ranked: The statements, the nearest first; read no further than needed.
    """
    against = 0.0
    for one in ranked:
        if one.verdict.supported:
            return one if against - one.share < CLOSER else None
        if one.differs:
            against = max(against, one.share)
    return None


def is_undated(evidence: Evidence) -> bool:
    """Whether a statement names no year, nor does what stands before it in its paragraph."""
    return not stated_years(without_base_years(read_source(evidence).said))


def years_of(claim: Claim) -> Iterator[int]:
    """The years that a claim names or takes."""
    yield from stated_years(without_base_years(claim.plain))
    yield from (one.year for one in claim.figures if one.year is not None)


def known_years(statement: Statement) -> set[int]:
    """The years that the whole clause of a statement names, its headings among it."""
    passage = statement.evidence.passage
    return set(stated_years(without_base_years(fold_widths(passage.heading + passage.text))))


def without_own(claim: Claim, evidence: Evidence) -> Claim:
    """A claim without the figures that no source need have: its author's own."""
    there = read_source(evidence).figures
    kept = tuple(
        one
        for one in claim.figures
        if not (is_own(one, there) or is_reckoned(one, claim.figures, there))
    )
    return claim if len(kept) == len(claim.figures) else replace(claim, figures=kept)


def is_reckoned(figure: Figure, own: Sequence[Figure], there: Sequence[Figure]) -> bool:
    """Whether a figure is worked out of others, and the source does not give it itself.

    Args:
        figure: The figure.
        own: The figures of its sentence.
        there: Those of the source.
    """
    if not is_worked_out(figure) or any(one.quantity == figure.quantity for one in there):
        return False
    return agrees(figure, own, there)
