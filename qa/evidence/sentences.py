"""Sentences: the statements of a passage, each with what it leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.definitions import TERM_LINE
from corpus.figures import find_figures, fold_widths, last_year
from qa.passages import Passage

SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’」』）)]*|[^。！？\n]+(?=\n|$)")
SHORTEST = 6
"""Characters; shorter pieces are headings or remains, not statements."""
YEAR_REACH = 3
"""How many sentences back the year that a figure belongs to is looked for."""
TORN = 30
"""Characters; a longer line without the end of a sentence is torn, not a heading."""
NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\da-z]{1,3}[）)、.．]|第.{1,4}条|——|[（(]?\s*https?:)"
)
"""The beginning of a line that is not the rest of another: a numbered item, a link."""
LINK = re.compile(r"\s*[（(]?\s*https?:.*")
"""Where a text was taken from, which says nothing."""
TITLE = re.compile(r"(?!第.{1,4}条)[^，：“”]{2,26}。")
"""A heading with the end of a sentence."""
ENDING = re.compile(r"[。！？；：:;][”’」』）)]*$")
WHOLE = re.compile(rf"{ENDING.pattern}|[）)]$")
"""The end of a line that is not torn; after a paragraph stand the bodies in charge, in brackets."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One or a few consecutive sentences of a passage."""

    passage: Passage
    text: str
    """Verbatim: a substring of the passage's text."""
    before: str
    """What stands before it in its paragraph."""
    score: float = 0.0
    items: tuple[Evidence, ...] = ()
    """The items of a list, each verbatim; then ``text`` is all of them and ``before`` leads in."""
    is_imprint: bool = False
    """Whether it is a line of a document's head or foot: its date, its number, who issued it."""
    is_outline: bool = False
    """Whether it is what a heading of a document leads to: other headings, or all below it."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading or a caption: no end of a sentence, or the title of a clause."""
        if self.is_imprint or self.before or self.items:
            return False
        return not ENDING.search(self.text) or self._is_title

    @property
    def _is_title(self) -> bool:
        """Whether it is the title, such as （一）改造空间类型。, of a clause that goes on."""
        goes_on = len(self.text) < len(self.passage.text)
        headings = [one.rstrip("。") for one in self.passage.clause_path]
        return goes_on and bool(TITLE.fullmatch(self.text)) and self.text.rstrip("。") in headings


def sentences_of(passage: Passage) -> Iterator[Evidence]:
    """The statements of a passage; one with figures reaches back to the year they belong to.

    The line of a term goes with the paragraph that defines it. A table has none: what its cells
    mean together is not written in it.
    """
    if passage.is_table:
        return
    start = 0
    for paragraph in paragraphs(passage.text):
        yield from statements(passage, paragraph, start)
        start += len(paragraph) + 1


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; joined by line breaks they are the text."""
    joined: list[str] = []
    for line in text.split("\n"):
        if joined and "\n" not in joined[-1] and goes_on(joined[-1], line):
            joined[-1] += f"\n{line}"
        else:
            joined.append(line)
    return joined


def goes_on(line: str, following: str) -> bool:
    """Whether a paragraph belongs to the one before: a definition to its term, a torn sentence."""
    if TERM_LINE.fullmatch(line.strip()):
        return True
    torn = len(line) > TORN and "，" in line and not WHOLE.search(line.rstrip())
    return torn and not NUMBERED.match(following)


def statements(passage: Passage, paragraph: str, start: int) -> Iterator[Evidence]:
    """The statements of a paragraph that begins at ``start`` in its passage's text."""
    if TERM_LINE.fullmatch(paragraph.partition("\n")[0].strip()) and "\n" in paragraph:
        yield Evidence(passage, paragraph.strip(), "")
        return
    pieces = [match.span() for match in SENTENCE.finditer(paragraph.replace("\n", " "))]
    for number, (begin, end) in enumerate(pieces):
        if end - begin < SHORTEST or LINK.fullmatch(paragraph, begin, end):
            continue
        first = pieces[number - reach_back(paragraph, pieces, number)][0]
        yield Evidence(passage, paragraph[first:end].strip(), paragraph[:first])


def reach_back(paragraph: str, pieces: Sequence[tuple[int, int]], number: int) -> int:
    """How many sentences before ``number`` name the year that its figures belong to."""
    texts = [fold_widths(paragraph[start:end]) for start, end in pieces[: number + 1]]
    if last_year(texts[-1]) or not find_figures(texts[-1]):
        return 0
    for back in range(1, min(YEAR_REACH, number) + 1):
        if last_year(texts[number - back]):
            return back
    return 0
