"""What the interface answers with, for OpenAPI; the values are those that ``--json`` prints.

`qa/schemas.py` and its like in ``citing``, ``drafts`` and ``comparing`` make the values.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from corpus.models import Gap, Level, Remark
from qa.answering.model import AnswerSentence, Timings
from qa.citing.model import Mark, MatchKind, Neighbour
from qa.drafts.models import DraftVerdict, Edit
from qa.explain import Explanation
from qa.operations import Clause
from qa.passages import Place
from qa.settings import Standard


class Value(BaseModel):
    """A value with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class PassageValue(Value):
    """A retrieved clause with its document's metadata; pages are null where a file has none."""

    chunk_id: str
    document_id: str
    title: str | None
    doc_no: str | None
    issuer: list[str]
    date: str | None
    region: str | None
    level: Level | None
    clause_path: list[str]
    page_start: int | None
    page_end: int | None
    printed_page: str | None
    compilation: str | None
    gap: Gap | None
    complete: bool
    source_file: str
    line_start: int
    line_end: int
    text: str
    is_table: bool
    also_in: list[Place]
    chunk_ids: list[str]
    score: float


class QuotedValue(PassageValue):
    """A passage with words of it, verbatim."""

    quote: str


class CitationValue(QuotedValue):
    """A passage that is cited as ``[n]``."""

    n: int


class SearchValue(Value):
    """What a search found."""

    query: str
    filters: dict[str, str | list[str]]
    passages: list[PassageValue]
    seconds: float
    explanation: Explanation | None = None
    """Where it was asked for."""


class AnswerValue(Value):
    """An answer with its citations; where it is refused, with the nearest clauses."""

    question: str
    answer: str
    refused: bool
    sentences: list[AnswerSentence]
    citations: list[CitationValue]
    nearest: list[PassageValue]
    notes: list[str]
    llm: str
    llm_failure: str
    timings: Timings
    prompt_tokens: int | None
    new_tokens: int | None


class DocumentValue(Value):
    """A document of the catalogue."""

    document_id: str
    title: str | None
    doc_no: str | None
    issuer: list[str]
    date: str | None
    effective: str | None
    region: str | None
    level: Level | None
    type: str | None
    gap: Gap | None
    complete: bool
    duplicate_of: str | None
    source_file: str
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None
    url: str | None
    compilation: str | None
    chapter: str | None
    inferred: list[str]
    clauses: int
    chunks: int


class WholeDocumentValue(Value):
    """A document with all its clauses."""

    document: DocumentValue
    clauses: list[Clause]


class Neighbours(Value):
    """The clauses before and after a hit."""

    before: Neighbour | None
    after: Neighbour | None


class Citations(Value):
    """A citation in every form that can be copied; ``csl`` is an item of CSL-JSON."""

    official: str
    gbt7714: str
    footnote: str
    markdown: str
    csl: dict[str, Any]


class HitValue(Value):
    """A clause, or clauses that follow each other, that a wording was found in."""

    match: MatchKind
    passages: list[PassageValue]
    marks: list[Mark]
    missing: list[str]
    neighbours: Neighbours
    citations: Citations


class FoundValue(Value):
    """What a lookup found."""

    query: str
    filters: dict[str, str | list[str]]
    standard: Standard
    note: str | None
    hits: list[HitValue]
    seconds: float


class ClaimValue(Value):
    """A sentence of a draft with its finding; ``citations`` are numbers of ``sources``."""

    n: int
    text: str
    paragraph: int
    line: int
    start: int
    end: int
    verdict: DraftVerdict
    verdict_name: str
    detail: str
    rule: str | None
    difference: list[Edit]
    citations: list[int]


class ReportValue(Value):
    """A checked draft."""

    draft: str
    claims: list[ClaimValue]
    counts: dict[DraftVerdict, int]
    sources: list[CitationValue]
    remarks: list[Remark]
    seconds: float


class TargetValue(CitationValue):
    """A target with the clause that sets it."""

    figure: str
    value: str
    unit: str
    qualifier: str
    direction: str
    base_year: int | None
    period: str
    indicator: str


class CellValue(Value):
    """What a place sets for a year; null is the column of figures without a year."""

    year: int | None
    targets: list[TargetValue]
    note: str
    mentions: list[QuotedValue]


class RowValue(Value):
    """The figures of a place on one basis."""

    region: str
    indicator: str
    basis: str
    scope: str
    cells: list[CellValue]


class NearValue(Value):
    """A like indicator that was left."""

    name: str
    targets: int


class ComparisonValue(Value):
    """One indicator across places and years."""

    indicator: str
    names: list[str]
    near: list[NearValue]
    regions: list[str]
    years: list[int | None]
    rows: list[RowValue]
    charts: list[dict[str, Any]]
    notes: list[str]


class HealthValue(Value):
    """The server is alive."""

    status: str
    version: str


class ReadyValue(HealthValue):
    """The library and the models can be used."""

    documents: int
    chunks: int
    llm: str
