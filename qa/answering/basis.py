"""Whether there is a basis for an answer at all."""

from __future__ import annotations

from corpus.figures import find_figures
from qa.evidence.finder import Row
from qa.search.basis import default_basis
from qa.settings import AnswerSettings


def has_basis(row: Row, settings: AnswerSettings) -> bool:
    """Whether the evidence of a row most probably answers its question."""
    question, evidence = row.question, row.evidence
    if not evidence:
        return False
    if question.asks_figure and not any(find_figures(one.text) for one in evidence):
        return False
    least = settings.figure_coverage if question.asks_figure else settings.coverage
    coverage = max(one.coverage for one in evidence[:3])
    return coverage >= least and rate(row) >= settings.basis


def rate(row: Row) -> float:
    """The probability that the evidence of a row answers its question, 0 to 1."""
    coverage = max((one.coverage for one in row.evidence[:3]), default=0.0)
    return default_basis().probability(coverage, row.ranked.lead)
