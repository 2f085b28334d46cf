"""Titles: the documents that a question calls by part of their title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from corpus.library import CatalogueEntry, Library
from corpus.words import bigrams, cut_words, fold
from corpus.years import YEAR
from qa.occasions import find_occasions
from qa.pointers import chinese
from qa.query import content_words
from qa.vocabulary import standard_words

CALLING = re.compile(
    r"[^，。；：、？！,;:?!（）()和与跟及比]{2,40}?(?:意见|方案|规划|办法|通知|指南|指引|导则|计划|决定|公约|协定"
    r"|议定书|目录|声明|措施|细则|安排|标准|规定|要点|纲要|体系|战略|文件|讲话|演讲|致辞|会议|考察|联大(?:一般性辩论)?|边会"
    r"|峰会|论坛|大会|座谈会|会晤|学习)(?:上?的(?:书面)?(?:讲话|演讲|致辞))?"
)
"""Words that end as titles do."""
SESSION = re.compile(r"第?(\d{1,2})(?=[届次])")
"""The number of a meeting, which its title has in Chinese numerals: 75届联大."""
DATED = re.compile(
    rf"(?:{YEAR.pattern})(?!\s*年?版)(?:初|底|末)?的?|[到至]?[同当次]年(?:\d{{1,2}}月)?[初底末]?的?"
)
"""A year that is not an edition's, or one said by another: 同年11月."""
OF_TITLE = 0.35
OF_WORDS = 0.5
"""Share of the title's character pairs that the words must hold, or of theirs that it must."""
TRIED = 5
"""How many documents with such words are looked at."""


@dataclass(frozen=True, slots=True)
class Called:
    """A document that a stretch of the question calls by part of its title."""

    document_id: str
    start: int
    end: int


def find_called(text: str, library: Library, places: Sequence[str] = ()) -> tuple[Called, ...]:
    """The documents that a text calls so, the most like of those that each stretch may mean.

    A year is the document's date, and does not count as one of its words: of documents alike, those
    of that date are meant, and those of the places that the text asks of.

    Args:
        text: The text.
        library: The documents.
        places: The places; none where it may mean the country's as well.
    """
    found = []
    for match in CALLING.finditer(text):
        rated = rate(DATED.sub("", match.group()), library)
        liked = [(like, library.documents[one]) for like, one in rated if like > 0]
        local = [(like, one) for like, one in liked if one.is_of(places)] or liked
        dates = find_occasions(match.group())
        dated = [(like, one) for like, one in local if one.is_from(dates)] or local
        if best := max(dated, key=itemgetter(0), default=None):
            found.append(Called(best[1].document_id, match.start(), match.end()))
    return tuple(found)


def rate(said: str, library: Library) -> list[tuple[float, str]]:
    """How much words are like the titles of the documents that hold most of them, by their ids."""
    said = SESSION.sub(lambda number: f"第{chinese(number[1])}", said)
    whole = " ".join((said, *standard_words(said)))
    ids = library.search_documents(content_words(cut_words(whole)), TRIED)
    return [(likeness(said, whole, library.documents[one]), one) for one, _ in ids]


def likeness(said: str, whole: str, document: CatalogueEntry) -> float:
    """How much words are like a title: mean of both shares; 0 where both are too small.

    Args:
        said: The words.
        whole: The words, and the documents' words for them.
        document: Whose title, and who and where it is of.
    """
    title = document.title or ""
    parts = (title, document.region, document.chapter, *document.issuer)
    about, meant = fold(" ".join(part or "" for part in parts)), fold(whole)
    pairs, words = bigrams(title), bigrams(said)
    of_title = sum(pair in meant for pair in pairs) / (len(pairs) or 1)
    of_words = sum(pair in about for pair in words) / (len(words) or 1)
    return (of_title + of_words) / 2 if of_title >= OF_TITLE or of_words >= OF_WORDS else 0.0
