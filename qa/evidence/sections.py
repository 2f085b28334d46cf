"""Sections: all that stands under a heading, where a question asks for it by the heading's words.

主要目标是什么, of a document that is named, is answered by what stands under 二、主要目标.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.library import Library, StoredChunk
from qa.evidence.headings import LONGEST, Path, is_named, title_of
from qa.evidence.sentences import Evidence, paragraphs
from qa.passages import read_passage

PARAGRAPHS, CHARS = 12, 1200
"""The most that is quoted of what stands under a heading."""


def find_section(
    chunks: Sequence[StoredChunk], text: str, left: Sequence[str], library: Library
) -> Evidence | None:
    """The paragraphs under the one heading that a text asks for by its words, if they are few.

    Args:
        chunks: Those of the document.
        text: The question, without the document's name.
        left: The subject that it names.
        library: What they are of.
    """
    paths: dict[Path, None] = {}
    for chunk in chunks:
        paths |= dict.fromkeys(chunk.path[: depth + 1] for depth in range(len(chunk.path)))
    asked = [path for path in paths if is_asked(title_of(path[-1]), text, left)]
    if len(asked) != 1:
        return None
    below = [chunk for chunk in chunks if chunk.path[: len(asked[0])] == asked[0]]
    return make_section(asked[0], below, library)


def is_asked(title: str, text: str, left: Sequence[str]) -> bool:
    """Whether a text asks for a heading of this title."""
    return 1 < len(title) <= LONGEST and is_named(title, text, left)


def make_section(path: Path, chunks: Sequence[StoredChunk], library: Library) -> Evidence | None:
    """The paragraphs of some chunks as a list; None where they are too many, or in tables."""
    if any(chunk.is_table for chunk in chunks) or sum(len(one.text) for one in chunks) > CHARS:
        return None
    passages = [read_passage(library, one) for one in chunks]
    items = tuple(
        Evidence(passage, text.strip(), "")
        for passage in passages
        for text in paragraphs(passage.text)
        if text.strip()
    )
    if not 0 < len(items) <= PARAGRAPHS:
        return None
    text = "\n".join(item.text for item in items)
    return Evidence(items[0].passage, text, path[-1], items=items, is_outline=True)
