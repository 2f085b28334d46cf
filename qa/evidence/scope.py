"""Scope: whether passages and sentences are of the side, the place and the years asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.figures import fold_widths
from corpus.years import find_years, stated_years, without_base_years
from qa.evidence.features import NATIONAL_LEVELS
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.query import Question
from qa.search.sides import LEVELS, ORDINAL, Side

CENTRAL = re.compile("中央企业|央企")


def is_of_side(passage: Passage, side: Side) -> bool:
    """Whether a passage may speak for a side: its own document, or of its own level."""
    if side.document_id is not None:
        same = [place.document_id for place in passage.also_in]
        return side.document_id in (passage.document_id, *same)
    if ORDINAL.fullmatch(side.label):
        return side.label in passage.heading
    if CENTRAL.fullmatch(side.label):
        return bool(CENTRAL.search(passage.heading + passage.text))
    return not LEVELS.fullmatch(side.label) or passage.level in NATIONAL_LEVELS


def about_places(passages: Sequence[Passage], question: Question) -> list[Passage]:
    """The passages that belong to a place that the question names, if it names any.

    A document of no place, a company's or a speech, need not name it in every passage.
    """
    about = [is_about_place(one, question) for one in passages]
    naming = {one.document_id for one, named in zip(passages, about, strict=True) if named}
    return [
        one
        for one, named in zip(passages, about, strict=True)
        if named or (one.region is None and one.document_id in naming)
    ]


def is_about_place(passage: Passage, question: Question) -> bool:
    """Whether a passage belongs to a place that the question names, if it names any."""
    return question.is_of_place(f"{passage.region or ''} {passage.heading} {passage.text}")


def is_of_place(passage: Passage, question: Question) -> bool:
    """Whether a document itself is of a place that the question names, if it names any.

    That its text speaks of the place, as a city's plan does of its province, is not enough.
    """
    return question.is_of_place(f"{passage.region or ''} {passage.heading}")


def is_imprint_of(passage: Passage, side: Side, question: Question) -> bool:
    """Whether head and foot of a passage's document are of the side and the place asked."""
    return is_of_side(passage, side) and is_of_place(passage, question)


def names_year(part: Passage, passage: Passage, question: Question) -> bool:
    """Whether a passage names a year that it has to name, if there is any."""
    asked = question.years_asked(passage.date)
    texts = f"{part.heading} {part.text} {passage.heading} {passage.text}"
    return not asked or bool(asked & set(find_years(fold_widths(texts))))


def keep_asked_years(sentences: Iterable[Evidence], question: Question) -> list[Evidence]:
    """Without the sentences that name years, but none that is asked; base years count nothing."""
    return [one for one in sentences if not names_others(one, question)]


def names_others(one: Evidence, question: Question) -> bool:
    """Whether a sentence names years, but none that it has to name."""
    asked = question.years_asked(one.passage.date)
    named = stated_years(without_base_years(fold_widths(one.text))) if asked else ()
    return bool(named) and asked.isdisjoint(named)


def is_of_another_year(one: Evidence, question: Question) -> bool:
    """Whether a line dates its document to a year not asked, years of the document's title aside.

    2030年前碳达峰行动方案是哪天印发的 asks for no day of 2030.
    """
    asked = question.years_asked(one.passage.date) - set(find_years(one.passage.heading))
    return bool(asked) and asked.isdisjoint(stated_years(fold_widths(one.text)))
