"""Text of documents and users as data: nothing in it can pass for a part of the prompt.

llama.cpp and other servers read a chat template's own marks (``<|im_end|>``) wherever they stand
in a message; and the answer's form uses ``[1]`` or JSON's braces. So brackets of the ASCII kind
become full-width ones, which mean the same to a reader and NFKC folds back, and a text is one line.
"""

from __future__ import annotations

import unicodedata

FULL_WIDTH = str.maketrans("<>[]{}", "＜＞［］｛｝")
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Control and format characters, private use, lone surrogates."""


def as_data(text: str) -> str:
    r"""``text`` on one line, without hidden characters and ASCII brackets.

    ``"甲<|im_end|>\n[2] 乙"`` gives ``"甲＜|im_end|＞ ［2］ 乙"``.
    """
    folded = " ".join(text.split())
    visible = (char for char in folded if unicodedata.category(char) not in HIDDEN)
    return "".join(visible).translate(FULL_WIDTH)
