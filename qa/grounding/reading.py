"""Claim and source in one spelling, cut into pieces and words, so that they can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.figures import Figure, find_figures, fold_widths
from corpus.numerals import write_figures
from corpus.words import get_tokenizer, split_terms
from qa.evidence.sentences import Evidence
from qa.grounding.likeness import overlap
from qa.query import COUNTRY, content_words, find_names, find_places
from qa.vocabulary import general_words, same_words, synonyms

SECTIONS = ("indicators", "subjects", "bodies")
"""The sections of `synonyms.toml` whose words may stand for each other in a statement."""
PIECE = re.compile(r"[，；。：！？\n,;:]")
LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
HAN = r"[\u4e00-\u9fff]"
MEASURED = re.compile(rf"(?<!{HAN})(?!可能|不能){HAN}+[能量率值额耗](?!{HAN})")
"""Words for what is measured (产能), which the tagger takes for verbs."""
LOOSE = re.compile(r"^[中内]|[要出]$")
"""What the tagger leaves on a word that does not belong to it."""
AFTER_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年(?:以?[前后]|底|末|初|起)(?!期)")
"""A year with what the tagger would draw to the word behind (2022年后视情况)."""
SCOPES = {"全省": "省", "全市": "市", "全区": "区", "全县": "县"}
"""Words for the whole of a region, and how the names of such regions end."""
NATIONAL = ("国家", "部委")
"""Levels whose documents speak of the whole country without saying so."""


@dataclass(frozen=True, slots=True)
class Source:
    """What evidence says, in one spelling."""

    text: str
    before: str
    about: str
    """Title, headings, issuers and place of its document."""
    figures: tuple[Figure, ...]
    places: tuple[str, ...]
    """The places that the sentence itself names."""

    @property
    def all(self) -> str:
        """Everything that is known of it."""
        return f"{self.about} {self.before} {self.text}"

    @property
    def said(self) -> str:
        """What is written in its paragraph up to its end."""
        return f"{self.before}{self.text}"


@lru_cache(maxsize=512)
def read_source(evidence: Evidence) -> Source:
    """Evidence in one spelling."""
    passage = evidence.passage
    text, before = unify(evidence.text), unify(evidence.before)
    names = (passage.heading, *passage.issuer, passage.region, passage.compilation, passage.doc_no)
    about = unify(" ".join(name for name in names if name))
    if passage.level in NATIONAL:
        about += "".join(sorted(COUNTRY))
    figures = tuple(find_figures(text, before))
    return Source(text, before, about, figures, find_places(text))


@lru_cache(maxsize=4096)
def unify(text: str) -> str:
    """A text in one spelling: widths, amounts as figures, one word for those that say the same."""
    return same_words(write_figures(fold_widths(text)))


@lru_cache(maxsize=2048)
def restate(claim: str, about: str) -> str:
    """A claim with the source's words for its own, where the vocabulary has them as synonyms."""
    for left, right in synonym_pairs():
        if left in claim and left not in about and right in about:
            claim = claim.replace(left, right)
    return claim


@lru_cache(maxsize=1)
def synonym_pairs() -> tuple[tuple[str, str], ...]:
    """Words and their synonyms, both ways, longest first."""
    pairs = [
        (unify(word), unify(standard))
        for section in SECTIONS
        for word, standards in synonyms()[section].items()
        for standard in standards.split(" ")[: 1 if section == "bodies" else None]
    ]
    both = {*pairs, *((right, left) for left, right in pairs)}
    return tuple(sorted((one for one in both if one[0] != one[1]), key=lambda one: -len(one[0])))


@lru_cache(maxsize=4096)
def topic_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without figures and function words."""
    words = content_words(word.lower() for word in cut(text))
    return frozenset(word for word in words if LETTER.search(word))


@lru_cache(maxsize=2048)
def naming_words(text: str) -> tuple[str, ...]:
    """The words of a text that name things."""
    text = AFTER_YEAR.sub(" ", text)
    named = dict.fromkeys((*find_names(text, ()), *MEASURED.findall(" ".join(cut(text)))))
    return tuple(word for word in named if not re.search(r"\d", word))


def cut(text: str) -> list[str]:
    """The words of a text, of the field's terms their parts."""
    return split_terms(get_tokenizer().cut(text))


def is_foreign(word: str, known: str) -> bool:
    """Whether a word names something that a text does not hold.

    Args:
        word: The word.
        known: The text, in lower case.
    """
    word = LOOSE.sub("", word)
    bare = general_pattern().sub("", word)
    share = f"{word[:-1]}比重" if word.endswith("率") else word
    held = word in known or share in known or not bare or (len(bare) > 1 and bare in known)
    return len(word) > 1 and not held


@lru_cache(maxsize=1)
def general_pattern() -> re.Pattern[str]:
    """`general_words` and words for whole regions, at the ends of a word."""
    words = {*general_words(), *COUNTRY, *SCOPES}
    listed = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(f"^(?:{listed})+|(?:{listed})+$")


def pieces_of(text: str) -> list[str]:
    """The parts of a sentence between its marks."""
    return [piece for piece in PIECE.split(text) if LETTER.search(piece)]


def likest_piece(said: str, source: str) -> str:
    """The part of the source that holds most of what a part of a claim says."""
    return max(pieces_of(source), key=lambda piece: overlap(said, piece), default="")
