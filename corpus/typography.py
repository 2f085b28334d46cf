"""Lines as they look: their width in columns, and whether they end a sentence or an item."""

from __future__ import annotations

import re
import unicodedata

LINK = re.compile(r"[（(]?\s*(?:(?:资料)?来源\s*[：:]|https?://|www\.)")
"""The beginning of a source link or note."""
FINAL = re.compile(r"[。！？；：…!?;:][”’」』）)》]*$|[）)]$")
STRAY_SPACE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) +(?=[0-9A-Za-z%])(?![a-z]{3})"
    r"|(?<=[0-9A-Za-z%]) +(?=[\u3000-\u9fff\uff00-\uffef“”])"
)
"""Spaces between Chinese characters and figures; one before an English word is meant."""


HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff%”》）])\s*([,;:?!])\s*(?=[\u4e00-\u9fff“《0-9]|$)")
FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
"""Punctuation of the ASCII kind in Chinese text, and what it should be (GB/T 15834-2011)."""


def tidy(text: str) -> str:
    """Chinese text with full-width punctuation and without stray spaces."""
    punctuated = HALF_WIDTH.sub(lambda match: match[1].translate(FULL_WIDTH), text)
    return STRAY_SPACE.sub("", punctuated)


def display_width(text: str) -> int:
    """Columns that ``text`` takes: two for a wide or full-width character, else one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
