"""Windows: neighbouring chunks of a document as one text, to find wordings over their ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.library import StoredChunk
from qa.citing.folding import find_wording, fold

Range = tuple[int, int]
EDGE = 6
"""Letters at a chunk's beginning or end that a wording holds if it goes over it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A folded part of a window: a chunk's text, or a heading above it that its text lacks."""

    chunk: StoredChunk
    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Window:
    """Segments in the order of the document."""

    segments: tuple[Segment, ...]

    @cached_property
    def text(self) -> str:
        """All segments as one folded text."""
        return "".join(segment.text for segment in self.segments)

    def find(self, wanted: str) -> tuple[tuple[StoredChunk, Range | None], ...]:
        """The chunks that hold a folded wording, with its range in each one's folded text.

        The range is None of a chunk of which the wording holds only headings. Nothing is given
        where the wording is not found.
        """
        start = find_wording(wanted, self.text)
        return self.divide((start, start + len(wanted))) if start >= 0 else ()

    def divide(self, whole: Range) -> tuple[tuple[StoredChunk, Range | None], ...]:
        """The chunks that a range of the window's text is of, with the range in each."""
        ranges: dict[int, Range | None] = {}
        chunks: dict[int, StoredChunk] = {}
        begin = 0
        for segment in self.segments:
            end = begin + len(segment.text)
            first, last = max(begin, whole[0]), min(end, whole[1])
            if first < last:
                position = segment.chunk.position
                chunks[position] = segment.chunk
                within = None if segment.is_heading else (first - begin, last - begin)
                ranges[position] = within or ranges.get(position)
            begin = end
        return tuple((chunks[position], ranges[position]) for position in chunks)


def make_window(chunks: Sequence[StoredChunk], *, headings: bool) -> Window:
    """The window of chunks that follow each other, with or without the headings between them."""
    segments: list[Segment] = []
    above: tuple[str, ...] | None = None
    for chunk in chunks:
        if headings:
            segments += [Segment(chunk, fold(label), True) for label in opened(chunk, above)]
        segments.append(Segment(chunk, fold(chunk.text)))
        above = chunk.path
    return Window(tuple(segments))


def opened(chunk: StoredChunk, above: tuple[str, ...] | None) -> Iterable[str]:
    """The headings that begin with a chunk and that its text does not hold.

    Args:
        chunk: The chunk.
        above: The path of the chunk before it; None if it is the first that is looked at.
    """
    path = chunk.path
    shared = 0
    if above is None:
        shared = max(0, len(path) - 1)
    else:
        while shared < min(len(path), len(above)) and path[shared] == above[shared]:
            shared += 1
    return (label for label in path[shared:] if not fold(chunk.text).startswith(fold(label)))


def goes_over(wanted: str, chunk: StoredChunk) -> bool:
    """Whether a folded wording may go over the beginning or the end of a chunk."""
    text = fold(chunk.text)
    return bool(text) and (text[:EDGE] in wanted or text[-EDGE:] in wanted)
