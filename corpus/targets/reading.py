"""Reading a clause sentence by sentence: its years, and which year holds where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.targets.amounts import find_amounts
from corpus.targets.folding import Folded, fold_sentences
from corpus.targets.models import Setting, Span
from corpus.targets.rules import START, is_start
from corpus.targets.times import Mention, Times, find_times

ANNOUNCING = re.compile(r"[：:]$")
ITEM = re.compile(r"-|——|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳●■]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence while its targets are found."""

    sentence: Folded
    text: str
    """It, with the values that a rise begins with (``由2020年的32%``) as dots."""
    times: Times
    carried: int | None
    """The year that holds where the sentence has named none yet."""
    setting: Setting


def read(sentence: Folded, setting: Setting, year: int | None) -> Reading:
    """A sentence, ready to be searched."""
    text = blot(sentence.text, starts_in(sentence.text))
    return Reading(sentence, text, find_times(text), year, setting)


def with_years(text: str, year: int | None, *, told: bool) -> Iterator[tuple[Folded, int | None]]:
    """The sentences of a text, each with the year that holds where it begins.

    In a speech or a report, and where several years have been named, a year holds to the end of its
    paragraph, and on where that announces a list (``到2025年：``) and through the list's items.
    """
    held, before = year, ""
    named: set[int] = set()
    for sentence, begins in fold_sentences(text):
        listed = ANNOUNCING.search(before) or ITEM.match(sentence.text)
        if begins and not listed and (told or len(named) > 1):
            held = year
        yield sentence, held
        reading = read(sentence, Setting(), held)
        named |= {point.year for point in reading.times.points}
        held = carry(reading, held)
        before = sentence.text


def last_year(text: str, year: int | None) -> int | None:
    """The year that holds after a text, if ``year`` held before it."""
    for sentence, _ in fold_sentences(text):
        year = carry(read(sentence, Setting(), year), year)
    return year


def carry(reading: Reading, year: int | None) -> int | None:
    """The year that holds after a sentence."""
    points = reading.times.points
    return points[-1].year if points else year


def starts_in(text: str) -> Iterator[Span]:
    """Where a sentence gives the value that a rise or a fall begins with."""
    for amount in find_amounts(text):
        start = START.search(text[: amount.start])
        if start and is_start(text, amount):
            yield Span(start.start(), amount.end)


def blot(text: str, spans: Iterable[Span | Mention]) -> str:
    """A text with dots at some places."""
    for span in spans:
        text = text[: span.start] + "·" * (span.end - span.start) + text[span.end :]
    return text
