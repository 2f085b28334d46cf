"""Quotations beside the source's words: where they differ, character by character."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qa.citing.folding import Folded, gather, place_forms
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
MARKS_AROUND = "，。；：！？、,.;:!?"
LONGEST_END = 10
"""Characters up to the next mark that belong to a stretch which ends otherwise."""
SHORTEST_EQUAL = 2
"""Characters; what is shorter between two changes is one by chance."""
LAST = 3
"""Characters at the end of a quotation that tell whether it ends as its source does."""
FIRST_PIECE = re.compile(r"[^,.;:!?、。]+")
LAST_PIECE = re.compile(r"[^,.;:!?、。]+$")
ENDS = ",.;:!?、。\"'"


def align(quote: str, text: str) -> tuple[float, str]:
    """The stretch of a text that is most like a quotation.

    Returns:
        The likeness, 0 to 1 (normalised indel similarity, as rapidfuzz has it), and the stretch
        as it is printed, without white space. Where the quotation's first or last words are
        others, it goes on to the next mark: 大致持平 against 保持一致, and not 大致.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment, ratio

    wanted, folded = fold_quote(quote).strip(ENDS), fold_placed(text)
    source = folded.text
    if not wanted or not source:
        return 0.0, ""
    start, end = 0, len(source)
    if len(source) > len(wanted):
        found = partial_ratio_alignment(wanted, source)
        if found is None:
            return 0.0, ""
        start, end = widen(wanted, source, found.dest_start, found.dest_end)
    start, end = whole_ends(wanted, source, start, end)
    likeness = ratio(wanted, source[start:end]) / 100
    printed = re.sub(r"\s", "", text[slice(*folded.original(start, end))])
    return likeness, printed.strip(MARKS_AROUND)


def whole_ends(wanted: str, source: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a source that ends at a mark where it does not end as the quotation does."""
    if wanted[0] != source[start] and (lead := LAST_PIECE.search(source, 0, start)):
        start = lead.start() if start - lead.start() <= LONGEST_END else start
    if wanted[-1:] != source[end - 1 : end] or differs_late(wanted, source[start:end]):
        rest = FIRST_PIECE.match(source, end)
        end = rest.end() if rest and rest.end() - end <= LONGEST_END else end
    return start, end


def differs_late(wanted: str, stretch: str) -> bool:
    """Whether the last words of a quotation are others than those of its source."""
    return wanted[-LAST:] != stretch[-LAST:]


def widen(wanted: str, source: str, start: int, end: int) -> tuple[int, int]:
    """The window whose ends agree with the quotation the best, near the one that was found."""
    from rapidfuzz.fuzz import ratio

    reach = max(8, len(wanted) // 4)
    starts = range(max(0, start - reach), min(start + reach, end))
    best = max(starts, key=lambda at: (ratio(wanted, source[at:end]), at == start))
    ends = range(max(best + 1, end - reach), min(len(source), end + reach) + 1)
    last = max(ends, key=lambda at: (ratio(wanted, source[best:at]), at == end))
    return best, last


def compare(quote: str, source: str) -> tuple[Edit, ...]:
    """A quotation beside the source's words, piece by piece, both as `fold_quote` leaves them."""
    from rapidfuzz.distance import Indel

    wanted = fold_quote(quote).strip(ENDS)
    right = fold_quote(source).strip(ENDS)
    codes = Indel.opcodes(wanted, right)
    pieces = ((wanted[c.src_start : c.src_end], right[c.dest_start : c.dest_end]) for c in codes)
    edits: list[Edit] = []
    for edit in (Edit(*piece) for piece in pieces):
        edits.append(edit)
        while len(edits) > 1 and is_one_change(edits):
            join_last(edits)
    return tuple(edits)


def is_one_change(edits: list[Edit]) -> bool:
    """Whether the last changes belong together: beside each other, or parted by one character."""
    if edits[-1].equal:
        return False
    parted = len(edits) > 2 and len(edits[-2].draft) < SHORTEST_EQUAL
    return not edits[-2].equal or parted


def join_last(edits: list[Edit]) -> None:
    """Make one change of the last ones."""
    last = edits.pop()
    before = edits.pop()
    if before.equal:
        last = Edit(before.draft + last.draft, before.source + last.source)
        before = edits.pop()
    edits.append(Edit(before.draft + last.draft, before.source + last.source))


def fold_quote(text: str) -> str:
    """A text without white space, its widths and the variants of its marks folded."""
    return fold_placed(text).text


@lru_cache(maxsize=2048)
def fold_placed(text: str) -> Folded:
    """The same with the place of each of its characters in the text."""
    return gather(place_forms(text, fold_char))


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """A character folded; nothing for white space."""
    plain = unicodedata.normalize("NFKC", char.translate(MARKS)).translate(MARKS)
    return "".join(plain.split())
