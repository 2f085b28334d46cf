"""How alike two texts are, by the pairs of adjacent characters that they share."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.figures import fold_widths

MARKS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff%.]")


def overlap(claim: str, source: str) -> float:
    """Share of the character pairs of ``claim`` that stand in ``source``, 0 to 1."""
    return share_of(character_pairs(claim), source)


def share_of(pairs: frozenset[str], text: str) -> float:
    """Share of pairs of characters that stand in a text, 0 to 1."""
    return len(pairs & character_pairs(text)) / len(pairs) if pairs else 0.0


def likeness(left: str, right: str) -> float:
    """Dice coefficient of the character pairs of two strings: ``2|A∩B| / (|A|+|B|)``."""
    a, b = character_pairs(left), character_pairs(right)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


@lru_cache(maxsize=4096)
def character_pairs(text: str) -> frozenset[str]:
    """The pairs of adjacent characters, punctuation and white space left aside."""
    letters = MARKS.sub("", fold_widths(text)).lower()
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))
