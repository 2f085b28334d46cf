"""Answers in the documents' own words, in the form that the question asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.years import YEAR
from qa.answering.figures import difference, figure_first
from qa.answering.model import Status
from qa.answering.writing import Part
from qa.citations import name_document
from qa.evidence.asked import asks_twice, find_asked
from qa.evidence.dates import asks_day_and_more
from qa.evidence.features import FEATURES
from qa.evidence.finder import Row
from qa.evidence.lists import leads_in
from qa.evidence.outlines import opening_of
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.query import Question

QUOTED = 4
"""How many sentences are quoted at most for a question that asks one thing."""
QUOTED_A_SIDE = 3
LISTS = 2
"""How many lists or sentences are quoted at most for a question that asks for a list."""
ENOUGH = 0.9
"""Further sentences are quoted until the right one is among them with this probability."""
SURE = 0.95
"""The same where several things are asked."""
SEVERAL = re.compile("各(?![地级市省界位项部类方个种])|差在|多少.*多少")
"""What asks for several things without comparing them: 各落在哪一年."""
LONGEST_HEADING = 30
"""Characters of a heading that names a clause's place."""
LED_IN = 20
"""Characters at a lead-in's end that tell which list it belongs to."""
OPENING = re.compile(r"^[\s—–·•●\-]+")


def compose(rows: Sequence[Row]) -> Iterator[Part]:
    """The sentences of a verbatim answer."""
    if any(row.label for row in rows):
        parts = [part for row in rows for part in quote_side(row)]
        yield from parts
        yield from difference(rows, [one for part in parts for one in part.evidence])
    elif rows:
        yield from quote_one(rows[0])


def quote_one(row: Row) -> Iterator[Part]:
    """The answer to a question that asks one thing."""
    asked = find_asked(row.question)
    if asked.location:
        for one in likely(without_lists(row.evidence), QUOTED_A_SIDE):
            yield quote_with_place(one)
    elif row.evidence and row.evidence[0].is_outline:
        yield from quote_outline(row.evidence[0])
    elif row.question.asks_list and row.evidence and row.evidence[0].items:
        most = 1 if asked.count == len(row.evidence[0].items) else LISTS
        for one in likely(row.evidence, most):
            yield from quote_list(one) if one.items else [Part(one.text, (one,), line=True)]
    else:
        enough = SURE if asks_several(row.question) else ENOUGH
        for one in chosen(row, enough):
            yield from figure_first(row, one)
            yield quote_imprint(one) if one.is_imprint else Part(one.text, (one,))
            if leads_in(one.text) or row.question.asks_list:
                yield from quote_list(led_in_by(one, row.evidence))


def quote_side(row: Row) -> Iterator[Part]:
    """What is said of one side of a comparison, on lines of its own."""
    for one in likely(statements(of_its_year(row)), QUOTED_A_SIDE):
        said = quote_imprint(one).text if one.is_imprint else one.text
        yield Part(f"{row.label}：{said}", (one,), Status.SUPPORTED, line=True, label=row.label)


def of_its_year(row: Row) -> list[Evidence]:
    """The evidence; of a side that is a year, only what names that year or was said in it."""
    if not YEAR.match(row.label):
        return list(row.evidence)
    named = row.features[:, [FEATURES.index("year"), FEATURES.index("dated")]].max(axis=1) > 0
    return [one for one, its in zip(row.evidence, named, strict=True) if its]


def quote_list(found: Evidence) -> Iterator[Part]:
    """The items of a list, each on a line; those of one clause share a citation."""
    for _, items in groupby(found.items, key=lambda item: item.passage.chunk_id):
        several = list(items)
        source = spanning(several)
        for item in several:
            yield Part(OPENING.sub("", item.text), (source,), line=True)


def quote_outline(outline: Evidence) -> Iterator[Part]:
    """Where something stands, then what does: paragraphs, or headings that cite what they head."""
    items, said = outline.items, f"{name_document(outline.passage)}{cut_heading(outline.before)}："
    if all(item.text in item.passage.text for item in items):
        first = [item for item in items if item.passage == items[0].passage]
        yield Part(said, (spanning(first),), Status.SUPPORTED, line=True)
        yield from quote_list(outline)
        return
    cited = [opening_of(item) for item in items]
    yield Part(said, (cited[0],), Status.SUPPORTED, line=True)
    for item, source in zip(items, cited, strict=True):
        yield Part(item.text, (source,), Status.SUPPORTED, line=True)


def led_in_by(one: Evidence, ranked: Sequence[Evidence]) -> Evidence:
    """The list that a sentence stands before; an empty one where there is none."""
    for other in ranked:
        if other.items and other.before.endswith(one.text[-LED_IN:]):
            return other
    return Evidence(one.passage, "", "")


def spanning(items: Sequence[Evidence]) -> Evidence:
    """The words of a clause from the first of some items to the last."""
    passage = items[0].passage
    start = passage.text.index(items[0].text)
    end = passage.text.index(items[-1].text, start) + len(items[-1].text)
    return Evidence(passage, passage.text[start:end], "")


def quote_with_place(one: Evidence) -> Part:
    """A quotation that says where it stands."""
    return Part(f"{name_place(one.passage)}：“{one.text}”", (one,), Status.SUPPORTED, line=True)


def quote_imprint(one: Evidence) -> Part:
    """Lines of a document's head or foot, behind the document's name; 银 监 会 is 银监会."""
    lines = (line if "。" in line else "".join(line.split()) for line in one.text.splitlines())
    said = "".join(f"“{line}”" for line in lines)
    return Part(f"{name_document(one.passage)}：{said}", (one,), Status.SUPPORTED, line=True)


def name_place(passage: Passage) -> str:
    """Document, 发文字号 and headings of a clause: 《…》（…）三、主要任务（五）…."""
    return name_document(passage) + " ".join(cut_heading(one) for one in passage.clause_path)


def cut_heading(heading: str) -> str:
    """A heading, or the beginning of one that is a whole sentence."""
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[:LONGEST_HEADING]}…"


def without_lists(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The sentences among the evidence."""
    return [one for one in ranked if not one.items]


def chosen(row: Row, enough: float) -> list[Evidence]:
    """What is quoted of one row; where a day is asked and more, the line with the day and more."""
    found = statements(row.evidence)
    lines = [one for one in found if one.is_imprint]
    if not lines or not asks_day_and_more(row.question) or found[:2] == lines[:2]:
        return likely(found, QUOTED, enough)
    others = [one for one in found if not one.is_imprint]
    return [lines[0], *likely(others, QUOTED - 1, enough)]


def asks_several(question: Question) -> bool:
    """Whether a question may want more than one sentence: a comparison, a definition, several."""
    several = asks_twice(question) or bool(SEVERAL.search(question.text))
    return several or question.asks_comparison or question.asks_definition


def statements(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The sentences among the evidence; headings only where there is nothing else."""
    sentences = without_lists(ranked)
    return [one for one in sentences if not one.is_heading] or sentences


def likely(ranked: Sequence[Evidence], most: int, enough: float = ENOUGH) -> list[Evidence]:
    """The first sentences, until the right one is most probably among them."""
    if not ranked:
        return []
    weights = [math.exp(one.score - ranked[0].score) for one in ranked]
    whole = sum(weights)
    chosen: list[Evidence] = []
    reached = 0.0
    for one, weight in zip(ranked, weights, strict=True):
        if len(chosen) == most or reached >= enough:
            break
        reached += weight / whole
        if not any(one.text in other.text for other in chosen):
            chosen.append(one)
    return chosen
