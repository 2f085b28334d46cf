"""The rules by name, checking a claim by them, and binding it to what supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qa.evidence.sentences import Evidence
from qa.grounding import figures, names, polarity, wording, years
from qa.grounding.claim import Claim, Verdict
from qa.grounding.likeness import overlap

Rule = Callable[[Claim, Evidence], str | None]
RULES: dict[str, Rule] = {
    "wholeness": figures.check_wholeness,
    "amounts": figures.check_amounts,
    "subjects": figures.check_subjects,
    "indicators": figures.check_indicators,
    "qualifiers": figures.check_qualifiers,
    "directions": figures.check_directions,
    "figure_years": figures.check_figure_years,
    "base_years": figures.check_bases,
    "years": years.check_years,
    "years_of_parts": years.check_year_of_part,
    "dates": years.check_dates,
    "places": names.check_places,
    "titles": names.check_titles,
    "bodies": names.check_bodies,
    "roles": names.check_roles,
    "negation": polarity.check_negation,
    "modality": polarity.check_modality,
    "opposites": polarity.check_opposites,
    "replaced": wording.check_replaced,
    "words": wording.check_words,
    "items": wording.check_items,
    "overlap": wording.check_overlap,
}
"""The rules by name, in the order of checking. A rule returns what is wrong, or None."""


def check(claim: Claim, evidence: Evidence) -> Verdict:
    """The first rule that a sentence fails against its evidence, if any."""
    for name, rule in RULES.items():
        if detail := rule(claim, evidence):
            return Verdict(name, detail)
    return Verdict()


def bind(claim: Claim, candidates: Iterable[Evidence]) -> tuple[Evidence | None, Verdict]:
    """The evidence that supports a claim; if none does, why the most similar one does not."""
    ranked = sorted(candidates, key=lambda evidence: -overlap(claim.text, evidence.text))
    verdicts = [(evidence, check(claim, evidence)) for evidence in ranked]
    for evidence, verdict in verdicts:
        if verdict.supported:
            return evidence, verdict
    return None, verdicts[0][1] if verdicts else Verdict("overlap", "没有可供核对的条款")
