"""What ``tanwen check --json`` prints; see `qa.schemas`."""

from __future__ import annotations

import dataclasses
from typing import Any

from qa.drafts.models import DraftReport, Finding
from qa.schemas import citation_json

Json = dict[str, Any]


def report_json(report: DraftReport) -> Json:
    """A checked draft: its claims in order, the counts, each source once, remarks and seconds."""
    return {
        "draft": report.draft.name,
        "claims": [claim_json(report, finding) for finding in report.findings],
        "counts": {verdict.value: count for verdict, count in report.counts.items()},
        "sources": [citation_json(source) for source in report.sources],
        "remarks": [dataclasses.asdict(remark) for remark in report.draft.remarks],
        "seconds": report.seconds,
    }


def claim_json(report: DraftReport, finding: Finding) -> Json:
    """A claim with its finding; ``start`` and ``end`` are characters of its paragraph's text."""
    claim = finding.claim
    return {
        "n": claim.number,
        "text": claim.text,
        "paragraph": claim.paragraph,
        "line": report.draft.paragraphs[claim.paragraph].line_at(claim.start),
        "start": claim.start,
        "end": claim.end,
        "verdict": finding.verdict.value,
        "verdict_name": finding.verdict.shown,
        "detail": finding.detail,
        "rule": finding.rule,
        "difference": [dataclasses.asdict(edit) for edit in finding.difference],
        "citations": [citation.n for citation in finding.citations],
    }
