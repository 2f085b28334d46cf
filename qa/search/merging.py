"""Merging: chunks that belong together as one block of text.

Neighbours that were both found and continue each other in a clause are one passage. An item of a
list says little without its list, and a question for a list wants all its items: there the whole
clause that the item stands in is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.library import Library, StoredChunk
from qa.search.store import CandidateStore

LONGEST = 1200
"""Characters of a block of neighbours, or of a short item with its clause."""
LONGEST_LIST = 2500
"""Characters of a list that is fetched whole."""
REACH = 40
"""Chunks before and after that may belong to the same clause."""
SHORT = 60
"""Characters; a shorter item is shown with the clause that it stands in."""
LISTS = 3
"""How many of the first blocks of a question for a list are fetched whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive chunks of one document, as one text."""

    hit: StoredChunk
    """The chunk that was found, the best of them."""
    chunks: tuple[StoredChunk, ...]
    path: tuple[str, ...]
    """The headings that all of them stand under."""
    text: str


class Merger:
    """Makes blocks of ranked chunks."""

    def __init__(self, library: Library, store: CandidateStore) -> None:
        self._library = library
        self._store = store

    def merge(self, ranked: Sequence[int], most: int, *, lists: bool) -> list[Block]:
        """The first ``most`` blocks of ranked positions, each chunk in one block only.

        Args:
            ranked: Positions, best first.
            most: How many blocks.
            lists: Whether the first blocks are fetched with their whole lists.
        """
        wanted = frozenset(ranked[: 2 * most])
        blocks: list[Block] = []
        seen: set[int] = set()
        for position in ranked:
            if len(blocks) == most:
                break
            if position not in seen:
                whole = lists and len(blocks) < LISTS
                block = self._block(position, wanted - seen, seen, whole=whole)
                blocks.append(block)
                seen.update(chunk.position for chunk in block.chunks)
        return blocks

    def _block(
        self, position: int, wanted: frozenset[int], seen: set[int], *, whole: bool
    ) -> Block:
        hit = self._store.at(position).chunk
        small = len(hit.text) < SHORT and not hit.is_table
        if not (whole or small or {position - 1, position + 1} & wanted):
            return Block(hit, (hit,), hit.path, hit.text)
        free = [chunk for chunk in self._around(position) if chunk.position not in seen]
        longest = LONGEST_LIST if whole else LONGEST
        if (whole or small) and not hit.is_table:
            for path in (hit.path, hit.path[:-1]):
                family = under(path, free, hit)
                if len(family) > 1 and size(family) <= longest:
                    return self.join(hit, family, path)
        return self.join(hit, continued(hit, free, wanted), hit.path)

    def _around(self, position: int) -> list[StoredChunk]:
        first, last = self._library.range_of(self._library.document_at(position))
        start, stop = max(first, position - REACH), min(last, position + REACH)
        return [one.chunk for one in self._store.many(range(start, stop + 1))]

    def join(self, hit: StoredChunk, chunks: Sequence[StoredChunk], path: tuple[str, ...]) -> Block:
        """The block of some chunks; headings that no text holds stand in front of theirs."""
        clauses: dict[int, list[StoredChunk]] = {}
        for chunk in chunks:
            clauses.setdefault(chunk.clause, []).append(chunk)
        if len(clauses) == 1:
            return Block(hit, tuple(chunks), path, self._clause_part(chunks))
        lines: list[str] = []
        shown = {path[:depth] for depth in range(len(path))}
        for some in clauses.values():
            text = self._clause_part(some)
            lines += [*headings_above(some[0].path, text, shown), text]
        return Block(hit, tuple(chunks), path, "\n".join(lines))

    def _clause_part(self, chunks: Sequence[StoredChunk]) -> str:
        """The text of a clause from the first of its chunks to the last, verbatim."""
        first = chunks[0]
        if len(chunks) == 1:
            return first.text
        clause = self._library.clause_text(first.document_id, first.clause)
        start = end = clause.index(first.text)
        for chunk in chunks:
            end = clause.index(chunk.text, end) + len(chunk.text)
        return clause[start:end]


def headings_above(path: tuple[str, ...], text: str, shown: set[tuple[str, ...]]) -> list[str]:
    """The headings of a clause that are not shown yet and that its text does not begin with."""
    new = [path[:depth] for depth in range(1, len(path) + 1) if path[:depth] not in shown]
    shown.update(new)
    return [heading[-1] for heading in new if not (heading == path and text.startswith(path[-1]))]


def under(
    path: tuple[str, ...], chunks: Sequence[StoredChunk], hit: StoredChunk
) -> list[StoredChunk]:
    """The run of chunks around ``hit`` whose path begins with ``path``; no tables."""
    if not path:
        return [hit]
    return run_of(hit, chunks, lambda chunk: chunk.path[: len(path)] == path and not chunk.is_table)


def continued(
    hit: StoredChunk, chunks: Sequence[StoredChunk], wanted: frozenset[int]
) -> list[StoredChunk]:
    """The run of chunks around ``hit`` that are of its clause and were found too."""
    run = run_of(hit, chunks, lambda c: c.clause == hit.clause and c.position in wanted)
    return run if size(run) <= LONGEST else [hit]


def run_of(
    hit: StoredChunk, chunks: Sequence[StoredChunk], belongs: Callable[[StoredChunk], bool]
) -> list[StoredChunk]:
    """The consecutive chunks around ``hit`` that belong to it; ``hit`` always does."""
    by_position = {chunk.position: chunk for chunk in chunks if chunk == hit or belongs(chunk)}
    first = last = hit.position
    while first - 1 in by_position:
        first -= 1
    while last + 1 in by_position:
        last += 1
    return [by_position[position] for position in range(first, last + 1)]


def size(chunks: Sequence[StoredChunk]) -> int:
    """Characters of some chunks together."""
    return sum(len(chunk.text) for chunk in chunks)
