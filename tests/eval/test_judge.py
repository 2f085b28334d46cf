from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from eval.judge import Judge, judge_markdown, judge_run
from eval.questions import ChangeKind, GoldEvidence, LabelledClaim


def judge(folder: Path, *replies: str) -> Judge:
    model = GenericFakeChatModel(messages=iter(AIMessage(reply) for reply in replies))
    return Judge("fake", model, folder / "judge.jsonl")


def record(*citations: int) -> dict[str, Any]:
    clauses: list[dict[str, Any]] = [
        {"n": n, "title": "方案", "clause_path": [], "region": None, "text": f"条款{n}。"}
        for n in (1, 2)
    ]
    sentence = {"text": "比重达41.5%。", "citations": list(citations), "status": "supported"}
    return {"id": "q", "refused": False, "citations": clauses, "sentences": [sentence]}


@pytest.mark.parametrize(
    ("replies", "recall", "precision"),
    [
        (("是", "是", "否", "否", "是"), 1.0, 0.5),
        (("是", "是", "是", "是", "是"), 1.0, 1.0),
        (("是", "否", "否", "否", "否"), 1.0, 1.0),
        (("否",), 0.0, 0.0),
    ],
    ids=["the second is irrelevant", "each alone", "only together", "not at all"],
)
def test_two_citations_of_a_sentence(
    tmp_path: Path, replies: tuple[str, ...], recall: float, precision: float
) -> None:
    """Asked in turn: both; 1 alone, 2 alone (the others of 1); 2 alone and 1 alone are known."""
    report = judge_run(judge(tmp_path, *replies), {"q": record(1, 2)}, [])
    assert report.citation_recall is not None
    assert report.citation_precision is not None
    assert report.citation_recall.mean == recall
    assert report.citation_precision.mean == precision


def test_a_reply_that_is_neither_is_counted_and_left_out(tmp_path: Path) -> None:
    report = judge_run(judge(tmp_path, "不知道"), {"q": record(1)}, [])
    assert (report.asked, report.unparsed, report.citation_recall) == (1, 1, None)


def test_verdicts_are_kept(tmp_path: Path) -> None:
    judge_run(judge(tmp_path, "是"), {"q": record(1)}, [])
    again = judge(tmp_path)
    report = judge_run(again, {"q": record(1)}, [])
    assert report.citation_recall is not None
    assert (report.citation_recall.mean, again.asked) == (1.0, 1)


def test_agreement_with_labelled_claims(tmp_path: Path) -> None:
    evidence = GoldEvidence(source_file="甲.txt", quote="比重达41.5%", line=1)
    claims = [
        LabelledClaim(id="1", claim="比重达41.5%。", supported=True, evidence=evidence),
        LabelledClaim(
            id="2",
            claim="比重达45.1%。",
            supported=False,
            kind=ChangeKind.FIGURE,
            evidence=evidence,
        ),
    ]
    report = judge_run(judge(tmp_path, "是", "是，支持"), {}, claims)
    assert report.agreement is not None
    assert (report.agreement.mean, report.agreement.count) == (0.5, 2)
    assert "| 与人工标注的一致率 | 50.0% | 2 |" in judge_markdown(report)


def test_refusals_and_failures_are_not_judged(tmp_path: Path) -> None:
    records: dict[str, dict[str, Any]] = {
        "a": {"id": "a", "error": "坏"},
        "b": {"id": "b", "refused": True},
    }
    assert judge_run(judge(tmp_path), records, []).asked == 0
