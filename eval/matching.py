"""How texts are compared in evaluation: folded, and by the share of one that stands in another."""

from __future__ import annotations

import re
import unicodedata

SHINGLE = 6
DIGIT = "0123456789."
SAME_PLACE = 0.5
"""Share of a quote's shingles that a passage must hold to be where the quote stands."""


def fold(text: str) -> str:
    """``text`` without white space, in compatibility form (full-width figures become plain)."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def shingles(text: str) -> set[str]:
    """The runs of `SHINGLE` characters of a folded text; of a shorter one, the text itself."""
    folded = fold(text)
    return {folded[i : i + SHINGLE] for i in range(max(1, len(folded) - SHINGLE + 1))}


def share_in(quote: str, text: str) -> float:
    """Share of the shingles of ``quote`` that stand in ``text``, 0 to 1."""
    wanted = shingles(quote)
    return len(wanted & shingles(text)) / len(wanted)


def holds(text: str, wanted: str) -> bool:
    """Whether a folded text holds ``wanted``; a figure only as a whole (16% holds no 6%)."""
    haystack, needle = fold(text), fold(wanted)
    start = haystack.find(needle)
    while start >= 0:
        before = haystack[start - 1] if start else ""
        end = start + len(needle)
        after = haystack[end] if end < len(haystack) else ""
        cut = (needle[0] in DIGIT and before and before in DIGIT) or (
            needle[-1] in DIGIT and after and after in DIGIT
        )
        if not cut:
            return True
        start = haystack.find(needle, start + 1)
    return False


def holds_fact(text: str, fact: str) -> bool:
    """Whether a text holds one of a key fact's alternatives."""
    return any(holds(text, alternative) for alternative in fact.split("|") if alternative.strip())


def longest_common_run(left: str, right: str) -> int:
    """Characters of the longest run that two folded texts share."""
    a, b = fold(left), fold(right)
    best = 0
    for start in range(len(a)):
        while start + best < len(a) and a[start : start + best + 1] in b:
            best += 1
    return best
