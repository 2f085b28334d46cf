"""What the tools answer with: clauses, each with its citation and its words as they stand."""

from __future__ import annotations

from pydantic import BaseModel, Field

from corpus.library import CatalogueEntry
from qa.citing.cited import make_cited
from qa.citing.model import Found, Hit
from qa.citing.official import Official
from qa.citing.schema import citations_json
from qa.comparing.models import Comparison
from qa.drafts.models import DraftReport, Finding
from qa.library_view import LibraryView
from qa.passages import Passage
from qa.search.retriever import SearchResult
from qa.settings import Standard


class Clause(BaseModel):
    """条款及其引文。"""

    chunk_id: str = Field(description="编号，可交给 get_clause")
    document_id: str = Field(description="所在文件的编号，见 tanwen://documents")
    citation: str = Field(description="公文引文：《标题》（发文字号）第几部分第几项")
    quote: str = Field(description="逐字原文")
    title: str | None
    doc_no: str | None = Field(description="发文字号")
    date: str | None = Field(description="发布日期")
    region: str | None
    clause_path: list[str] = Field(description="上级标题")
    page_start: int | None
    source_file: str
    line_start: int
    line_end: int
    gap: str | None = Field(description="库中此文缺什么；null 为未见缺漏")


class Clauses(BaseModel):
    """检索结果，最相关的在前。"""

    query: str
    clauses: list[Clause]


class ClauseHit(BaseModel):
    """一处出处：一条或前后相连的几条条款，和可直接复制的引文。"""

    match: str = Field(description="怎样对上的：所指、逐字、含词、近似、相关")
    clauses: list[Clause]
    missing: list[str] = Field(description="所查文字中未对上的")
    official: str = Field(description="公文引文")
    gbt7714: str
    footnote: str
    markdown: str
    before: str | None = Field(description="上一条的 chunk_id")
    after: str | None = Field(description="下一条的 chunk_id")


class CiteResult(BaseModel):
    """一段文字的出处，最相符的在前。"""

    query: str
    note: str | None = Field(description="读结果前要知道的，如没有逐字一致的条款")
    hits: list[ClauseHit]


class CheckedClaim(BaseModel):
    """一句话的核对结果。"""

    n: int
    line: int
    text: str
    verdict: str = Field(description="引文一致、引文有出入、转述有据、数据不符、出处有误等")
    detail: str
    sources: list[int] = Field(description="依据的序号，见 sources")


class NumberedClause(Clause):
    """有序号的依据。"""

    n: int


class CheckResult(BaseModel):
    """逐句核对的结果。"""

    counts: dict[str, int]
    claims: list[CheckedClaim]
    sources: list[NumberedClause]


class Target(Clause):
    """一个目标值和定下它的条款。"""

    indicator: str
    target_region: str = Field(description="谁的目标")
    year: int | None
    figure: str = Field(description="原文的数值、单位和限定词")
    basis: str = Field(description="基年、口径等；不同的不能相比")


class CompareResult(BaseModel):
    """同一指标在各地各年的目标值。"""

    indicator: str
    targets: list[Target]
    empty: list[str] = Field(description="没有数值的地区和年份，及原因")
    notes: list[str]


def clause_fields(passage: Passage, document: CatalogueEntry, quote: str) -> dict[str, object]:
    """What is told of a clause."""
    return {
        "chunk_id": passage.chunk_id,
        "document_id": passage.document_id,
        "citation": Official().write(make_cited([passage], document)),
        "quote": quote,
        "title": passage.title,
        "doc_no": passage.doc_no,
        "date": passage.date,
        "region": passage.region,
        "clause_path": passage.clause_path,
        "page_start": passage.page_start,
        "source_file": passage.source_file,
        "line_start": passage.line_start,
        "line_end": passage.line_end,
        "gap": passage.gap,
    }


class Writer:
    """Writes results over one library."""

    def __init__(self, view: LibraryView) -> None:
        self._library = view.library

    def found(self, result: SearchResult) -> Clauses:
        """A search's clauses."""
        clauses = [Clause.model_validate(self._fields(one)) for one in result.passages]
        return Clauses(query=result.query, clauses=clauses)

    def cited(self, found: Found, standard: Standard) -> CiteResult:
        """A lookup's hits."""
        hits = [self.hit(hit, standard) for hit in found.hits]
        return CiteResult(query=found.query, note=found.note, hits=hits)

    def hit(self, hit: Hit, standard: Standard) -> ClauseHit:
        """A hit with its citations."""
        return ClauseHit(
            match=hit.match.value,
            clauses=[Clause.model_validate(self._fields(one)) for one in hit.passages],
            missing=list(hit.missing),
            before=hit.before.chunk_id if hit.before else None,
            after=hit.after.chunk_id if hit.after else None,
            **{
                name: str(text)
                for name, text in citations_json(hit, self._library, standard).items()
                if name != "csl"
            },
        )

    def checked(self, report: DraftReport) -> CheckResult:
        """A draft's findings."""
        sources = [
            NumberedClause.model_validate({"n": one.n, **self._fields(one.passage, one.quote)})
            for one in report.sources
        ]
        counts = {verdict.shown: count for verdict, count in report.counts.items()}
        claims = [checked_claim(report, one) for one in report.findings]
        return CheckResult(counts=counts, claims=claims, sources=sources)

    def compared(self, comparison: Comparison) -> CompareResult:
        """A comparison's targets, one after the other."""
        targets = [
            Target.model_validate(
                {
                    **self._fields(source.citation.passage, source.citation.quote),
                    "indicator": row.indicator,
                    "target_region": row.region,
                    "year": cell.year,
                    "figure": value.text,
                    "basis": row.basis.label if row.basis else "",
                }
            )
            for row, cell, value, source in comparison.sources
        ]
        empty = [
            f"{row.region} {cell.year or '未写年份'}：{cell.note}"
            for row in comparison.rows
            for cell in row.cells
            if not cell.values
        ]
        notes = list(comparison.notes)
        return CompareResult(indicator=comparison.asked, targets=targets, empty=empty, notes=notes)

    def _fields(self, passage: Passage, quote: str = "") -> dict[str, object]:
        document = self._library.documents[passage.document_id]
        return clause_fields(passage, document, quote or passage.text)


def checked_claim(report: DraftReport, finding: Finding) -> CheckedClaim:
    """What is told of a sentence of a draft."""
    claim = finding.claim
    return CheckedClaim(
        n=claim.number,
        line=report.draft.paragraphs[claim.paragraph].line_at(claim.start),
        text=claim.text,
        verdict=finding.verdict.shown,
        detail=finding.detail,
        sources=[citation.n for citation in finding.citations],
    )
