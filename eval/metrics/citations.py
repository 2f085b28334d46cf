"""Citation metrics: do they lead somewhere, are they verbatim, are they the right ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.matching import SAME_PLACE, fold, shingles
from eval.metrics.retrieval import Found, is_place
from eval.questions import GoldEvidence, Question


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of an answer, as a run records it."""

    quote: str
    passage: Found
    stored: bool
    """Whether its clause is in the library with just this text."""
    headings: tuple[str, ...] = ()
    """The title of its document and the headings of its clause, which it shows."""


def show(citations: Sequence[Cited], evidence: GoldEvidence) -> bool:
    """Whether a quote is what a citation names above its clause, or the citations hold it together.

    The parser makes each item of a list a clause; a quote that runs over the items, or from a
    heading to its first item, stands in none of them.
    """
    own = [one for one in citations if evidence.source_file in one.passage.files]
    headings = [heading for one in own for heading in one.headings]
    if any(fold(evidence.quote) in fold(heading) for heading in headings):
        return True
    texts = (*(one.passage.text for one in own), *headings)
    shown = set[str]().union(*map(shingles, texts))
    wanted = shingles(evidence.quote)
    return len(wanted & shown) / len(wanted) >= SAME_PLACE


def citation_scores(
    question: Question, refused: bool, citations: Sequence[Cited], sentences: Sequence[int]
) -> dict[str, float | None]:
    """The scores of one answer by name; None for a refusal, which cites nothing.

    - ``citation_validity``: share of the citations that lead to a stored clause.
    - ``citation_verbatim``: share whose quote stands word for word in that clause.
    - ``citation_precision``: share that are where a gold quote stands, or the same text.
    - ``citation_recall``: share of the gold quotes that a citation shows, as words of its clause or
      as the title or heading that it names, or that the citations of its document show together.
    - ``citation_coverage``: share of the sentences shown that carry a citation.

    Args:
        question: The question.
        refused: Whether the answer is a refusal.
        citations: The answer's citations.
        sentences: How many citations each sentence shown carries.
    """
    names = ("validity", "verbatim", "precision", "recall", "coverage")
    keys = [f"citation_{name}" for name in names]
    if refused or not question.answerable:
        return dict.fromkeys(keys, None)
    right = [any(is_place(e, one.passage) for e in question.evidence) for one in citations]
    found = [show(citations, e) for e in question.evidence]
    verbatim = [fold(one.quote) in fold(one.passage.text) for one in citations]
    stored = [one.stored for one in citations]
    covered = [count > 0 for count in sentences]
    return dict(zip(keys, map(share, (stored, verbatim, right, found, covered)), strict=True))


def share(values: Sequence[bool]) -> float | None:
    """Share of the values that are true; None of nothing."""
    return sum(values) / len(values) if values else None
