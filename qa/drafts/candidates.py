"""What a sentence of a draft may rest on: statements near it in meaning, in the documents it names first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qa.evidence.sentences import Evidence, sentences_of
from qa.grounding import overlap
from qa.library_view import LibraryView
from qa.passages import Passage
from qa.search.filters import Filters

PASSAGES = 12
OF_NAMED = 6
"""Passages looked at of each document that a sentence names."""
MOST_NAMED = 4
CLOSEST = 14
"""Statements that are held against a sentence, of all those that are found."""


class Candidates:
    """Finds the statements of a library that a sentence may rest on."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view

    def near(self, text: str, wanted: Collection[str]) -> list[Evidence]:
        """The statements nearest to a sentence, the likest first.

        Args:
            text: The sentence.
            wanted: Ids of the documents that it names, which are searched by themselves as well.
        """
        passages = list(self._view.retriever.search(text, PASSAGES).passages)
        for document_id in sorted(wanted)[:MOST_NAMED]:
            filters = Filters(document=document_id)
            passages += self._view.retriever.search(text, OF_NAMED, filters).passages
        found = {(e.passage.chunk_id, e.text): e for e in statements(passages)}
        ranked = sorted(found.values(), key=lambda one: -overlap(text, one.text))
        return spread(ranked, wanted)


def spread(ranked: Sequence[Evidence], wanted: Collection[str]) -> list[Evidence]:
    """The first of all, and the first of the documents that are wanted."""
    named = [one for one in ranked if one.passage.document_id in wanted][:CLOSEST]
    others = [one for one in ranked if one.passage.document_id not in wanted][:CLOSEST]
    return [one for one in ranked if one in named or one in others]


def statements(passages: Iterable[Passage]) -> Iterator[Evidence]:
    """The sentences of passages, pairs that follow each other, and rows of tables."""
    for passage in passages:
        if len(passage.parts) > 1:
            yield Evidence(passage, passage.text, "")
        for part in passage.parts or (passage,):
            if part.is_table:
                yield Evidence(part, part.text, "")
                continue
            sentences = list(sentences_of(part))
            yield from sentences
            for first, second in pairwise(sentences):
                yield joined(first, second, part)
            if len(sentences) > 2:
                yield Evidence(part, part.text, "")


def joined(first: Evidence, second: Evidence, part: Passage) -> Evidence:
    """Two statements that follow each other, as one, verbatim."""
    start = part.text.find(first.text)
    end = part.text.find(second.text, start + 1) + len(second.text)
    return replace(first, text=part.text[start:end]) if start >= 0 else first
