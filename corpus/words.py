"""Chinese words for the full-text index and the query, cut by jieba."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    import jieba

WORD = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


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
    return tokenizer


def cut_words(text: str) -> list[str]:
    """The words of ``text`` in lower case, long words also as their parts, without punctuation."""
    words = get_tokenizer().cut_for_search(text)
    return [word.lower() for word in words if WORD.search(word)]
