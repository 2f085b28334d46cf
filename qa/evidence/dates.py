"""Dates: the line of a document that says when it was issued, or when a speech was given.

It stands alone, far from the words that a question names the document by, so that no search for
these words finds it. The catalogue knows the date; here the line that says it is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.figures import fold_widths
from corpus.library import CatalogueEntry, Library
from corpus.metadata import CHINESE_DATE, read_date
from qa.evidence.asked import asks_twice, find_count
from qa.evidence.sentences import Evidence, sentences_of
from qa.passages import read_passage
from qa.query import Question

DOCUMENTS = 4
"""The dates of so many of the best documents are looked up."""
ACT = (
    r"发表|通过|印发|发布|公布|召开|举行|签|讲|出台|发的|出的|印的|开的|致辞|通话|通电话|会晤"
    r"|落款|成文"
)
WHEN = (
    r"哪[天年月]|哪[一几]?[天日]|什么时候|什么时间|什么日子|何时|几月|几号|时间(?![短长内段])|日期"
)
GIVEN = "(?:{WHEN}){gap}{{0,10}}(?:{ACT})|(?:{ACT}){gap}{{0,12}}(?:{WHEN})"
"""What asks when something was said or issued, with what may stand between the two."""
ASKED = re.compile(
    GIVEN.format(WHEN=WHEN, ACT=ACT, gap=".")
    + r"|哪[一几]?天|哪[一几]?日|几月几[日号]|什么日子|哪一?期"
)
"""What asks when something was said or issued, or for a day."""
DEADLINE = re.compile("最晚|最迟|截止|[号日天月]底?前|之前|报送|往上报|上报|提交")
"""What asks by which day something has to be done, which is no day of a document's own."""
FROM_TO = re.compile("[从自].{0,3}(?:哪|什么|几).{1,3}[到至].{0,3}(?:哪|什么|几)")
"""What asks from which day to which something goes on."""
IN_FORCE = r"(?:施行|执行|生效|实施|起用)(?!方案|意见|细则|办法|规划|计划)"
OTHER_DAY = re.compile(
    rf"{DEADLINE.pattern}|{FROM_TO.pattern}|(?:{WHEN})[^，。；]{{0,4}}(?:{IN_FORCE})"
)
"""What asks for a day that is no document's own."""
OTHER_ASKED = re.compile(
    rf"{IN_FORCE}|谁|多少|怎么|如何|什么(?!时候|时间|日子)|哪(?![天年月日]|[一几]?[天日])"
)
"""What asks for something else than a day on which something was said or issued."""
DAY_OF_ACT = re.compile(GIVEN.format(WHEN=WHEN, ACT=ACT, gap="[^，。；]"))
"""What asks when something was said or issued, whatever else it asks."""
MONTH = re.compile(r"(?<!\d)\d{1,2}月|\d{4}-\d{1,2}")
MOMENT = re.compile(
    r"(?:时间|日期|来源)：[^。]{0,30}|——[^。]{0,60}(?:\d{4}年[^。]*|讲话）?)|[（(]?\d{4}年\d+月\d+日[^。，]{0,12}[）)]?"
    rf"|{CHINESE_DATE.pattern}"
)
"""A line that says when something was said, and nothing else."""
LONGEST = 60
"""Characters of a line that dates a document."""


def asks_when(question: Question) -> bool:
    """Whether a question asks when something was said or issued."""
    text = question.text
    return asks_day_too(question) or bool(ASKED.search(text) and not OTHER_DAY.search(text))


def asks_only_when(question: Question) -> bool:
    """Whether a question asks for the day of a document or a meeting, and for nothing else."""
    more = asks_twice(question) or OTHER_ASKED.search(question.text)
    return asks_day_too(question) and not more


def asks_day_and_more(question: Question) -> bool:
    """Whether a question asks for the day of a document or a meeting, and a second question."""
    return asks_when(question) and asks_twice(question)


def asks_day_too(question: Question) -> bool:
    """Whether a question asks when something was said or issued, and perhaps for other things."""
    return bool(DAY_OF_ACT.search(question.text) and not FROM_TO.search(question.text))


def names_day(text: str) -> bool:
    """Whether a text names a day, or at least a month."""
    said = plain(text)
    return bool(MONTH.search(said) or CHINESE_DATE.search(said))


def find_asked_date(
    question: Question, named: Iterable[str], ranked: Sequence[Evidence]
) -> list[int]:
    """Where the line stands that dates a document, if only its day is asked; of several, theirs.

    Args:
        question: The question.
        named: The ids of the documents that it names; if none, the best evidence's are meant.
        ranked: The evidence.
    """
    if not ranked or not asks_only_when(question):
        return []
    if names_day(ranked[0].text) and not ranked[0].is_imprint:
        return []
    wanted = (find_count(question.text) or 2) if question.asks_comparison else 1
    meant = [*named] or [one.passage.document_id for one in ranked]
    lines = [(one.passage.document_id, at) for at, one in enumerate(ranked) if one.is_imprint]
    dates = dict(reversed(lines))
    return [dates[one] for one in list(dict.fromkeys(meant))[:wanted] if one in dates]


def find_dates(positions: Sequence[int], library: Library) -> list[tuple[Evidence, int]]:
    """The lines that date the documents of the best chunks, each with its document's rank.

    Args:
        positions: The positions of the chunks, best first.
        library: What they are of.
    """
    ranks: dict[str, int] = {}
    for rank, position in enumerate(positions):
        ranks.setdefault(library.document_at(position), rank)
    best = list(ranks.items())[:DOCUMENTS]
    lines = ((find_date(library.documents[one], library), rank) for one, rank in best)
    return [(line, rank) for line, rank in lines if line is not None]


def find_date(entry: CatalogueEntry, library: Library) -> Evidence | None:
    """The shortest line of a document that holds its own date; None where none does."""
    if entry.date is None:
        return None
    lines = lines_with(entry.date, entry.document_id, library)
    return min(lines, key=lambda one: len(one.text), default=None)


def lines_with(date: str, document_id: str, library: Library) -> Iterator[Evidence]:
    """The short sentences of a document that hold a date of the catalogue."""
    found = sentences_with(lambda text: holds_date(text, date), document_id, library)
    return (one for one in found if len(one.text) <= LONGEST)


def sentences_with(
    holds: Callable[[str], bool], document_id: str, library: Library
) -> Iterator[Evidence]:
    """The sentences of a document that hold something said of the document itself."""
    for chunk in library.chunks_of(document_id):
        if holds(chunk.text):
            sentences = sentences_of(read_passage(library, chunk))
            yield from (replace(one, is_imprint=True) for one in sentences if holds(one.text))


def holds_date(text: str, date: str) -> bool:
    """Whether a text holds a date of the catalogue, in digits or as 二〇一二年一月二十九日."""
    said = plain(text)
    in_words = (match.group() for match in CHINESE_DATE.finditer(said))
    return written(date) in said or any(read_date(one) == date for one in in_words)


def written(date: str) -> str:
    """A date of the catalogue as documents write it: 2021-10-08 is 2021年10月8日."""
    parts = zip(date.split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{unit}" for part, unit in parts)


def plain(text: str) -> str:
    """A text without white space, in plain digits."""
    return "".join(fold_widths(text).split())
