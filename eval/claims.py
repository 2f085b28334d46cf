"""How well the grounding check tells supported claims from changed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.library import Library, StoredChunk
from eval.matching import fold, share_in
from eval.metrics.rates import Rate, make_rate
from eval.questions import GoldEvidence, LabelledClaim
from eval.render import rate_table
from qa.evidence.sentences import Evidence
from qa.grounding import check, make_claim
from qa.passages import Passage, make_passage

NEAREST = 0.3
"""Share of a quote that a chunk must hold to be one that the quote stands in."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check said of a claim."""

    id: str
    right: bool
    supported: bool
    """What the check said."""
    rule: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """The check on a set of claims."""

    sensitivity: Rate | None
    """Share of the supported claims that it takes."""
    specificity: Rate | None
    """Share of the changed claims that it refuses."""
    by_kind: Mapping[str, Rate]
    """Specificity by what was changed."""
    rules: Mapping[str, int]
    """How often each rule refused a supported claim."""
    missing: tuple[str, ...]
    """Claims whose quote is not in the library."""
    judged: tuple[Judged, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)


def judge_claims(
    claims: Sequence[LabelledClaim], library: Library, regions: Sequence[str]
) -> ClaimReport:
    """Hold each claim against its clause as the answerer does."""
    judged: list[Judged] = []
    missing: list[str] = []
    for claim in claims:
        evidence = find_evidence(claim.evidence, library)
        if evidence is None:
            missing.append(claim.id)
            continue
        verdict = check(make_claim(claim.claim, regions), evidence)
        right = verdict.supported == claim.supported
        judged.append(Judged(claim.id, right, verdict.supported, verdict.rule, verdict.detail))
    return summarise(claims, judged, missing)


def summarise(
    claims: Iterable[LabelledClaim], judged: Sequence[Judged], missing: Sequence[str]
) -> ClaimReport:
    """Sensitivity, specificity and specificity by kind of change."""
    labels = {claim.id: claim for claim in claims}
    kinds = sorted({claim.kind for claim in labels.values() if claim.kind is not None})
    refused = [one.rule or "" for one in judged if labels[one.id].supported and not one.supported]
    by_kind = {
        kind.value: make_rate([float(j.right) for j in judged if labels[j.id].kind is kind])
        for kind in kinds
    }
    return ClaimReport(
        sensitivity=make_rate([float(j.right) for j in judged if labels[j.id].supported]),
        specificity=make_rate([float(j.right) for j in judged if not labels[j.id].supported]),
        by_kind={kind: rate for kind, rate in by_kind.items() if rate is not None},
        rules={rule: refused.count(rule) for rule in sorted(set(refused))},
        missing=tuple(missing),
        judged=tuple(judged),
    )


def find_evidence(gold: GoldEvidence, library: Library) -> Evidence | None:
    """The part of a stored chunk that a gold quote stands in, as evidence."""
    documents = [
        document
        for document in library.documents.values()
        if document.source_file == gold.source_file
        and document.line_start - 4 <= gold.line <= document.line_end
    ]
    for document in reversed(documents):
        chunks = library.chunks(library.positions([document.document_id]))
        best = max(chunks, key=lambda chunk: share_in(gold.quote, chunk.text))
        if share_in(gold.quote, best.text) >= NEAREST:
            return cut_evidence(gold.quote, best, make_passage(best, document, 1.0))
    return None


def cut_evidence(quote: str, chunk: StoredChunk, passage: Passage) -> Evidence:
    """The quote as it stands in a chunk, and what stands before it in its paragraph."""
    start, end = find_span(quote, chunk.text)
    paragraph = chunk.text.rfind("\n", 0, start) + 1
    return Evidence(passage, chunk.text[start:end], chunk.text[paragraph:start])


def find_span(quote: str, text: str) -> tuple[int, int]:
    """Where a folded quote stands in a text; the whole text where a part of it lies elsewhere."""
    offsets = [number for number, char in enumerate(text) for _ in fold(char)]
    start = fold(text).find(fold(quote))
    if start < 0:
        return 0, len(text)
    return offsets[start], offsets[start + len(fold(quote)) - 1] + 1


def claims_markdown(report: ClaimReport) -> str:
    """The report as Markdown."""
    named = [("有据的判为有据", report.sensitivity), ("改动过的判为无据", report.specificity)]
    named += [(f"　其中改动 {kind}", rate) for kind, rate in report.by_kind.items()]
    wrong = "、".join(f"{rule} {count}" for rule, count in report.rules.items())
    return "\n".join([*rate_table("核对", "比例", named), "", f"误拒的规则：{wrong or '无'}。"])
