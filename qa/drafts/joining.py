"""Judging a sentence by its pieces: each rests on a clause of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.figures import Figure
from corpus.words import fold
from qa.drafts.asked import Asked, Judged
from qa.drafts.candidates import Candidates, Statement
from qa.drafts.holding import CLOSER, FIGURE_RULES, Rated, is_elsewhere, rate
from qa.drafts.models import DraftVerdict
from qa.drafts.pieces import Piece, read_pieces, singles
from qa.evidence.sentences import Evidence
from qa.grounding import RULES, make_claim, overlap
from qa.grounding.matching import figure_words, match_figures, measure_fit
from qa.grounding.names import check_titles
from qa.grounding.reading import NATIONAL
from qa.query import COUNTRY

OF_WORDS = 0.6
"""Share of the character pairs of a piece without figures that its clause holds."""
OF_FIGURE = 0.6
"""The same of the words for what a figure is."""
SAME = 0.8
"""The same from which on a clause with another figure is of the same indicator."""
LONGEST_REMARK = 14
"""Letters; a piece without figures that is no longer may be the author's own."""
SAID = 120
"""Characters before a statement in its paragraph that may say what it is about."""
SINGLE_RULES = {name: RULES[name] for name in RULES if name in FIGURE_RULES | {"opposites"}}
"""Rules for a figure by itself, which has no sentence."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one piece rests on."""

    verdict: DraftVerdict
    evidence: tuple[Evidence, ...] = ()
    detail: str = ""
    rule: str | None = None


SUPPORTED, FIGURE, UNFOUNDED, NOTHING = (
    DraftVerdict.SUPPORTED,
    DraftVerdict.FIGURE,
    DraftVerdict.UNFOUNDED,
    DraftVerdict.NOTHING,
)


class Joiner:
    """Judges sentences by their pieces."""

    def __init__(self, candidates: Candidates, regions: Sequence[str]) -> None:
        self._candidates = candidates
        self._regions = regions

    def judge(
        self, asked: Asked, near: Sequence[Statement], named: Collection[str]
    ) -> Judged | None:
        """The verdict that the pieces of a sentence give together; None if they give none.

        Args:
            asked: The sentence.
            near: The statements nearest to all of it.
            named: Ids of the documents that it names anywhere.
        """
        pieces = read_pieces(asked.words, asked.lead, self._regions)
        if len(pieces) == 1 and not pieces[0].claim.figures:
            return None
        within = (asked.wanted | frozenset(named)) if asked.wanted else frozenset()
        bound = [self._bind(piece, asked, near, within) for piece in pieces]
        judged = join(bound)
        return judged if judged and is_led_rightly(asked, judged.evidence) else None

    def _bind(
        self, piece: Piece, asked: Asked, near: Sequence[Statement], within: frozenset[str]
    ) -> Bound:
        """What a piece rests on: what is near to the sentence, else what is near to the piece."""
        bound = bind_piece(piece, admitted(near, piece, within))
        if bound.verdict in (SUPPORTED, NOTHING):
            return bound
        query = f"{''.join(piece.claim.places)}{piece.topic} {piece.claim.plain}"
        more = self._candidates.near(query, asked.wanted | asked.preferred)
        again = bind_piece(piece, admitted(more, piece, within))
        return bound if again.verdict is UNFOUNDED else again


def admitted(
    statements: Iterable[Statement], piece: Piece, within: frozenset[str]
) -> list[Statement]:
    """The statements that a piece may rest on.

    Args:
        statements: What was found.
        piece: The piece; what it says of the country or of a place that it names may stand in
            another document than the sentence names.
        within: The documents that the sentence names, if any.
    """
    if piece.is_national:
        return [one for one in statements if is_of_country(one)]
    if within and not piece.is_placed:
        return [one for one in statements if one.document_id in within]
    return list(statements)


def is_led_rightly(asked: Asked, evidence: Iterable[Evidence]) -> bool:
    """Whether the documents that lead a sentence in are those of some of its clauses."""
    lead = make_claim(asked.lead)
    return any(check_titles(lead, one) is None for one in evidence)


def is_of_country(statement: Statement) -> bool:
    """Whether a statement is of the country: of one of its documents, or by its own words."""
    one = statement.evidence
    named = any(word in one.text for word in COUNTRY)
    return named or one.passage.level in NATIONAL


def join(bound: Sequence[Bound]) -> Judged | None:
    """The verdict on a sentence by those on its pieces."""
    evidence = tuple(dict.fromkeys(one for part in bound for one in part.evidence))
    if wrong := next((one for one in bound if one.verdict is FIGURE), None):
        others = tuple(one for one in evidence if one not in wrong.evidence)
        return Judged(FIGURE, wrong.detail, wrong.rule, (*wrong.evidence, *others))
    if any(one.verdict is UNFOUNDED for one in bound) or not evidence:
        return None
    return Judged(SUPPORTED, evidence=evidence)


def bind_piece(piece: Piece, statements: Sequence[Statement]) -> Bound:
    """What a piece rests on, whole or figure by figure."""
    if not piece.claim.figures:
        return bind_words(piece, statements)
    ranked = rank(piece, [one for one in statements if not one.whole])
    if found := supporting(piece, ranked):
        return Bound(SUPPORTED, (found,))
    bound = [bind_single(one, [s for s in statements if is_exact(s)]) for one in singles(piece)]
    evidence = tuple(one for part in bound for one in part.evidence)
    worst = next((one for one in bound if one.verdict is FIGURE), None)
    lacking = next((one for one in bound if one.verdict is UNFOUNDED), None)
    return worst or lacking or Bound(SUPPORTED, evidence)


def is_exact(statement: Statement) -> bool:
    """Whether what a statement says of a figure is clear: sentences, and the rows of a table."""
    return not statement.whole or statement.evidence.passage.is_table


def rank(piece: Piece, statements: Iterable[Statement]) -> list[tuple[float, Statement]]:
    """The statements with the share of a piece's words that each holds, the nearest first."""
    rated = [(overlap(piece.topic, said(one.evidence)), one) for one in statements]
    return sorted(rated, key=lambda pair: (-pair[0], len(pair[1].evidence.text)))


def said(one: Evidence) -> str:
    """A statement with what stands before it and above it."""
    headings = " ".join(one.passage.clause_path[-1:])
    return f"{headings} {one.before[-SAID:]} {one.text}"


def supporting(piece: Piece, ranked: Sequence[tuple[float, Statement]]) -> Evidence | None:
    """The nearest statement that supports a piece as it is worded."""
    against = 0.0
    for share, one in ranked:
        if share < OF_WORDS:
            return None
        rated = rate(piece.claim, 0.0, one)
        if rated.verdict.supported:
            return one.evidence if against - share < CLOSER else None
        if rated.differs:
            against = max(against, share)
    return None


def bind_single(piece: Piece, statements: Sequence[Statement]) -> Bound:
    """What a figure by itself rests on, or what a clause says of the same thing instead."""
    ranked = [pair for pair in rank(piece, statements) if pair[0] >= OF_FIGURE]
    rated = [rate(piece.claim, share, one, SINGLE_RULES) for share, one in ranked]
    best = next((one for one in rated if one.verdict.supported), None)
    against = next((one for one in rated if is_against(one, piece)), None)
    nearer = against.share if against else 0.0
    if best is not None and nearer - best.share < CLOSER:
        return Bound(SUPPORTED, (best.evidence,))
    if against is None:
        return Bound(UNFOUNDED)
    return Bound(FIGURE, (against.evidence,), against.verdict.detail, against.verdict.rule)


def is_against(rated: Rated, piece: Piece) -> bool:
    """Whether a statement gives another figure of the very same thing, place and year."""
    if not rated.differs or rated.share < SAME or is_elsewhere(rated.statement, piece.claim):
        return False
    return rated.verdict.rule != "amounts" or any(
        match.rival is not None and is_slip(match.figure, match.rival, piece)
        for match in match_figures(piece.claim, rated.evidence)
    )


def is_slip(figure: Figure, rival: Figure, piece: Piece) -> bool:
    """Whether a figure may be a slip of one that a source gives: of the same thing and year."""
    words = figure_words(figure, piece.claim.places, "")
    same_year = None in (figure.year, rival.year) or figure.year == rival.year
    return same_year and measure_fit(words, rival).cover >= SAME


def bind_words(piece: Piece, statements: Iterable[Statement]) -> Bound:
    """What a piece without figures rests on; one that is short may be the author's own."""
    for share, one in rank(piece, (one for one in statements if not one.whole)):
        if share < OF_WORDS:
            break
        if rate(piece.claim, 0.0, one).verdict.supported:
            return Bound(SUPPORTED, (one.evidence,))
    short = len(fold(piece.topic)) <= LONGEST_REMARK
    return Bound(NOTHING) if short else Bound(UNFOUNDED)
