"""What a part of a sentence is about, beside what a statement says: the words both hold."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.evidence.sentences import Evidence
from qa.grounding.likeness import character_pairs
from qa.grounding.matching import MOVING
from qa.grounding.reading import read_source, unify
from qa.vocabulary import general_words

SAID = 120
"""Characters before a statement in its paragraph that may say what it is about."""
FILLING = (
    "的 是 则是 要 为 将 和 与 及 其中 确定 包括 后者 前者 左右 以上 到 至 上 方面 都 还 也 再"
)


@lru_cache(maxsize=512)
def topic_pairs(topic: str) -> frozenset[str]:
    """The pairs of characters of a topic, without words that say nothing of what it is about."""
    left = (character_pairs(part) for part in filler().split(topic))
    return frozenset(pair for pairs in left for pair in pairs)


@lru_cache(maxsize=1)
def filler() -> re.Pattern[str]:
    """Words that say nothing of what a statement is about."""
    words = {*general_words(), *MOVING, *FILLING.split()}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@lru_cache(maxsize=2048)
def said(one: Evidence) -> str:
    """A statement with what stands before it and above it, in one spelling."""
    source = read_source(one)
    headings = unify(" ".join(one.passage.clause_path[-1:]))
    return f"{headings} {source.before[-SAID:]} {source.text}"
