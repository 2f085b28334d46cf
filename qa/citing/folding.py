"""Text as wordings are compared: letters and figures in one form, and where each of them stood.

White space, width, punctuation and its variants do not count; the signs within a figure do, so that
4.5% is not 45 and 2021-2025 not 20212025.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

DASHES = dict.fromkeys("—–−‐‑~～〜", "-")
KEPT = frozenset(".-/+%‰")
MARK = "|"
"""What other punctuation is folded to; so 〔2021〕23号 is not 202123号."""
LOOSE = re.compile(r"(?<![0-9])[.\-/+|]+|[.\-/+|]+(?![0-9])")
"""Signs that do not stand between two digits."""
WITHIN_FIGURE = re.compile(r".?[0-9][0-9]|[0-9]\.[0-9]")
"""The two characters before a place within a figure, and the one after it."""


class Forms(dict[int, str]):
    """What each character is folded to, for `str.translate`; filled as characters come."""

    def __missing__(self, code: int) -> str:
        """The folded form of a character; nothing for white space."""
        form = unicodedata.normalize("NFKC", DASHES.get(chr(code), chr(code))).lower()
        kept = (char if char.isalnum() or char in KEPT else MARK for char in "".join(form.split()))
        self[code] = "".join(kept)
        return self[code]


FORMS = Forms()


Pair = tuple[str, int]
"""A folded character, and the place of the one that it was."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows which character of the original each of its characters was."""

    text: str
    places: tuple[int, ...]
    """As many as characters, ascending."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original that the folded range ``start`` to ``end`` (not empty) was."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A text as wordings are compared."""
    return LOOSE.sub("", text.translate(FORMS))


def fold_placed(text: str) -> Folded:
    """The same with the places of its characters."""
    pairs = place_forms(text, lambda char: FORMS[ord(char)])
    found = LOOSE.finditer("".join(form for form, _ in pairs))
    loose = {index for match in found for index in range(*match.span())}
    return gather([pair for index, pair in enumerate(pairs) if index not in loose])


def place_forms(text: str, form_of: Callable[[str], str]) -> list[Pair]:
    """What each character of a text is folded to, each with the character's place."""
    return [(form, place) for place, char in enumerate(text) for form in form_of(char)]


def gather(pairs: Sequence[Pair]) -> Folded:
    """A folded text of its characters and their places."""
    return Folded("".join(form for form, _ in pairs), tuple(place for _, place in pairs))


def find_wording(wanted: str, text: str, behind: int = 0) -> int:
    """Where a folded text holds a folded wording without cutting a figure in two; else -1."""
    start = text.find(wanted, behind) if wanted else -1
    while start >= 0 and cuts_figure(text, start, start + len(wanted)):
        start = text.find(wanted, start + 1)
    return start


def cuts_figure(text: str, start: int, end: int) -> bool:
    """Whether a range of a folded text begins or ends within a figure."""
    return any(WITHIN_FIGURE.fullmatch(text[max(0, at - 2) : at + 1]) for at in (start, end))
