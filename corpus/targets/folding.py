"""Text without white space and full-width figures that still knows where each character stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.targets.models import Span

SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)]*|[^。！？]+$")
PARAGRAPH = re.compile(r"[^\n]+")
FORMS = str.maketrans("０１２３４５６７８９％﹪．＋－−—–～~∶", "0123456789%%.+------:")
"""Full-width figures, signs and dashes; a comma stays what it is, for it ends a phrase."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A sentence as rules read it, and where it stands in the text that it was taken from."""

    text: str
    offsets: tuple[int, ...]
    """For each of its characters the offset in that text."""

    @property
    def place(self) -> Span:
        """Where it stands."""
        return Span(self.offsets[0], self.offsets[-1] + 1)

    def locate(self, start: int, end: int) -> Span:
        """Where the characters ``start`` to ``end`` of it stand."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def fold_sentences(text: str) -> Iterator[tuple[Folded, bool]]:
    """The sentences of a text, and whether each begins a paragraph."""
    for paragraph in PARAGRAPH.finditer(text):
        kept = [
            (paragraph.start() + offset, char)
            for offset, char in enumerate(paragraph.group())
            if not char.isspace()
        ]
        folded = "".join(char for _, char in kept).translate(FORMS)
        for match in SENTENCE.finditer(folded):
            offsets = tuple(offset for offset, _ in kept[match.start() : match.end()])
            yield Folded(match.group(), offsets), match.start() == 0
