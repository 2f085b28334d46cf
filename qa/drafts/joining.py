"""Judging a sentence by its pieces: each rests on a clause of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from qa.drafts.asked import Asked, Judged
from qa.drafts.candidates import Candidates, Statement
from qa.drafts.holding import LIKE, rate
from qa.drafts.pieces import Piece, read_pieces, singles
from qa.drafts.resting import (
    FIGURE,
    NOTHING,
    SUPPORTED,
    UNFOUNDED,
    bind_piece,
    is_against,
    rank,
    rules_of,
)
from qa.drafts.sources import DATE, Sources
from qa.evidence.sentences import Evidence
from qa.grounding import make_claim, overlap
from qa.grounding.names import check_titles
from qa.grounding.reading import NATIONAL
from qa.query import names_country

OF_MATTER = 0.5
"""Share of the words for what a figure is from which on a clause is of the same matter."""
COPY = 0.9
"""The same from which on a clause with another figure is the one that was meant."""


class Joiner:
    """Judges sentences by their pieces."""

    def __init__(self, candidates: Candidates, sources: Sources, regions: Sequence[str]) -> None:
        self._candidates = candidates
        self._sources = sources
        self._regions = regions

    def judge(
        self,
        asked: Asked,
        near: Sequence[Statement],
        named: Collection[str],
        judged: Judged,
    ) -> Judged | None:
        """The verdict that the pieces of a sentence give together; None if they give none.

        Args:
            asked: The sentence.
            near: The statements nearest to all of it.
            named: Ids of the documents that it names anywhere.
            judged: What the nearest statement says of all of it.
        """
        pieces = read_pieces(asked.words, asked.lead, self._regions)
        if len(pieces) == 1 and not pieces[0].claim.figures:
            return None
        within = (asked.wanted | frozenset(named)) if asked.wanted else frozenset()
        if any(is_denied(piece, judged) for piece in pieces):
            return None
        joined = join([self._bind(piece, asked, near, within) for piece in pieces])
        if joined:
            return joined if is_led_rightly(asked, joined.evidence) else None
        if judged.verdict is not FIGURE or is_meant(pieces, asked, judged):
            return None
        return replace(judged, verdict=UNFOUNDED)

    def _bind(
        self, piece: Piece, asked: Asked, near: Sequence[Statement], within: frozenset[str]
    ) -> Judged:
        """What a piece rests on: what is near to the sentence, else what is near to the piece."""
        bound = bind_piece(piece, admitted(near, piece, within))
        if bound.verdict in (SUPPORTED, NOTHING):
            return bound
        query = f"{''.join(piece.claim.places)}{piece.around} {piece.topic} {piece.claim.plain}"
        own = self._sources.of_places("".join(piece.claim.places))
        more = self._candidates.near(query, own or within or asked.preferred)
        again = bind_piece(piece, admitted(more, piece, within))
        return bound if again.verdict is UNFOUNDED else again


def is_denied(piece: Piece, judged: Judged) -> bool:
    """Whether the clause that a sentence nearly copies gives another figure for a piece."""
    if judged.verdict is not FIGURE or piece.is_national or piece.is_placed:
        return False
    near = [Statement(one, whole=False) for one in judged.evidence]
    held = ((single, rank(single, near)) for single in singles(piece))
    return any(
        share >= COPY and is_against(rate(single.claim, share, one, rules_of(single)), single)
        for single, ranked in held
        for share, one in ranked
    )


def is_meant(pieces: Sequence[Piece], asked: Asked, judged: Judged) -> bool:
    """Whether a clause that says otherwise speaks of what some piece of a sentence speaks of."""
    near = [Statement(one, whole=False) for one in judged.evidence]
    held = [single for piece in pieces for single in singles(piece)]
    if not held or judged.rule == "places":
        return any(overlap(asked.words, one.text) >= LIKE for one in judged.evidence)
    return any(
        is_against(rate(one.claim, share, statement, rules_of(one)), one, OF_MATTER)
        for one in held
        for share, statement in rank(one, near)
    )


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
    """Whether the documents that lead a sentence in are those of some of its clauses.

    A date that is left before a document's name is not the document's.
    """
    dated = DATE.match(asked.lead)
    if asked.wanted and dated and dated[2]:
        return False
    lead = make_claim(asked.lead)
    return any(check_titles(lead, one) is None for one in evidence)


def is_of_country(statement: Statement) -> bool:
    """Whether a statement is of the country: of one of its documents, or by its own words."""
    one = statement.evidence
    return names_country(one.text) or one.passage.level in NATIONAL


def join(bound: Sequence[Judged]) -> Judged | None:
    """The verdict on a sentence by those on its pieces."""
    evidence = tuple(dict.fromkeys(one for part in bound for one in part.evidence))
    if wrong := next((one for one in bound if one.verdict is FIGURE), None):
        others = tuple(one for one in evidence if one not in wrong.evidence)
        return Judged(FIGURE, wrong.detail, wrong.rule, (*wrong.evidence, *others))
    if any(one.verdict is UNFOUNDED for one in bound) or not evidence:
        return None
    return Judged(SUPPORTED, evidence=evidence)
