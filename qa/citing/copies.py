"""Copies: of a text that stands in several documents one hit is enough, the best to cite.

That is one that prints a 发文字号, which an official document cites by; else the one that the
library names as the first of its copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.library import Library, StoredChunk
from qa.citing.matching import Match, match_over_ends, match_verbatim, near_match
from qa.citing.model import MatchKind
from qa.citing.wording import Wording


class Copies:
    """The copies of one library's chunks."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def once(
        self, matches: Iterable[Match], wording: Wording, admitted: frozenset[int] | None
    ) -> Iterator[Match]:
        """The matches, one a clause, of those with the same text the copy to cite."""
        seen: set[tuple[str, int]] = set()
        for match in matches:
            own = {(chunk.document_id, chunk.clause) for chunk in self._first_copies(match)}
            if not own & seen:
                seen |= own
                yield self._numbered(match, wording, admitted) or match

    def _first_copies(self, match: Match) -> Iterator[StoredChunk]:
        """The chunks of a match, for each that is a copy the one that the library names first."""
        twins = self._library.twins
        yield from (chunk for chunk in match.chunks if chunk.position not in twins)
        yield from self._library.chunks([twins[p] for p in match.positions if p in twins])

    def _numbered(
        self, match: Match, wording: Wording, admitted: frozenset[int] | None
    ) -> Match | None:
        """The match in a copy that prints a 发文字号, where its own document prints none."""
        documents = self._library.documents
        if match.kind is MatchKind.NAMED or documents[match.chunks[0].document_id].doc_no:
            return None
        for copies in self._copied(match):
            allowed = admitted is None or all(chunk.position in admitted for chunk in copies)
            if allowed and documents[copies[0].document_id].doc_no:
                return move(match, copies, wording)
        return None

    def _copied(self, match: Match) -> Iterator[tuple[StoredChunk, ...]]:
        """The same chunks in each of the other documents that have all of them."""
        lists = [self._library.copies(position) for position in match.positions]
        for first in lists[0]:
            document_id = self._library.document_at(first)
            inside = [
                next((p for p in some if self._library.document_at(p) == document_id), None)
                for some in lists
            ]
            positions = [position for position in inside if position is not None]
            if len(positions) == len(lists):
                yield tuple(self._library.chunks(positions))


def move(match: Match, copies: tuple[StoredChunk, ...], wording: Wording) -> Match | None:
    """The match in copies of its chunks; None where these do not match in the same way."""
    if match.kind is MatchKind.VERBATIM and len(copies) == 1:
        return match_verbatim(wording, copies[0])
    if match.kind is MatchKind.VERBATIM:
        return next(iter(match_over_ends(wording, [copies])), None)
    if match.kind is MatchKind.NEAR and len(copies) == 1:
        moved = near_match(wording, copies[0])
        return moved if moved.score >= match.score else None
    return replace(match, chunks=copies, ranges=()) if match.kind is MatchKind.RELATED else None
