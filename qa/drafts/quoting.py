"""Quotations beside the source's words: where they differ, character by character."""

from __future__ import annotations

import re
import unicodedata

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
ENDS = ",.;:!?、。\"'"


def align(quote: str, text: str) -> tuple[float, str]:
    """The stretch of a text that is most like a quotation.

    Returns:
        The likeness, 0 to 1 (normalised indel similarity, as rapidfuzz has it), and the stretch
        as `fold_quote` leaves it.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment, ratio

    wanted, source = fold_quote(quote).strip(ENDS), fold_quote(text)
    if not wanted or not source:
        return 0.0, ""
    if len(source) <= len(wanted):
        return ratio(wanted, source) / 100, source
    found = partial_ratio_alignment(wanted, source)
    if found is None:
        return 0.0, ""
    start, end = widen(wanted, source, found.dest_start, found.dest_end)
    return ratio(wanted, source[start:end]) / 100, source[start:end]


def widen(wanted: str, source: str, start: int, end: int) -> tuple[int, int]:
    """The window whose ends agree with the quotation the best, near the one that was found."""
    from rapidfuzz.fuzz import ratio

    reach = max(8, len(wanted) // 4)
    starts = range(max(0, start - reach), min(start + reach, end))
    best = max(starts, key=lambda at: (ratio(wanted, source[at:end]), at == start))
    ends = range(max(best + 1, end - reach), min(len(source), end + reach) + 1)
    last = max(ends, key=lambda at: (ratio(wanted, source[best:at]), at == end))
    return complete(wanted, source, best, last)


def complete(wanted: str, source: str, start: int, end: int) -> tuple[int, int]:
    """The window with what the source has in the place of the quotation's first and last letters.

    The likest window leaves out what differs at its ends: 大幅提 for 大幅提高 where the source
    says 大幅提升.
    """
    from rapidfuzz.distance import Indel

    codes = list(Indel.opcodes(wanted, source[start:end]))
    if codes and codes[0].tag == "delete":
        reach = max(0, start - codes[0].src_end)
        while start > reach and source[start - 1] not in ENDS:
            start -= 1
    if codes and codes[-1].tag == "delete":
        reach = min(len(source), end + codes[-1].src_end - codes[-1].src_start)
        while end < reach and source[end] not in ENDS:
            end += 1
    return start, end


def compare(quote: str, source: str) -> tuple[Edit, ...]:
    """A quotation beside the source's words, piece by piece, both as `fold_quote` leaves them."""
    from rapidfuzz.distance import Indel

    wanted = fold_quote(quote).strip(ENDS)
    right = fold_quote(source).strip(ENDS)
    edits: list[Edit] = []
    for code in Indel.opcodes(wanted, right):
        edit = Edit(wanted[code.src_start : code.src_end], right[code.dest_start : code.dest_end])
        if edits and not edits[-1].equal and not edit.equal:
            last = edits.pop()
            edit = Edit(last.draft + edit.draft, last.source + edit.source)
        edits.append(edit)
    return tuple(edits)


def fold_quote(text: str) -> str:
    """A text without white space, its widths and the variants of its marks folded."""
    plain = unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS)
    return re.sub(r"\s", "", plain)
