"""Binding a paraphrase to the statement that supports it, or to the one that says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from qa.drafts.asked import Asked, Judged
from qa.drafts.candidates import Statement
from qa.drafts.holding import Rated, find_supporting, is_elsewhere, rate, read_claim
from qa.drafts.models import DraftVerdict
from qa.drafts.quoting import align, compare
from qa.drafts.sources import wrong_clause
from qa.evidence.sentences import Evidence
from qa.grounding import overlap
from qa.grounding.claim import Claim
from qa.grounding.matching import match_figures
from qa.grounding.reading import read_source

NEAR = 0.55
"""Share of a sentence's character pairs from which on a statement is of the same matter."""
CLOSE = 0.62
"""The same from which on sentences decide, and whole clauses are not asked."""
COPIED = 0.8
"""The same from which on a sentence is a copy."""


def bind(asked: Asked, statements: Sequence[Statement], regions: Sequence[str]) -> Judged:
    """The statement that supports a sentence, else what the nearest says instead.

    Statements of other places than the sentence names are asked where its own say nothing.
    """
    claim = read_claim(asked.text, tuple(regions))
    own = [one for one in statements if not is_elsewhere(one, claim)]
    judged = bind_claim(asked, claim, own)
    if not judged.is_weak or len(own) == len(statements):
        return judged
    elsewhere = bind_claim(asked, claim, statements)
    return judged if elsewhere.is_weak and judged.evidence else elsewhere


def bind_claim(asked: Asked, claim: Claim, statements: Sequence[Statement]) -> Judged:
    """The same over some statements, whatever places they are of."""
    shared = [(overlap(asked.saying.words, one.evidence.text), one) for one in statements]
    close = [pair for pair in shared if pair[0] >= CLOSE and not pair[1].whole]
    ranked = sorted(close or shared, key=lambda pair: -pair[0])
    supporting = find_supporting(rate(claim, share, one) for share, one in ranked)
    if supporting is not None:
        return Judged(DraftVerdict.SUPPORTED, evidence=(supporting.evidence,))
    if not ranked:
        return Judged(DraftVerdict.UNFOUNDED)
    nearest = rate(claim, *ranked[0])
    if nearest.share < NEAR:
        return Judged(DraftVerdict.UNFOUNDED, evidence=(nearest.evidence,))
    if nearest.verdict.rule == "amounts" and not is_contradicted(claim, nearest.evidence):
        return Judged(
            DraftVerdict.UNFOUNDED, nearest.verdict.detail, "amounts", (nearest.evidence,)
        )
    return find_difference(asked, nearest)


def is_contradicted(claim: Claim, evidence: Evidence) -> bool:
    """Whether the source has an amount that one which it lacks may be a slip of.

    That is one of the same unit, or the same number of another unit; 再增加两倍 where the source
    says 达到300万千瓦 is worked out, and nothing speaks against it.
    """
    numbers = {one.value for one in read_source(evidence).figures}
    lacking = [one for one in match_figures(claim, evidence) if one.source is None]
    return not lacking or any(one.rival or one.figure.value in numbers for one in lacking)


def find_difference(asked: Asked, nearest: Rated) -> Judged:
    """What the nearest statement says instead."""
    evidence, verdict = (nearest.evidence,), nearest.verdict
    if nearest.differs:
        return Judged(DraftVerdict.FIGURE, verdict.detail, verdict.rule, evidence)
    if verdict.rule == "titles" and "发文字号" in verdict.detail:
        return Judged(DraftVerdict.SOURCE, verdict.detail, verdict.rule, evidence)
    if wrong := wrong_clause(asked.saying, [nearest.evidence.passage]):
        return Judged(DraftVerdict.SOURCE, wrong, "clause", evidence)
    if asked.saying.copied and nearest.share >= COPIED:
        _, words = align(asked.saying.words, nearest.evidence.text)
        difference = compare(asked.saying.words, words)
        detail = f"原文为“{words}”"
        return Judged(DraftVerdict.MISQUOTED, detail, verdict.rule, evidence, difference)
    return Judged(DraftVerdict.UNFOUNDED, verdict.detail, verdict.rule, evidence)
