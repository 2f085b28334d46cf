"""From what the model wrote to sentences that may be shown once they are checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corpus.typography import tidy
from qa.evidence.sentences import SENTENCE
from qa.phrasing.pieces import Phrase, PhrasingError, Written

HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
BOLD = re.compile(r"\*\*|^#+\s*")


def phrases_of(written: Written, given: Collection[int]) -> Iterator[Phrase]:
    """The sentences of a text; numbers that were not given out are dropped.

    Raises:
        PhrasingError: a sentence is not in Chinese.
    """
    numbers = tuple(dict.fromkeys(number for number in written.numbers if number in given))
    for match in SENTENCE.finditer(BOLD.sub("", written.text)):
        text = tidy(match.group().strip())
        if not any(char.isalnum() for char in text):
            continue
        if not is_chinese(text):
            raise PhrasingError("对话模型没有用中文回答")
        yield Phrase(text, numbers)


def is_chinese(text: str) -> bool:
    """Whether a text has at least as many Chinese characters as words in Latin letters."""
    return len(HAN_CHARACTER.findall(text)) >= len(LATIN_WORD.findall(text))
