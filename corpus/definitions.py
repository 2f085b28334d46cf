"""Definitions: the terms that a clause says the meaning of."""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[^。；\n]+")
NUMBERING = re.compile(
    r"^\s*(?:第[^\s条]{1,5}条|[（(][\d一二三四五六七八九十]+[）)]|[\d一二三四五六七八九十]+(?:\.\d+)*[、.．)）]?)?\s*"
)
POINTER = re.compile(r"^(?:本[\u4e00-\u9fff]{1,4}?(?:中)?)?所(?:称|指|说)的?")
MARK = re.compile(r"[，,：:\s]*(?:是指|系指|指的是|(?<=[”\"：:，,\s])指(?![导标数引南示挥定出向]))")
ENGLISH = re.compile(r"\s+[A-Za-z][A-Za-z ,\-]+$")
TERM_LINE = re.compile(
    r"(?:\d+(?:\.\d+)*\s*)?(?P<term>[\u4e00-\u9fff]{2,20})\s+[A-Za-z][A-Za-z ,\-]+"
)
QUOTES = "“”\"'《》"
LONGEST = 20


def defined_terms(text: str) -> list[str]:
    """The terms that a text defines, in order.

    At a sentence's beginning ``本办法所称X是指``, ``（一）X：是指``, ``“X”指``; the line ``2.0.6 X
    English`` of a standard.
    """
    sentences = (match.group() for match in SENTENCE.finditer(text))
    terms = (defined_term(sentence) for sentence in sentences)
    return list(dict.fromkeys(term for term in terms if term))


def defined_term(sentence: str) -> str | None:
    """The term that a sentence defines, if it does."""
    if line := TERM_LINE.fullmatch(sentence.strip()):
        return line["term"]
    bare = POINTER.sub("", NUMBERING.sub("", sentence))
    mark = MARK.search(bare)
    if not mark:
        return None
    term = ENGLISH.sub("", bare[: mark.start()]).strip().strip(QUOTES)
    return term if 2 <= len(term) <= LONGEST and "，" not in term else None
