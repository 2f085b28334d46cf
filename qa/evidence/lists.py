"""Lists: the items that a passage enumerates, with the words that lead in to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.headings import read_numeral
from qa.evidence.sentences import SENTENCE, Evidence
from qa.passages import Passage

CHINESE = "一二三四五六七八九十"
ENUMERATORS: dict[str, re.Pattern[str]] = {
    "（一）": re.compile(rf"\s*[（(]([{CHINESE}]{{1,3}})[）)]"),
    "一、": re.compile(rf"\s*([{CHINESE}]{{1,3}})、"),
    "1.": re.compile(r"\s*(\d{1,2})[.．、](?!\d)"),
    "（1）": re.compile(r"\s*[（(](\d{1,2})[）)]"),
    "1)": re.compile(r"\s*(\d{1,2})[）)]"),
    "a)": re.compile(r"\s*[（(]?([a-z])[）)]"),
    "一是": re.compile(rf"(?:[^，。]{{0,6}}，)?([{CHINESE}])(?:是|要)"),
    "第一": re.compile(rf"\s*第([{CHINESE}])[，、,步类个]"),
    "路径一": re.compile(
        rf"(?:[^，。：]{{,12}}——)?[\u4e00-\u9fff]{{2,4}}([{CHINESE}]{{1,2}})[：:]"
    ),
}
"""The beginnings of items; the group is the item's number."""
DASH = "[—•●·-]"
UNNUMBERED: dict[re.Pattern[str], int] = {
    re.compile(rf"\s*{DASH}+\s*\S"): 1,
    re.compile(r"\s*坚持"): 0,
    re.compile(rf"\s*(?!{DASH})[^，。：；]{{2,24}}：\S"): 0,
    re.compile(rf"\s*(?!{DASH})[^，。：；]{{3,16}}。\S"): 0,
}
"""Items without numbers: how paragraphs begin, and how many others may go on with one of them."""
FEWEST = 2
FEWEST_UNNUMBERED = 3
MOST = 24
LEAD_IN = 160
"""Characters of a lead-in that are looked at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a passage's part, and whether it begins a paragraph."""

    part: Passage
    start: int
    end: int
    opens: bool

    @property
    def text(self) -> str:
        """The sentence."""
        return self.part.text[self.start : self.end].strip()


def find_lists(parts: Sequence[Passage]) -> list[Evidence]:
    """The enumerations of neighbouring chunks, numbered, or of paragraphs that begin alike."""
    pieces = [piece for part in parts for piece in cut(part)]
    found = [run for style in ENUMERATORS.values() for run in numbered_runs(pieces, style)]
    for style, between in UNNUMBERED.items():
        found += alike_runs(pieces, style, between)
    return [make_list(pieces, run) for run in found if len(run) <= MOST]


def may_go_on(one: Evidence, parts: Sequence[Passage]) -> bool:
    """Whether a list begins or ends with the first or last chunk of those that it was found in."""
    edges = (parts[0].chunk_id, parts[-1].chunk_id)
    return any(item.passage.chunk_id in edges for item in (one.items[0], one.items[-1]))


def cut(part: Passage) -> Iterator[Piece]:
    """The sentences of a part; a table has none."""
    if part.is_table:
        return
    for match in SENTENCE.finditer(part.text):
        opens = match.start() == 0 or part.text[match.start() - 1] == "\n"
        if match.group().strip():
            yield Piece(part, match.start(), match.end(), opens)


def numbered_runs(pieces: Sequence[Piece], style: re.Pattern[str]) -> list[list[int]]:
    """The indexes of the items of each list in one style of numbering."""
    runs: list[list[int]] = []
    last = 0
    for index, piece in enumerate(pieces):
        match = style.match(piece.text)
        number = read_number(match[1]) if match else None
        if number == 1:
            runs.append([index])
        elif number is None or number != last + 1 or not runs:
            continue
        else:
            runs[-1].append(index)
        last = number
    return [run for run in runs if len(run) >= FEWEST]


def read_number(text: str) -> int | None:
    """The number of an item: 二, 2 or b is 2."""
    if text.isdigit():
        return int(text)
    if "a" <= text <= "z":
        return ord(text) - ord("a") + 1
    return read_numeral(text)


def alike_runs(pieces: Sequence[Piece], style: re.Pattern[str], between: int) -> list[list[int]]:
    """The indexes of the paragraphs that follow each other and begin in one style.

    Args:
        pieces: The sentences.
        style: How the paragraphs begin.
        between: How many other paragraphs may go on with what one of them begins.
    """
    opening = [index for index, piece in enumerate(pieces) if piece.opens]
    runs: list[list[int]] = [[]]
    others = 0
    for index in opening:
        paragraph = paragraph_of(pieces[index])
        if style.match(paragraph) and not is_numbered(paragraph):
            runs[-1].append(index)
            others = 0
        elif runs[-1] and others < between and not is_numbered(paragraph):
            others += 1
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= FEWEST_UNNUMBERED]


def is_numbered(text: str) -> bool:
    """Whether a paragraph or an item begins with its number (a), （一）), as in `numbered_runs`."""
    return any(style.match(text) for style in ENUMERATORS.values())


def paragraph_of(piece: Piece) -> str:
    """The paragraph that a piece begins."""
    return piece.part.text[piece.start :].partition("\n")[0]


def make_list(pieces: Sequence[Piece], run: Sequence[int]) -> Evidence:
    """The list of some pieces with what leads in to it."""
    first = pieces[run[0]]
    before = pieces[run[0] - 1] if run[0] else None
    lead_in = before.text if before is not None and may_lead_in(before.text) else ""
    heading = " ".join(first.part.clause_path[-2:])
    items = tuple(Evidence(one.part, one.text, "") for one in (pieces[i] for i in run))
    text = "\n".join(item.text for item in items)
    return Evidence(first.part, text, f"{heading} {lead_in}".strip()[-LEAD_IN:], items=items)


def may_lead_in(text: str) -> bool:
    """Whether the sentence before a list may be what announces it."""
    return leads_in(text) or len(text) < LEAD_IN


def leads_in(text: str) -> bool:
    """Whether a sentence ends as one that announces a list."""
    return text.endswith(("：", ":"))
