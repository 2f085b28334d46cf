"""Reports over hand-made findings: what a checker would say of a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from qa.citations import Citation
from qa.drafts.models import Draft, DraftClaim, DraftReport, DraftVerdict, Edit, Finding
from qa.drafts.reading import parse_draft
from tests.qa.passages import PASSAGE

QUOTE = "非化石能源消费比重达41.5%，为实现碳达峰奠定基础。"
CITATION = Citation(1, QUOTE, PASSAGE)
SECOND = Citation(2, "到2030年，非化石能源消费比重达到43.5%", replace(PASSAGE, gap="只有摘要"))
MISQUOTED: dict[str, Any] = {
    "verdict": DraftVerdict.MISQUOTED,
    "detail": "引文与原文不同：40%，原文为41.5%",
    "citations": (CITATION,),
    "difference": (
        Edit("非化石能源消费比重达", "非化石能源消费比重达"),
        Edit("40%", "41.5%"),
        Edit("左右", ""),
        Edit("，为实现碳达峰奠定基础。", "，为实现碳达峰奠定基础。"),
    ),
}
SUPPORTED: dict[str, Any] = {"verdict": DraftVerdict.SUPPORTED, "citations": (SECOND,)}
UNFOUNDED: dict[str, Any] = {
    "verdict": DraftVerdict.UNFOUNDED,
    "detail": "库中没有找到这句话的依据",
}


def report_of(draft: Draft, found: Mapping[str, Mapping[str, Any]]) -> DraftReport:
    """A report in which the claims that hold one of these words have the finding given for them."""
    return DraftReport(draft, tuple(find(claim, found) for claim in draft.claims), 1.25)


def find(claim: DraftClaim, found: Mapping[str, Mapping[str, Any]]) -> Finding:
    """The finding of the first word that a claim holds; else that it needs no check."""
    for word, fields in found.items():
        if word in claim.text:
            return Finding(claim, **fields)
    return Finding(claim, DraftVerdict.NOTHING)


def report_on(name: str, content: bytes, found: Mapping[str, Mapping[str, Any]]) -> DraftReport:
    """A report on a file."""
    return report_of(parse_draft(content, name), found)


class FakeChecker:
    """Stands in for the checker: finds 40% wrong and 43.5% right."""

    def __init__(self, engine: object) -> None:
        self.engine = engine

    def check(
        self,
        draft: Draft,
        region: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> DraftReport:
        if progress:
            progress(len(draft.claims), len(draft.claims))
        detail = f"稿件地区：{region or '未说明'}"
        told = {**SUPPORTED, "detail": detail}
        return report_of(draft, {"40%": MISQUOTED, "43.5%": told})
