"""Judging a sentence by its pieces: each rests on a clause of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.figures import Figure
from corpus.words import fold
from qa.drafts.asked import Asked, Judged
from qa.drafts.candidates import Candidates, Statement
from qa.drafts.holding import CLOSER, FIGURE_RULES, LIKE, Rated, is_elsewhere, rate
from qa.drafts.models import DraftVerdict
from qa.drafts.own import is_own
from qa.drafts.pieces import REPORTED, Piece, read_pieces, singles
from qa.drafts.sources import DATE, Sources
from qa.drafts.topics import said, share_of, topic_pairs
from qa.evidence.sentences import Evidence
from qa.grounding import RULES, make_claim, overlap
from qa.grounding.matching import (
    Match,
    figure_words,
    is_same_amount,
    match_figures,
    measure_fit,
)
from qa.grounding.names import check_titles
from qa.grounding.reading import NATIONAL, read_source
from qa.grounding.rules import Rule
from qa.query import COUNTRY, without_places

OF_WORDS = 0.6
"""Share of the character pairs of a piece without figures that its clause holds."""
OF_FIGURE = 0.6
"""The same of the words for what a figure is."""
OF_MATTER = 0.5
"""The same from which on a clause is of the same matter as a sentence."""
SAME = 0.8
"""The same from which on a clause with another figure is of the same indicator."""
LONGEST_REMARK = 14
"""Letters; a piece without figures that is no longer may be the author's own."""
COPY = 0.9
"""The same from which on a clause with another figure is the one that was meant."""
SINGLE_RULES = {name: RULES[name] for name in RULES if name in FIGURE_RULES | {"opposites"}}
"""Rules for a figure by itself, which has no sentence."""
TAKEN_RULES = {name: rule for name, rule in SINGLE_RULES.items() if name != "indicators"}
NEAREST = 4
"""Statements that are asked whether they say otherwise."""


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
    ) -> Bound:
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
    ranked = rank(piece, [s for s in statements if not s.whole and gives(s, piece)])
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
    rules = rules_of(piece)
    giving = [pair for pair in ranked if gives(pair[1], piece)]
    rated = (rate(piece.claim, share, one, rules) for share, one in giving)
    best = next((one for one in rated if one.verdict.supported), None)
    near = [pair for pair in ranked if pair[0] >= SAME and not pair[1].whole][:NEAREST]
    held = (rate(piece.claim, share, one, rules) for share, one in near)
    against = next((one for one in held if is_against(one, piece)), None)
    if best is not None and (against is None or against.share - best.share < CLOSER):
        return Bound(SUPPORTED, (best.evidence,))
    if against is None:
        return miscounted(piece)
    return Bound(FIGURE, (against.evidence,), against.verdict.detail, against.verdict.rule)


def miscounted(piece: Piece) -> Bound:
    """What is said of a figure that no clause gives: whether it is worked out wrongly."""
    wrong = [one for one in piece.claim.figures if one in piece.miscounted]
    if not wrong:
        return Bound(UNFOUNDED)
    return Bound(FIGURE, (), f"{wrong[0].amount} 与按本句数字推算的结果不符", "reckoned")


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


def bind_words(piece: Piece, statements: Iterable[Statement]) -> Bound:
    """What a piece without figures rests on; one that is short may be the author's own."""
    for share, one in rank(piece, (one for one in statements if not one.whole)):
        if share < OF_WORDS:
            break
        if rate(piece.claim, 0.0, one).verdict.supported:
            return Bound(SUPPORTED, (one.evidence,))
    short = len(fold(piece.topic)) <= LONGEST_REMARK
    return Bound(NOTHING) if short else Bound(UNFOUNDED)
