"""What is said where nothing is answered: what was looked for, and what there is instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.figures import Figure, find_figures, fold_widths
from corpus.library import Library
from corpus.numerals import write_figures
from corpus.words import read_terms
from qa.citations import in_title_marks
from qa.evidence.finder import Row
from qa.query import Question
from qa.targets import Fit, FoundTarget, TargetIndex

ASKING = re.compile("几|多少|什么|哪")
CERTAIN = 0.6
"""How well an indicator must fit for another value or year of it to be named."""
SHORTEST = 5
"""Characters of an indicator; shorter ones (装机规模, 碳排放) are of many things."""
MOST_YEARS = 3


def looked_for(question: Question) -> str:
    """What a question was understood to ask for, on one line."""
    years = [f"{year}年" for year in question.years]
    words = dict.fromkeys((*question.places, *years, *join_names(question)))
    return f"查找的是：{'、'.join(words)}。" if words else ""


def join_names(question: Question) -> list[str]:
    """The names in a question, those that stand side by side as one: 非化石能源消费比重."""
    names = [name for name in question.names if not ASKING.search(name)]
    terms = [term for term in read_terms() if term in question.text]
    whole = sorted([*names, *terms], key=len, reverse=True)
    one = "|".join(map(re.escape, whole))
    joined = re.findall(f"(?:{one})+", question.text) if one else []
    return [*joined, *(name for name in names if name not in question.text)]


def said_instead(
    question: Question, rows: Sequence[Row], targets: TargetIndex, library: Library
) -> tuple[str, ...]:
    """What the documents say instead of what is asked; nothing where it may be answered.

    A figure that is taken for granted and is another goes before years that there are instead.
    """
    premise = false_premise(question, targets, library)
    return (premise,) if premise else tuple(name_years(only_other_years(rows), library))


def only_other_years(rows: Sequence[Row]) -> list[FoundTarget]:
    """Where only other years have the target that is asked for, the best of each of them."""
    if len(rows) != 1:
        return []
    found = [one for one in rows[0].targets if is_certain(one)]
    if any(one.is_asked for one in found):
        return []
    others = [one for one in found if one.year is Fit.OTHER and is_placed(one)]
    by_year = {one.target.year: one for one in reversed(others)}
    return sorted(by_year.values(), key=lambda one: -one.score)[:MOST_YEARS]


def name_years(found: Sequence[FoundTarget], library: Library) -> Iterator[str]:
    """What the documents say of other years than the one asked, the earliest first."""
    for one in sorted(found, key=lambda one: one.target.year or 0):
        title = library.documents[one.target.document_id].title or ""
        where = in_title_marks(title) if title else "资料"
        yield f"{where}写有{one.target.year}年的：“{one.target.sentence.strip()}”"


def is_certain(found: FoundTarget) -> bool:
    """Whether a target is most probably of the indicator that is asked for."""
    long = len(found.target.name) >= SHORTEST
    return long and found.indicator >= CERTAIN and found.target.year is not None


def is_placed(found: FoundTarget) -> bool:
    """Whether a target is of the place or the document asked."""
    return found.place is Fit.ASKED or found.named_document


def false_premise(question: Question, targets: TargetIndex, library: Library) -> str | None:
    """What a question assumes of a target, and what the document says instead; None if nothing.

    Only where place or document and year are asked, and the same indicator has another value in
    the unit that the question says.
    """
    assumed = [one for one in find_figures(write_figures(fold_widths(question.text))) if one.unit]
    if not assumed or not question.years:
        return None
    found = [one for one in targets.look_up(question) if one.is_asked and is_placed(one)]
    for figure in assumed:
        same = [one for one in found if one.target.unit == figure.unit and is_certain(one)]
        if same and not any(agrees(figure, one) for one in found):
            title = library.documents[same[0].target.document_id].title or ""
            said = same[0].target.sentence.strip()
            return f"问题以“{figure.amount}”为前提，{in_title_marks(title)}写的是：“{said}”"
    return None


def agrees(figure: Figure, found: FoundTarget) -> bool:
    """Whether a target has the value that the question says."""
    said = find_figures(write_figures(fold_widths(found.target.sentence)))
    return figure.value in (*found.target.value.split("-"), *(one.value for one in said))
