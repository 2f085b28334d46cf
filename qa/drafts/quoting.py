"""Quotations: where they stand word for word, and how they differ where they do not.

Words are compared as `fold_quote` leaves them: without white space, full-width forms as plain ones, the variants of a
mark as one; so a difference in a comma counts and one in its width does not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from corpus.library import Library
from qa.drafts.models import Edit

MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟「」『』＂", '"'),
        **dict.fromkeys("‘’‛", "'"),
        **dict.fromkeys("—–－−─―", "-"),
        **dict.fromkeys("〔【［", "["),
        **dict.fromkeys("〕】］", "]"),
        **dict.fromkeys("·•・‧", "·"),
        "∶": ":",
        "〇": "○",
    }
)
ENDS = ",.;:!?、。，；：！？\"'()（）"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a document that holds a quotation."""

    document_id: str
    positions: tuple[int, ...]
    """The chunks that it stands in, in their order."""


class FoldedLibrary:
    """The folded text of every document, to find quotations in, also over the ends of chunks."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _texts(self) -> dict[str, tuple[str, list[int], int]]:
        """By document: its text, where its chunks begin in it, and the position of the first."""
        texts = {}
        for document_id in self._library.documents:
            chunks = self._library.chunks(self._library.positions([document_id]))
            folded = [fold_quote(chunk.text) for chunk in chunks]
            starts = [sum(map(len, folded[:number])) for number in range(len(folded))]
            texts[document_id] = ("".join(folded), starts, chunks[0].position if chunks else 0)
        return texts

    def find(self, quote: str) -> list[Run]:
        """Where a quotation stands word for word, one place a document."""
        wanted = fold_quote(quote).strip(ENDS)
        if not wanted:
            return []
        found = []
        for document_id, (text, starts, first) in self._texts.items():
            start = find_whole(text, wanted)
            if start >= 0:
                low = bisect_right(starts, start) - 1
                high = bisect_right(starts, start + len(wanted) - 1) - 1
                positions = tuple(range(first + low, first + high + 1))
                found.append(Run(document_id, positions))
        return found


def find_whole(text: str, wanted: str) -> int:
    """Where a text holds ``wanted`` without cutting a number in two; -1 if it does not."""
    digits = "0123456789."
    start = text.find(wanted)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(wanted) : start + len(wanted) + 1]
        cut = (wanted[0].isdigit() and before in digits and before) or (
            wanted[-1].isdigit() and after.isdigit()
        )
        if not cut:
            return start
        start = text.find(wanted, start + 1)
    return -1


def fold_quote(text: str) -> str:
    """A text as quotations are compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS))


def align(quote: str, text: str) -> tuple[float, str]:
    """The stretch of a text that is most like a quotation.

    Returns:
        The likeness, 0 to 1 (rapidfuzz's normalised indel similarity of the best window), and the
        stretch as `fold_quote` leaves it.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment

    wanted, source = fold_quote(quote).strip(ENDS), fold_quote(text)
    if not wanted or not source:
        return 0.0, ""
    if len(source) <= len(wanted):
        from rapidfuzz.fuzz import ratio

        return ratio(wanted, source) / 100, source
    found = partial_ratio_alignment(wanted, source)
    if found is None:
        return 0.0, ""
    start, end = widen(wanted, source, found.dest_start, found.dest_end)
    return found.score / 100, source[start:end]


def widen(wanted: str, source: str, start: int, end: int) -> tuple[int, int]:
    """The window with the ends at which the quotation agrees with the source the best."""
    from rapidfuzz.fuzz import ratio

    reach = max(6, len(wanted) // 5)
    starts = range(max(0, start - reach), min(start + reach, end))
    best = max(starts, key=lambda at: (ratio(wanted, source[at:end]), at == start))
    ends = range(max(best + 1, end - reach), min(len(source), end + reach) + 1)
    last = max(ends, key=lambda at: (ratio(wanted, source[best:at]), at == end))
    return best, last


def compare(quote: str, source: str) -> tuple[Edit, ...]:
    """A quotation beside the source's words, piece by piece."""
    from rapidfuzz.distance import Indel

    wanted = fold_quote(quote).strip(ENDS)
    codes = Indel.opcodes(wanted, source)
    edits = [Edit(wanted[c.src_start : c.src_end], source[c.dest_start : c.dest_end]) for c in codes]
    return tuple(join_edits(edits))


def join_edits(edits: list[Edit]) -> list[Edit]:
    """The edits with a deletion and an insertion that follow each other as one."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and not joined[-1].equal and not edit.equal:
            last = joined.pop()
            edit = Edit(last.draft + edit.draft, last.source + edit.source)
        joined.append(edit)
    return joined
