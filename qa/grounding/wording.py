"""Rules for wording: replaced names, words that name things, listed items, agreement."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.likeness import character_pairs, overlap
from qa.grounding.reading import (
    LETTER,
    is_foreign,
    naming_words,
    pieces_of,
    read_source,
    restate,
    topic_words,
)
from qa.query import tag_words, without_places
from qa.vocabulary import general_words

LEAST_AGREEMENT = 0.45
"""Share of a sentence's character pairs that its evidence must hold; its names must anyway."""
LEAST_ITEM = 0.5
"""The same for an item of a list."""
NAMING = "njlx"
"""jieba's tags of nouns, abbreviations, set phrases and the field's own terms begin so."""
LONGEST_NAME = 4
SHORTEST_FLANK = 4
ITEMS = re.compile(r"[^，；。：、,;:]+(?:、[^，；。：、,;:]+)+")
Opcode = tuple[str, int, int, int, int]


def check_replaced(claim: Claim, evidence: Evidence) -> str | None:
    """No name stands in the place of another: 高级管理层 where the source says 理事会."""
    source = read_source(evidence)
    there = tag_words(source.text)
    for said in pieces_of(claim.plain):
        here = tag_words(said)
        matcher = SequenceMatcher(None, words_of(here), words_of(there), autojunk=False)
        codes = matcher.get_opcodes()
        around = zip([None, *codes], codes, [*codes[1:], None], strict=False)
        for before, (tag, i, j, k, m), after in around:
            sides = count_flanks(here, before, after)
            if tag != "replace" or not sides:
                continue
            mine, others = names_in(here[i:j]), names_in(there[k:m])
            moved = [word for word in mine if sides > 1 or word not in source.about]
            lost = [word for word in others if word not in claim.plain]
            if moved and lost and m - k <= LONGEST_NAME and not are_alike(mine, others):
                return f"所引条款此处说的是“{lost[-1]}”，不是“{moved[-1]}”"
    return None


def check_words(claim: Claim, evidence: Evidence) -> str | None:
    """The words that name things stand in the evidence, its headings or its document's names."""
    source = read_source(evidence)
    known = source.all.lower()
    text = without_places(restate(claim.plain, source.all), claim.places)
    foreign = (word for word in naming_words(text) if is_foreign(word, known))
    return next((f"所引条款没有提到“{word}”" for word in foreign), None)


def check_items(claim: Claim, evidence: Evidence) -> str | None:
    """Each item of a list stands in the evidence."""
    source = read_source(evidence)
    for listing in ITEMS.findall(restate(claim.plain, source.all)):
        for item in listing.split("、"):
            if len(topic_words(item)) and overlap(item, source.all) < LEAST_ITEM:
                return f"所引条款没有列出“{item}”"
    return None


def count_flanks(words: tuple[tuple[str, str], ...], *codes: Opcode | None) -> int:
    """On how many sides of a replaced part the words beside it are the same in both."""
    return sum(
        code is not None
        and code[0] == "equal"
        and sum(len(word) for word, _ in words[code[1] : code[2]]) >= SHORTEST_FLANK
        for code in codes
    )


def are_alike(left: list[str], right: list[str]) -> bool:
    """Whether names share half of the character pairs of the shorter: 装机, 装机容量."""
    a, b = character_pairs("".join(left)), character_pairs("".join(right))
    return 2 * len(a & b) >= min(len(a), len(b))


def words_of(words: tuple[tuple[str, str], ...]) -> list[str]:
    """Tagged words without their tags."""
    return [word for word, _ in words]


def names_in(words: tuple[tuple[str, str], ...]) -> list[str]:
    """Those of tagged words that name things."""
    named = (word for word, flag in words if flag[0] in NAMING and len(word) > 1)
    return [word for word in named if LETTER.match(word) and word not in general_words()]


def check_overlap(claim: Claim, evidence: Evidence) -> str | None:
    """The words are those of the evidence."""
    source = read_source(evidence)
    share = overlap(restate(claim.plain, source.all), source.all)
    return None if share >= LEAST_AGREEMENT else f"与所引条款的用词只有 {share:.0%} 相同"
