"""Characters that nobody sees: controls, zero-width and bidirectional marks.

In a draft they stand between characters that are to be compared, on a terminal they are commands,
in a page they turn the order of what is read round, and XML does not admit them.
"""

from __future__ import annotations

import unicodedata

BLANKS = str.maketrans("\t\n\r\v\f\x85\u2028\u2029", "        ")
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's categories: controls, formats, halves of a character."""
NO_CHARACTERS = frozenset({"\ufffe", "\uffff"})


def is_invisible(char: str) -> bool:
    """Whether a character shows nothing and is no white space."""
    return unicodedata.category(char) in INVISIBLE or char in NO_CHARACTERS


def drop_invisible(text: str) -> str:
    """The text on one line, with only what shows."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text.translate(BLANKS) if not is_invisible(char))


def drop_invisible_lines(text: str) -> str:
    """The text with only what shows, on the lines that it has."""
    return "\n".join(map(drop_invisible, text.split("\n")))
