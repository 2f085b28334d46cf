"""Outlines: the headings that a document puts below one of its own, as the items of a list.

有哪些重点任务 is answered by the headings below 三、重点任务, which no sentence holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.headings import find_marker
from corpus.library import Library, StoredChunk
from qa.evidence.asked import find_asked
from qa.evidence.headings import (
    ALIKE,
    LONGEST,
    RUN_ON,
    THINGS,
    Path,
    find_meant,
    is_named,
    is_of_field,
    left_words,
    number_of,
    title_of,
)
from qa.evidence.sections import find_section
from qa.evidence.sentences import Evidence, sentences_of
from qa.passages import read_passage
from qa.query import Question
from qa.references import Reference

CONTENT = re.compile("是什么|有什么|是怎样|怎么[说写定]|内容")
"""What asks for all that stands under a heading."""
WHOLE = re.compile("部分|章|内容|框架|结构|讲了|方面")
"""What asks for the highest headings of a document."""
MOST = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A heading with those below it, each with its first chunk."""

    path: Path
    below: Mapping[str, StoredChunk]

    @property
    def title(self) -> str:
        """The heading without its number; empty for the document itself."""
        return title_of(self.path[-1]) if self.path else ""


def find_outline(
    question: Question,
    named: Sequence[Reference],
    positions: Sequence[int],
    library: Library,
) -> Evidence | None:
    """What a question asks a document for by its headings; None if it asks for something else.

    Args:
        question: The question.
        named: The documents that it names.
        positions: The positions of the best chunks.
        library: What they are of.
    """
    asks = question.asks_list or (named and CONTENT.search(question.text))
    if not asks or len({one.words for one in named}) > 1:
        return None
    best = [library.document_at(position) for position in positions]
    entry = find_meant(question, named, [library.documents[one] for one in best])
    if entry is None:
        return None
    words = [one.words for one in named if one.document_id == entry.document_id]
    text = question.text.replace(words[0], "") if words else question.text
    left = left_words(question, text, entry)
    chunks = library.chunks_of(entry.document_id)
    count = find_asked(question).count
    even = (node for node in find_nodes(chunks) if is_even(node))
    nodes = [node for node in even if count in (None, len(node.below))]
    node = choose(nodes, question, text, left, count)
    if node is None and words and not question.clauses:
        if section := find_section(chunks, text, left, library):
            return section
        node = whole_of(nodes, text, left)
    return make_outline(node, library) if node is not None else None


def find_nodes(chunks: Iterable[StoredChunk]) -> Iterator[Node]:
    """Every heading of a document that has others below it, the document itself first."""
    below: dict[Path, dict[str, StoredChunk]] = {(): {}}
    for chunk in chunks:
        for depth, heading in enumerate(chunk.path):
            below.setdefault(chunk.path[:depth], {}).setdefault(heading, chunk)
    for path, headings in below.items():
        numbered = {one: chunk for one, chunk in headings.items() if find_marker(one)}
        yield Node(path, numbered)


def is_even(node: Node) -> bool:
    """Whether the headings below are numbered one after another, and each names something."""
    markers = [marker for one in node.below if (marker := find_marker(one))]
    numbers = [number_of(marker.text) for marker in markers]
    titles = [title_of(one) for one in node.below]
    return (
        2 <= len(titles) <= MOST
        and len({marker.rank for marker in markers}) == 1
        and numbers == list(range(1, len(numbers) + 1))
        and all(1 < len(title) <= LONGEST for title in titles)
    )


def choose(
    nodes: Sequence[Node], question: Question, text: str, left: Sequence[str], count: int | None
) -> Node | None:
    """The heading that is asked for by its number, its words or its field, or by what is below."""
    if question.clauses:
        begin = question.clauses[-1]
        return next((node for node in nodes if node.path and node.path[-1].startswith(begin)), None)
    named = [node for node in nodes if node.title and is_named(node.title, text, left)]
    if named:
        return max(named, key=lambda node: len(node.title))
    of_field = [node for node in nodes if is_of_field(node.title, left)]
    if of_field and THINGS.search(text):
        return min(of_field, key=lambda node: (len(node.path), len(node.title)))
    alike = [node for node in nodes if (end := ending_of(node)) and asks_all(end, text, count)]
    return min(alike, key=lambda node: len(node.path)) if alike and not left else None


def whole_of(nodes: Sequence[Node], text: str, left: Sequence[str]) -> Node | None:
    """The document itself, where nothing less is asked for."""
    asked = "|".join(group for group in ALIKE[:2] if re.search(group, text))
    subject = [word for word in left if word not in asked]
    if subject or not (asked or WHOLE.search(text)):
        return None
    return next((node for node in nodes if not node.path), None)


def ending_of(node: Node) -> str | None:
    """As what things all headings below end: …行动, …工程; None where they do not end alike."""
    endings = {title_of(one)[-2:] for one in node.below}
    return endings.pop() if len(endings) == 1 else None


def asks_all(ending: str, text: str, count: int | None) -> bool:
    """Whether a text asks for all things of a kind: 十大行动, 哪些行动."""
    return bool(re.search(f"哪些{ending}" if count is None else ending, text))


def make_outline(node: Node, library: Library) -> Evidence:
    """The headings below one as a list; each item is of the passage that it heads."""
    items = []
    for heading, chunk in node.below.items():
        passage = read_passage(library, chunk)
        items.append(Evidence(passage, RUN_ON.sub("", heading), ""))
    text = "\n".join(item.text for item in items)
    before = node.path[-1] if node.path else ""
    return Evidence(items[0].passage, text, before, items=tuple(items), is_outline=True)


def opening_of(one: Evidence) -> Evidence:
    """The first sentence of what a heading stands above."""
    return next(sentences_of(one.passage), replace(one, text=one.passage.text))
