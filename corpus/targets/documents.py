"""The targets of a document, each with the chunk that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Chunk, Clause, Document, Level, Metadata
from corpus.targets.finding import find_targets
from corpus.targets.models import Setting, Span, Target
from corpus.targets.reading import last_year
from corpus.targets.tables import find_table_targets
from corpus.years import PERIOD, PERIOD_YEARS

NATION = "国家"
NATIONAL = frozenset({Level.NATION, Level.MINISTRY})
TITLE_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年?(?:\s*[-—－−–~～至]\s*((?:19|20)\d{2}))?\s*年?"
)
NAMED_GOAL = re.compile(r"(?:19|20)\d{2}\s*年前|(?:19|20)\d{2}\s*年?版|〔\d{4}〕|\d{4}年远景")
OPENS_LIST = re.compile(r"[：:]\s*$")
TOLD = re.compile(r"现状|基础(?!设施)|成效|回顾|形势|取得|进展|“?十三五")
"""Headings under which a document tells what has been reached."""
SPEECH = re.compile(r"讲话|致辞|演讲|贺信|会议|会晤|通电话|考察|讲话摘录|论坛|峰会")
AIMS = re.compile(r"目标")


@dataclass(frozen=True, slots=True)
class PlacedTarget:
    """A target and where it stands in the document's chunks."""

    target: Target
    chunk: int
    """Number of the chunk that holds the figure, from 0 in the document."""
    sentence: Span
    """The sentence, or what of it stands in that chunk, in the chunk's text."""
    figure: Span
    """The figure in the chunk's text."""


def document_targets(document: Document) -> list[PlacedTarget]:
    """The targets of all clauses, and of the tables that can be read."""
    setting = setting_of(document.metadata)
    chunks: dict[int, list[tuple[int, Chunk]]] = {}
    for number, chunk in enumerate(document.chunks):
        chunks.setdefault(chunk.clause, []).append((number, chunk))
    return [
        placed
        for clause, year in with_years(document.clauses, setting)
        for target in clause_targets(clause, setting, year)
        if (placed := place(target, clause, chunks[clause.ordinal]))
    ]


def clause_targets(clause: Clause, setting: Setting, year: int | None) -> list[Target]:
    """The targets of a clause, where ``year`` holds at its beginning."""
    text = clause.text.text
    if clause.text.is_table:
        return find_table_targets(text, setting)
    return find_targets(text, setting, year)


def setting_of(metadata: Metadata) -> Setting:
    """What a document's metadata say of its targets."""
    region = owner_of(metadata.region, metadata.level, metadata.title)
    title = metadata.title or ""
    told = metadata.level is Level.COMPANY or bool(SPEECH.search(title))
    return Setting(region, title, issue_year(metadata, title), told)


def owner_of(region: str | None, level: Level | None, title: str | None) -> str | None:
    """Whose the targets of a document are; None where its metadata do not say it.

    What a company announces is its own target, what a ministry does is the country's.
    """
    if level is Level.COMPANY:
        return title
    return region or (NATION if level in NATIONAL else None)


def issue_year(metadata: Metadata, title: str) -> int | None:
    """The year of issue: as dated, by the 发文字号, or the first that the title names."""
    if metadata.date:
        return int(metadata.date[:4])
    if number := re.search(r"(?:19|20)\d{2}", metadata.doc_no or ""):
        return int(number.group())
    named = TITLE_YEARS.search(NAMED_GOAL.sub("", title))
    return int(named[1]) if named else None


def title_year(title: str) -> int | None:
    """The year that a plan's title sets for all of it: of a period, its last."""
    bare = NAMED_GOAL.sub("", title)
    if named := TITLE_YEARS.search(bare):
        return int(named[2] or named[1])
    if period := PERIOD.search(bare):
        return PERIOD_YEARS[period[1]]
    return None


def with_years(clauses: Sequence[Clause], setting: Setting) -> Iterator[tuple[Clause, int | None]]:
    """The clauses, with the year that holds where each begins."""
    held: dict[tuple[str, ...], int | None] = {}
    whole = title_year(setting.title)
    for clause in clauses:
        above = [clause.path[:depth] for depth in range(len(clause.path) - 1, 0, -1)]
        year = next((held[path] for path in above if held.get(path)), None) or heading_year(clause)
        told = any(TOLD.search(heading) for heading in clause.path)
        yield clause, None if told else year or whole
        text = clause.text.text
        if OPENS_LIST.search(text) or AIMS.search(clause.path[-1] if clause.path else ""):
            held[clause.path] = last_year(text, year)


def heading_year(clause: Clause) -> int | None:
    """The year that the nearest heading names."""
    years = (last_year(heading, None) for heading in reversed(clause.path))
    return next((year for year in years if year), None)


def place(
    target: Target, clause: Clause, chunks: Sequence[tuple[int, Chunk]]
) -> PlacedTarget | None:
    """A target of a clause's text in the chunk that holds its figure."""
    start = 0
    for number, chunk in chunks:
        text = chunk.text.text
        start = clause.text.text.find(text, start)
        end = start + len(text)
        if start <= target.figure.start < end:
            return PlacedTarget(
                target,
                number,
                Span(max(target.place.start, start) - start, min(target.place.end, end) - start),
                Span(target.figure.start - start, min(target.figure.end, end) - start),
            )
        start = end
    return None
