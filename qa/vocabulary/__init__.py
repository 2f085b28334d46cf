"""Vocabularies: what people say and what the documents call it, as data files beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

BODIES = "bodies"
GROUPS = "groups"
ASKING = "asking"
SPELT_OUT = (ASKING, GROUPS)
"""The sections whose words are replaced in a question, not added to it."""
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9& -]*")


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, Mapping[str, str]]:
    """By section, everyday words and the documents' words for them, separated by spaces."""
    tables = read_table("synonyms.toml")
    return {
        section: {word.lower(): standard for word, standard in table.items()}
        for section, table in tables.items()
    }


@lru_cache(maxsize=1)
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """What people call documents, and their titles."""
    return {name: tuple(titles) for name, titles in read_table("nicknames.toml").items()}


@lru_cache(maxsize=1)
def cities() -> frozenset[str]:
    """Names of the prefectures of China, without 市 and the like."""
    text = resources.files(__name__).joinpath("cities.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=1)
def counties() -> frozenset[str]:
    """Names of the counties of China (GB/T 2260), of all but districts also without 县 and 市."""
    text = resources.files(__name__).joinpath("counties.txt").read_text(encoding="utf-8")
    names = text.split()
    short = (name[:-1] for name in names if name[-1] in "县市旗" and len(name) > 2)
    return frozenset((*names, *short))


def read_table(name: str) -> Mapping[str, Any]:
    """A vocabulary's file."""
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))


def spell_out(text: str) -> str:
    """The text with each place's name for a word that stands for several (江浙), 什么 for 啥."""
    for section in SPELT_OUT:
        for word, standard in synonyms()[section].items():
            text = text.replace(word, standard)
    return text


def standard_words(text: str) -> tuple[str, ...]:
    """The documents' words for what a text says in everyday words, without those it has."""
    lower = text.lower()
    found = (standard for _, standards in everyday_words(lower) for standard in standards)
    return tuple(dict.fromkeys(word for word in found if word.lower() not in lower))


def everyday_words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The everyday words in a text in lower case, each with the documents' words for it."""
    for section, table in synonyms().items():
        for word, standards in table.items():
            if section not in SPELT_OUT and says(text, word):
                yield word, tuple(standards.split(" "))


def ways_to_say(text: str, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each of some words of a text with all words that say the same, itself first, in lower case.

    Of 机房的PUE the words 机房 and PUE are said by 数据中心 and 电能利用效率 too.
    """
    everyday = everyday_words(text.lower())
    standards = [(said, one.lower()) for said, some in everyday for one in some]
    return {
        word: (word, *(one for said, one in standards if said in word or word in said))
        for word in words
    }


def says(text: str, word: str) -> bool:
    """Whether a text in lower case holds a word; one in Latin letters only from its beginning."""
    if word not in text:
        return False
    return not LATIN.fullmatch(word) or bool(re.search(rf"(?<![a-z]){re.escape(word)}", text))


@lru_cache(maxsize=1)
def wording() -> Mapping[str, Any]:
    """The words by which a sentence is compared with its source (`wording.toml`)."""
    return read_table("wording.toml")


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """Nouns that name nothing by themselves."""
    return frozenset(wording()["general"].split())


@lru_cache(maxsize=1)
def opposites() -> tuple[tuple[str, str], ...]:
    """Pairs of words that turn a statement round, both ways."""
    pairs = [(left, right) for left, right in wording()["opposite"]]
    return (*pairs, *((right, left) for left, right in pairs))


@lru_cache(maxsize=1)
def same_pattern() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern of the words that have another standing for them, and those others."""
    lines = [line.split() for line in wording()["same"]]
    table = {word.lower(): first for first, *others in lines for word in (first, *others)}
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)), re.IGNORECASE), table


def same_words(text: str) -> str:
    """The text with one word for all those that say the same (发改委 → 发展改革委)."""
    pattern, table = same_pattern()
    return pattern.sub(lambda match: table[match.group().lower()], text)
