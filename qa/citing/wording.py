"""A wording that is looked up, as the lookup needs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.words import cut_words
from qa.citing.folding import fold
from qa.pointers import find_clauses, without_pointers
from qa.query import content_words
from qa.references import QUOTED, Reference

BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])")
MOST_WORDS = 32
"""Of a long quotation the longest words find its clauses; all of them would only take longer."""
MOST_TERMS = 4
LONGEST_TERM = 12
"""Letters; longer parts are phrases and not words that are looked up together."""
KEYWORD = 12
"""Letters; a shorter wording may stand in many clauses, which are then ranked by meaning too."""
CALLED = "的文件号"
"""What people write behind a 发文字号 (国发23号文)."""
MOST_PAIRS = 80
"""Pairs of letters of a long wording that are looked for in each candidate."""


@dataclass(frozen=True)
class Wording:
    """The text that is looked up, cleaned and in simplified characters."""

    text: str

    @cached_property
    def letters(self) -> str:
        """The folded text."""
        return fold(self.text)

    @property
    def is_keyword(self) -> bool:
        """Whether it is a word or two rather than a sentence."""
        return len(self.letters) < KEYWORD

    @property
    def compact(self) -> str:
        """The text without the spaces that copying leaves between Chinese characters."""
        return self.text if self.terms else BETWEEN_CHINESE.sub("", self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that the full-text index is asked for."""
        words = content_words(cut_words(self.compact)) or tuple(cut_words(self.compact))
        return tuple(sorted(words, key=len, reverse=True)[:MOST_WORDS])

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The words between its spaces, folded; none where these divide no words."""
        parts = [fold(part) for part in self.text.split()]
        short = all(1 < len(part) <= LONGEST_TERM for part in parts)
        return tuple(parts) if short and 1 < len(parts) <= MOST_TERMS else ()

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Pairs of neighbouring letters, of a long wording some from all over it."""
        pairs = list(dict.fromkeys(a + b for a, b in pairwise(self.letters)))
        return tuple(pairs[:: 1 + len(pairs) // MOST_PAIRS])

    @property
    def clauses(self) -> tuple[tuple[str, ...], ...]:
        """How the headings begin that it points at, as `find_clauses` has them."""
        return find_clauses(self.text)

    def share_in(self, text: str) -> float:
        """Share of its pairs that a folded text holds, 0 to 1."""
        return sum(pair in text for pair in self.pairs) / len(self.pairs) if self.pairs else 0.0

    def without(self, named: Sequence[Reference]) -> Wording:
        """What is left of it without the documents and clauses that it names."""
        rest = self.text
        for reference in sorted(named, key=lambda one: -len(one.words)):
            rest = rest.replace(reference.words, " ")
        rest = " ".join(QUOTED.sub(" ", without_pointers(rest)).split())
        return Wording("" if fold(rest).strip(CALLED) == "" else rest)
