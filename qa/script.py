"""Scripts: questions in traditional characters, for documents in simplified ones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc

HAN = re.compile(r"[\u3400-\u9fff]+")


def simplify(text: str) -> str:
    """The text in simplified characters (OpenCC, t2s); one that has no other stays as it is."""
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
