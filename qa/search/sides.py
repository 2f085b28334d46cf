"""Sides: what a question compares, each with a question of its own.

南充和克拉玛依的非化石占比哪个高 asks one thing of two places: each is searched for alone, so that
the one that says more does not push the other out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.library import Library
from corpus.years import PERIOD, PERIOD_YEARS, YEAR, YEARS_BETWEEN
from qa.citations import in_title_marks
from qa.occasions import find_sayings
from qa.query import PLACE_ENDING, Question, find_names, place_tagger
from qa.references import Reference
from qa.search.titles import find_called

GAP = "\0"
JOINED = re.compile(rf"[和与跟及、]?{GAP}[和与跟及、]?")
PART = re.compile(r"[^，；。？！,;?!]+")
SPEECH = "讲话"
"""The type of documents that say what was said."""
MOST = 4
"""Sides; a question that names more things is searched as one."""
LEVELS = re.compile(
    r"全国|(?<![个多少些各展达])国家(?!电网|能源集团|电投|公园|枢纽|标准|级|有|自主|发展|碳|重点)|中央企业|央企"
    r"|中央(?!深改|财经|全面|经济工作|政治局|委员会|气象)"
)
ORDINALS = re.compile(r"(?:第[一二三四五六七八九十]+[次届][^，。？第]{0,12}){2,}")
ORDINAL = re.compile(r"第[一二三四五六七八九十]+[次届]")
"""Meetings that are told apart by their numbers: 第十八次和第十九次会议."""
ALIKE = re.compile(r"比|谁|分别|各|差|区别|分歧|出入|一致|一样|[不异]同|更|又|持平|相当|高|低|两")
"""What compares things that are only named side by side; 哪个行业 does not."""
TITLE_MARKS = re.compile("[《》]")
BRACKETS = re.compile("[（(][^（()）]*[)）]")
JOINING = frozenset("和与跟及、")
NAMED = re.compile(r"n(?!s)|j|l|vn|eng|x$")
"""jieba's tags of what may be named side by side."""
EACH_YEAR = re.compile("每年|逐年|各年|年年|历年")
SPAN = re.compile(rf"{YEARS_BETWEEN.pattern}(?=\s*年)")
"""The first and the last of some years."""
SUBJECT = 2
"""Words that name things; a stretch with fewer leaves out what it is about."""
BASE_YEAR = re.compile(r"[比较]\s*(?:19|20)\d{2}(?!\d)\s*年?(?![的多高])|(?:19|20)\d{2}\s*年?版")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of the question that one side is about."""

    start: int
    end: int
    about: str
    """What it stands for; two anchors for the same are one side."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that a question compares."""

    label: str
    """What it is called: as in the question, a document by its title."""
    text: str
    """The question about it alone."""
    document_id: str | None = None
    """The document that it is."""


def find_sides(
    question: Question, named: Sequence[Reference], library: Library
) -> tuple[Side, ...]:
    """The sides; none where the question has only one."""
    question = replace(question, text=name_each_year(question.text))
    compares = question.asks_comparison or names_several(question, named)
    anchors = find_anchors(question, named, library) if compares else []
    labels = {
        anchor.about: question.text[anchor.start : anchor.end] for anchor in reversed(anchors)
    }
    about = dict.fromkeys(anchor.about for anchor in anchors)
    if not 2 <= len(about) <= MOST:
        return ()
    sides = ((one, labels[one], ask_one(question.text, anchors, one)) for one in about)
    return tuple(make_side(one, label, text, library) for one, label, text in sides)


def name_each_year(text: str) -> str:
    """The text with all of its years, where it asks for each: 2021到2023年每年, 逐年."""
    if not EACH_YEAR.search(text):
        return text
    return SPAN.sub(
        lambda match: "、".join(map(str, range(int(match[1]), int(match[2]) + 1))), text
    )


def names_several(question: Question, named: Sequence[Reference]) -> bool:
    """Whether a question asks for the figures of several places or documents that it names."""
    if not question.asks_figure:
        return False
    places = len(question.places) + bool(LEVELS.search(question.text))
    return places > 1 or len({one.document_id for one in named}) > 1


def make_side(about: str, label: str, text: str, library: Library) -> Side:
    """The side that some anchors are about."""
    document = library.documents.get(about)
    if document is None:
        return Side(f"{label}年" if label.isdigit() else label, text)
    return Side(in_title_marks(document.title) if document.title else label, text, about)


def find_anchors(question: Question, named: Iterable[Reference], library: Library) -> list[Anchor]:
    """The stretches that the sides are about, in order, none within another."""
    text = question.text
    documents = [anchor for one in named for anchor in spans(text, one.words, one.document_id)]
    local = () if LEVELS.search(text) else question.places
    called = find_called(text, library, local)
    documents += [Anchor(one.start, one.end, one.document_id) for one in called]
    documents = speeches_alone(documents, library)
    places = [Anchor(m.start(), m.end(), "level") for m in LEVELS.finditer(text)]
    for place in question.places:
        pattern = rf"{re.escape(place)}(?:{PLACE_ENDING})?"
        places += [Anchor(m.start(), m.end(), place) for m in re.finditer(pattern, text)]
    anchors = outside_brackets(text, outermost([*documents, *places]))
    kept = of_one_kind(anchors, documents)
    if not are_several(documents) and ORDINALS.search(text):
        kept = [Anchor(m.start(), m.end(), m.group()) for m in ORDINAL.finditer(text)]
    sayings = [Anchor(*span, date) for span, date in find_sayings(text).items()]
    if not are_several(kept) or are_others(documents, sayings, library):
        kept = sayings
    if not are_several(kept):
        kept = compared_years(text)
    if not are_several(kept) and ALIKE.search(text):
        kept = coordinated(text)
    return kept


def are_several(anchors: Iterable[Anchor]) -> bool:
    """Whether some anchors are about more than one thing."""
    return len({anchor.about for anchor in anchors}) > 1


def speeches_alone(documents: list[Anchor], library: Library) -> list[Anchor]:
    """The speeches, where there are several: what they say of a plan is asked, not the plan."""
    speeches = [one for one in documents if library.documents[one.about].type == SPEECH]
    return speeches if are_several(speeches) else documents


def are_others(documents: Sequence[Anchor], sayings: Sequence[Anchor], library: Library) -> bool:
    """Whether documents that a question names by some words have other dates than it asks for.

    2021年1月和2022年1月两次讲话，说到碳达峰行动方案 names a plan that is none of the two.
    """
    asked = tuple(anchor.about for anchor in sayings)
    meant = all(library.documents[anchor.about].is_from(asked) for anchor in documents)
    return are_several(sayings) and not meant


def spans(text: str, words: str, about: str) -> list[Anchor]:
    """Where ``words`` stand in a text."""
    return [Anchor(m.start(), m.end(), about) for m in re.finditer(re.escape(words), text)]


def compared_years(text: str) -> list[Anchor]:
    """The years that a question asks of, where it asks of several; base years are none."""
    bases = [match.span() for match in BASE_YEAR.finditer(text)]
    matches = [
        match
        for match in YEAR.finditer(text)
        if not any(start <= match.start() < end for start, end in bases)
    ]
    periods = [
        Anchor(match.start(), match.end(), str(PERIOD_YEARS[match[1]]))
        for match in PERIOD.finditer(text)
    ]
    years = [Anchor(match.start(), match.end(), match[1]) for match in matches]
    return sorted([*years, *periods], key=lambda anchor: anchor.start)


def coordinated(text: str) -> list[Anchor]:
    """The first things that a text names side by side: 钢铁、石化化工, 风电和光伏."""
    runs: list[tuple[int, int, str]] = []
    end = 0
    for pair in place_tagger().cut(text):
        start, end = end, end + len(pair.word)
        kind = "join" if pair.word in JOINING else ""
        if pair.word[0].isalnum() and NAMED.match(pair.flag):
            kind = "name"
        if kind == "name" and runs and runs[-1][2] == "name" and runs[-1][1] == start:
            start = runs.pop()[0]
        runs.append((start, end, kind))
    for left, join, right in zip(runs, runs[1:], runs[2:], strict=False):
        if (left[2], join[2], right[2]) == ("name", "join", "name"):
            return [Anchor(run[0], run[1], text[run[0] : run[1]]) for run in (left, right)]
    return []


def outside_brackets(text: str, anchors: list[Anchor]) -> list[Anchor]:
    """The anchors outside of brackets, where these are several: 宁夏（…意见）和浙江（…通知）."""
    brackets = [match.span() for match in BRACKETS.finditer(text)]
    outside = [a for a in anchors if not any(start < a.start < end for start, end in brackets)]
    return outside if are_several(outside) else anchors


def of_one_kind(anchors: list[Anchor], documents: Sequence[Anchor]) -> list[Anchor]:
    """The documents alone, or the places alone, where only these are several.

    两份文件都讲 and one place that both are of is no third side.
    """
    of_documents = [anchor for anchor in anchors if anchor in documents]
    others = [anchor for anchor in anchors if anchor not in documents]
    counts = [len({anchor.about for anchor in some}) for some in (of_documents, others)]
    if counts[0] > 1 and counts[1] == 1:
        return of_documents
    return others if counts[1] > 1 and counts[0] == 1 else anchors


def outermost(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The anchors that do not lie within another, in order."""
    kept: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda a: (a.start, -a.end)):
        if not kept or anchor.start >= kept[-1].end:
            kept.append(anchor)
    return kept


def ask_one(text: str, anchors: Sequence[Anchor], about: str) -> str:
    """The question about one side: without the others, and without what is said only of them.

    Where nothing else says what is asked (浙江自己加码了没有), what is said of them is kept.
    """
    kept, whole = [], []
    for part in PART.finditer(text):
        inside = [a for a in anchors if part.start() <= a.start < part.end()]
        others = [anchor for anchor in inside if anchor.about != about]
        said = without(text, part.start(), part.end(), others)
        whole.append(said)
        if not inside or len(others) < len(inside):
            kept.append(said)
    own = "，".join(kept)
    return own if has_subject(own, text, anchors) else "，".join(filter(None, whole))


def has_subject(own: str, text: str, anchors: Sequence[Anchor]) -> bool:
    """Whether a stretch names more than what the sides are."""
    sides = {text[anchor.start : anchor.end] for anchor in anchors}
    for side in sorted(sides, key=len, reverse=True):
        own = own.replace(side, " ")
    return len(find_names(own, ())) >= SUBJECT


def without(text: str, start: int, end: int, anchors: Iterable[Anchor]) -> str:
    """A stretch of the text without some stretches in it."""
    pieces = []
    for anchor in anchors:
        pieces.append(text[start : anchor.start])
        start = min(anchor.end, end)
    left = " ".join(JOINED.sub(" ", GAP.join([*pieces, text[start:end]])).split())
    return left if left.count("《") == left.count("》") else TITLE_MARKS.sub("", left)


def interleave(rankings: Sequence[Sequence[int]]) -> list[int]:
    """One ranking in which those given take turns, each item once."""
    turns = (item for row in zip_longest(*rankings) for item in row if item is not None)
    return list(dict.fromkeys(turns))
