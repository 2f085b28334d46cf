"""What a piece of a sentence rests on: the clause that says it, or the one that says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.figures import Figure
from corpus.words import fold
from qa.drafts.asked import Judged
from qa.drafts.candidates import Statement
from qa.drafts.holding import CLOSER, FIGURE_RULES, Rated, find_supporting, is_elsewhere, rate
from qa.drafts.models import DraftVerdict
from qa.drafts.own import is_own
from qa.drafts.pieces import REPORTED, Piece, singles
from qa.drafts.topics import said, topic_pairs
from qa.grounding import RULES
from qa.grounding.likeness import share_of
from qa.grounding.matching import (
    Match,
    figure_words,
    is_same_amount,
    match_figures,
    measure_fit,
)
from qa.grounding.reading import read_source
from qa.grounding.rules import Rule
from qa.query import without_places

OF_WORDS = 0.6
"""Share of the character pairs of a piece without figures that its clause holds."""
OF_FIGURE = 0.6
"""The same of the words for what a figure is."""
SAME = 0.8
"""The same from which on a clause with another figure is of the same indicator."""
LONGEST_REMARK = 14
"""Letters; a piece without figures that is no longer may be the author's own."""
SINGLE_RULES = {name: RULES[name] for name in RULES if name in FIGURE_RULES | {"opposites"}}
"""Rules for a figure by itself, which has no sentence."""
TAKEN_RULES = {name: rule for name, rule in SINGLE_RULES.items() if name != "indicators"}
NEAREST = 4
"""Statements that are asked whether they say otherwise."""
SUPPORTED, FIGURE, UNFOUNDED, NOTHING = (
    DraftVerdict.SUPPORTED,
    DraftVerdict.FIGURE,
    DraftVerdict.UNFOUNDED,
    DraftVerdict.NOTHING,
)


def bind_piece(piece: Piece, statements: Sequence[Statement]) -> Judged:
    """What a piece rests on, whole or figure by figure."""
    if not piece.claim.figures:
        return bind_words(piece, statements)
    ranked = rank(piece, [s for s in statements if not s.whole and gives(s, piece)])
    if found := supporting(piece, ranked):
        return Judged(SUPPORTED, evidence=(found.evidence,))
    bound = [bind_single(one, [s for s in statements if is_exact(s)]) for one in singles(piece)]
    evidence = tuple(one for part in bound for one in part.evidence)
    worst = next((one for one in bound if one.verdict is FIGURE), None)
    lacking = next((one for one in bound if one.verdict is UNFOUNDED), None)
    return worst or lacking or Judged(SUPPORTED, evidence=evidence)


def is_exact(statement: Statement) -> bool:
    """Whether what a statement says of a figure is clear: sentences, and the rows of a table."""
    return not statement.whole or statement.evidence.passage.is_table


def gives(statement: Statement, piece: Piece) -> bool:
    """Whether a statement gives the amounts of a piece, so that it may support it."""
    there = read_source(statement.evidence).figures
    return all(
        is_own(one, there) or any(is_same_amount(one, other) for other in there)
        for one in piece.claim.figures
    )


def rank(piece: Piece, statements: Iterable[Statement]) -> list[tuple[float, Statement]]:
    """The statements with the share of a piece's words that each holds, the nearest first."""
    topic = topic_pairs(without_places(piece.topic, piece.claim.places))
    rated = [(share_of(topic, said(one.evidence)), one) for one in statements]
    return sorted(rated, key=lambda pair: (-pair[0], len(pair[1].evidence.text)))


def supporting(piece: Piece, ranked: Iterable[tuple[float, Statement]]) -> Rated | None:
    """The nearest statement that supports a piece as it is worded."""
    near = ((share, one) for share, one in ranked if share >= OF_WORDS)
    return find_supporting(replace(rate(piece.claim, 0.0, one), share=share) for share, one in near)


def bind_single(piece: Piece, statements: Sequence[Statement]) -> Judged:
    """What a figure by itself rests on, or what a clause says of the same thing instead."""
    ranked = [pair for pair in rank(piece, statements) if pair[0] >= OF_FIGURE]
    rules = rules_of(piece)
    giving = [pair for pair in ranked if gives(pair[1], piece)]
    rated = (rate(piece.claim, share, one, rules) for share, one in giving)
    best = next((one for one in rated if one.verdict.supported), None)
    near = [pair for pair in ranked if pair[0] >= SAME and not pair[1].whole][:NEAREST]
    held = (rate(piece.claim, share, one, rules) for share, one in near)
    against = next((one for one in held if is_against(one, piece)), None)
    if best is not None and (against is None or against.share - best.share < CLOSER):
        return Judged(SUPPORTED, evidence=(best.evidence,))
    if against is None:
        return miscounted(piece)
    return Judged(FIGURE, against.verdict.detail, against.verdict.rule, (against.evidence,))


def miscounted(piece: Piece) -> Judged:
    """What is said of a figure that no clause gives: whether it is worked out wrongly."""
    wrong = [one for one in piece.claim.figures if one in piece.miscounted]
    if not wrong:
        return Judged(UNFOUNDED)
    return Judged(FIGURE, f"{wrong[0].amount} 与按本句数字推算的结果不符", "reckoned")


def rules_of(piece: Piece) -> Mapping[str, Rule]:
    """The rules for a figure by itself; one that took its thing need not name it in full."""
    took = any(one.context.held for one in piece.claim.figures)
    return TAKEN_RULES if took else SINGLE_RULES


def is_against(rated: Rated, piece: Piece, least: float = SAME) -> bool:
    """Whether a statement gives another figure of the very same thing, place and year.

    Args:
        rated: The statement, held against the piece.
        piece: A figure by itself.
        least: The share of its words that the statement must hold.
    """
    if not rated.differs or rated.share < least or is_elsewhere(rated.statement, piece.claim):
        return False
    if piece.is_reported and not REPORTED.search(rated.evidence.text):
        return False
    if rated.verdict.rule != "amounts":
        return True
    there = read_source(rated.evidence).figures
    lacking = [m for m in match_figures(piece.claim, rated.evidence) if m.source is None]
    return any(
        (match.rival is not None and is_slip(match.figure, match.rival, piece))
        or any(is_slip(match.figure, one, piece) for one in there if is_same_number(one, match))
        for match in lacking
    )


def is_same_number(one: Figure, match: Match) -> bool:
    """Whether a source figure has the number of a claim's in another unit."""
    return one.value == match.figure.value and len(one.value) > 1


def is_slip(figure: Figure, rival: Figure, piece: Piece) -> bool:
    """Whether a figure may be a slip of one that a source gives: of the same thing and year."""
    words = figure_words(figure, piece.claim.places, "")
    same_year = None in (figure.year, rival.year) or figure.year == rival.year
    return same_year and measure_fit(words, rival).cover >= OF_FIGURE


def bind_words(piece: Piece, statements: Iterable[Statement]) -> Judged:
    """What a piece without figures rests on; one that is short may be the author's own."""
    for share, one in rank(piece, (one for one in statements if not one.whole)):
        if share < OF_WORDS:
            break
        if rate(piece.claim, 0.0, one).verdict.supported:
            return Judged(SUPPORTED, evidence=(one.evidence,))
    short = len(fold(piece.topic)) <= LONGEST_REMARK
    return Judged(NOTHING if short else UNFOUNDED)
