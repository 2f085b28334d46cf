"""What a sentence of a draft may rest on: statements near it, in the documents it names too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.evidence.sentences import Evidence, sentences_of
from qa.grounding import overlap
from qa.library_view import LibraryView
from qa.passages import Passage
from qa.search.filters import NO_FILTERS, Filters

PASSAGES = 12
OF_NAMED = 6
"""Passages looked at of each document that a sentence names."""
MOST_NAMED = 4
CLOSEST = 14
"""Statements that are held against a sentence, of all those that are found."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a clause that a sentence is held against."""

    evidence: Evidence
    whole: bool
    """Whether it is a whole clause, in which anything may be said of anything."""

    @property
    def document_id(self) -> str:
        """The document that it is of."""
        return self.evidence.passage.document_id


class Candidates:
    """Finds the statements of a library that a sentence may rest on."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view

    def near(self, text: str, wanted: Collection[str]) -> list[Statement]:
        """The statements nearest to a sentence, the likest first.

        Args:
            text: The sentence.
            wanted: Ids of the documents that it names, which are searched by themselves as well.
        """
        own = (Filters(document=one) for one in sorted(wanted)[:MOST_NAMED])
        many = [(PASSAGES, NO_FILTERS), *((OF_NAMED, filters) for filters in own)]
        results = self._view.retriever.search_each(text, many)
        passages = [passage for result in results for passage in result.passages]
        found = {(s.evidence.passage.chunk_id, s.evidence.text): s for s in statements(passages)}
        ranked = sorted(found.values(), key=lambda one: -overlap(text, one.evidence.text))
        return spread(ranked, wanted)


def spread(ranked: Sequence[Statement], wanted: Collection[str]) -> list[Statement]:
    """The first of all, and the first of the documents that are wanted."""
    left = {True: CLOSEST, False: CLOSEST}
    kept: list[Statement] = []
    for one in ranked:
        named = one.document_id in wanted
        if left[named]:
            left[named] -= 1
            kept.append(one)
    return kept


def statements(passages: Iterable[Passage]) -> Iterator[Statement]:
    """The sentences of passages, two or three that follow each other, and whole clauses."""
    for passage in passages:
        if len(passage.parts) > 1:
            yield Statement(whole(passage), whole=True)
        for part in passage.parts or (passage,):
            sentences = list(sentences_of(part))
            yield from (Statement(one, whole=False) for one in sentences)
            for reach in (1, 2):
                for first, last in zip(sentences, sentences[reach:], strict=False):
                    yield Statement(joined(first, last, part), whole=False)
            if part.is_table or len(sentences) > 2:
                yield Statement(whole(part), whole=True)


def whole(passage: Passage) -> Evidence:
    """A clause as evidence."""
    return Evidence(passage, passage.text, "")


def joined(first: Evidence, last: Evidence, part: Passage) -> Evidence:
    """The statements from one to another as one, verbatim."""
    start = part.text.find(first.text)
    end = part.text.find(last.text, start + 1) + len(last.text)
    return replace(first, text=part.text[start:end]) if start >= 0 else first
