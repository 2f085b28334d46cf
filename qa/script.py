"""Scripts: questions in traditional characters or in English, for documents in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.vocabulary import spell_out, standard_words

if TYPE_CHECKING:
    import opencc

HAN = re.compile(r"[\u3400-\u9fff]+")


def to_chinese(text: str) -> str:
    """A question in the characters and words of the documents.

    Traditional characters are simplified (OpenCC, t2s), and words for several places spelt out. A
    question without any Chinese is put behind the documents' words for the English ones in it.
    """
    if not HAN.search(text):
        return " ".join((*standard_words(text), text))
    return spell_out(simplify(text))


def simplify(text: str) -> str:
    """A text in simplified characters, for the rest as it is."""
    return converter().convert(text) if has_traditional(text) else text


def has_traditional(text: str) -> bool:
    """Whether a text has a Chinese character outside GB 2312, which holds the simplified ones."""
    try:
        "".join(HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@lru_cache(maxsize=1)
def converter() -> opencc.OpenCC:
    """The converter; it reads its dictionaries when it is made."""
    import opencc

    return opencc.OpenCC("t2s")
