"""An answer in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from rich.console import Console

from qa.answering.model import Answer, AnswerSentence, Status, Timings
from qa.answering.writing import Part, Writing
from qa.evidence.sentences import Evidence
from qa.faces.terminal import print_answer
from tests.qa.passages import PASSAGE, TEXT

FIRST, SECOND = (Evidence(replace(PASSAGE, gap="只有摘要"), text, "") for text in TEXT.split("\n"))
CAVEAT = "《南充市碳达峰实施方案》（南府发〔2024〕1号）在库中只有摘要，不是全文。"


def printed(writing: Writing, **changes: Any) -> list[str]:  # noqa: ANN401 - fields of an answer
    """The lines that an answer is printed on."""
    fields: dict[str, Any] = {
        "question": "目标？",
        "answer": writing.text,
        "refused": False,
        "sentences": tuple(writing.sentences),
        "citations": tuple(writing.citations),
        "nearest": (),
        "llm": "none",
        "timings": Timings(0.1, None, 0.2),
        "notes": tuple(writing.notes),
    }
    out = io.StringIO()
    print_answer(Answer(**{**fields, **changes}), Console(file=out, width=400))
    return out.getvalue().splitlines()


def test_an_answer_its_notes_and_its_citations_are_told_once() -> None:
    writing = Writing(notes=[CAVEAT])
    for label, one in (("2025年", FIRST), ("2030年", SECOND)):
        writing.add(Part(f"{label}：{one.text}", (one,), Status.SUPPORTED, line=True, label=label))
    lines = printed(writing)
    assert lines[:3] == [f"2025年：{FIRST.text}[1]", f"2030年：{SECOND.text}[2]", CAVEAT]
    place = "《南充市碳达峰实施方案》（南府发〔2024〕1号） 二、主要目标，第3—4页，源文件第88—109行"
    assert lines[3:] == [
        *("", f"[1] {place}", f"    “{FIRST.text}”"),
        *("", f"[2] {place}", f"    “{SECOND.text}”"),
    ]


def test_what_failed_its_check_is_told_with_the_reason() -> None:
    writing = Writing()
    why = "模型写的“达99%。”未核对上：99%不在所引条款中"
    writing.add(Part(FIRST.text, (FIRST,), reason=why))
    writing.withhold("达98%。", "98%不在所引条款中")
    assert printed(writing)[1:3] == [
        f"（已换成原文[1]：{why}）",
        "（已略去未核对上的一句：达98%。——98%不在所引条款中）",
    ]


def test_a_refusal_is_told_once_with_the_nearest_clauses() -> None:
    notes = ("查找的是：南充、2035年。", "问题以“90%”为前提，《方案》写的是：“75%”")
    lines = printed(
        Writing(),
        answer="\n".join(("资料中未找到依据", *notes)),
        refused=True,
        notes=notes,
        nearest=(PASSAGE,),
    )
    assert lines[:5] == ["资料中未找到依据", *notes, "", "最接近的条款："]
    assert lines[5].startswith("1. 《南充市碳达峰实施方案》")


def test_a_sentence_without_a_label_has_all_its_text() -> None:
    plain = AnswerSentence("南充：达41.5%。", (), Status.QUOTED)
    assert plain.unlabelled == "南充：达41.5%。"
    assert replace(plain, label="南充").unlabelled == "达41.5%。"
