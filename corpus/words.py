"""Chinese words for the full-text index and the query, cut by jieba."""

from __future__ import annotations

import logging
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    import jieba

WORD = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")
NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=1)
def get_tokenizer() -> jieba.Tokenizer:
    """Jieba's tokenizer, its dictionary cached in the user's own cache folder."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    cache = Path(platformdirs.user_cache_dir("tanwen"))
    try:
        cache.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(cache)
    except OSError:
        logging.getLogger(__name__).warning("no cache folder %s; jieba loads slowly", cache)
    tokenizer.initialize()
    for term in term_parts(tokenizer):
        tokenizer.add_word(term)
    return tokenizer


def split_terms(words: Iterable[str]) -> list[str]:
    """The words, of the field's terms their parts: 绿色 and 债券 for 绿色债券."""
    parts = term_parts(get_tokenizer())
    return [part for word in words for part in parts.get(word, (word,))]


@lru_cache(maxsize=1)
def term_parts(tokenizer: jieba.Tokenizer) -> Mapping[str, tuple[str, ...]]:
    """The field's terms, and how jieba cuts them before it knows them."""
    return {term: tuple(tokenizer.cut(term)) for term in read_terms()}


@lru_cache(maxsize=1)
def read_terms() -> tuple[str, ...]:
    """The field's terms, taken from the shipped documents, that jieba's own dictionary lacks."""
    terms = resources.files("corpus").joinpath("terms.txt").read_text(encoding="utf-8")
    return tuple(terms.split())


def fold(text: str) -> str:
    """The letters and digits of a text in compatibility form and lower case.

    So are names compared, which people write with other brackets, widths and spaces.
    """
    return NO_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text as `fold` leaves it."""
    letters = fold(text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def rarity(held: int, total: int) -> float:
    """Inverse document frequency: ``ln(1 + (N - n + 0.5) / (n + 0.5))``.

    The weight that BM25 gives a word that ``held`` of ``total`` chunks hold (Robertson and
    Zaragoza, 2009), in Lucene's positive form.
    """
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def cut_words(text: str) -> list[str]:
    """The words of ``text`` in lower case, long words also as their parts, without punctuation."""
    words = get_tokenizer().cut_for_search(text)
    return [word.lower() for word in words if WORD.search(word)]
