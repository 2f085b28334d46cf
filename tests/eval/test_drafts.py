"""The scores of the draft check, on findings written for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from eval.drafts import Held, drafts_markdown, finding_on, summarise
from eval.metrics.agreement import Pair, measure_agreement
from eval.questions import LabelledSentence, read_sentences
from qa.drafts.models import DraftReport, DraftVerdict
from tests.qa.drafts.reports import MISQUOTED, SUPPORTED, report_on

TEXT = "到2025年，非化石能源消费比重达40%。\n\n到2030年，达到43.5%。\n\n特此报告，请审阅。\n"


def sentence(number: int, text: str, verdict: str, planted: str | None = None) -> LabelledSentence:
    fields = {"id": f"d-{number}", "draft": "a.txt", "text": text, "verdict": verdict}
    return LabelledSentence.model_validate({**fields, "planted": planted})


@pytest.fixture
def report() -> DraftReport:
    return report_on("a.txt", TEXT.encode(), {"40%": MISQUOTED, "43.5%": SUPPORTED})


def hold(report: DraftReport, *sentences: LabelledSentence) -> list[Held]:
    return [Held(one, finding_on(one, report)) for one in sentences]


def test_scores_of_a_draft(report: DraftReport) -> None:
    held = hold(
        report,
        sentence(1, "到2025年，非化石能源消费比重达40%。", "figure", "value"),
        sentence(2, "到2030年，达到43.5%。", "figure", "year"),
        sentence(3, "特此报告，请审阅。", "nothing"),
        sentence(4, "非化石能源消费比重达40%。", "supported"),
    )
    made = summarise(held, [report], cpu_seconds=0.5)
    assert made.caught is not None
    assert made.caught_as_figure is not None
    assert made.false_alarms is not None
    assert made.caught.mean == 0.5
    assert made.caught_as_figure.mean == 0.0
    assert (made.false_alarms.mean, made.false_alarms.count) == (0.0, 2)
    assert made.confusion["figure"]["misquoted"] == made.confusion["figure"]["supported"] == 1
    assert made.confusion["supported"]["未切出"] == 1
    assert [(one.id, one.said) for one in made.wrong] == [
        ("d-1", "misquoted"),
        ("d-2", "supported"),
        ("d-4", None),
    ]
    assert {kind: rate.mean for kind, rate in made.by_planted.items()} == {"value": 1, "year": 0}
    assert (made.claims, made.seconds, made.cpu_seconds) == (3, 125.0, 50.0)
    assert "| d-4 | supported | — | 未切出 | — |" in drafts_markdown(made)


def test_a_false_alarm(report: DraftReport) -> None:
    held = hold(report, sentence(1, "到2025年，非化石能源消费比重达40%。", "supported"))
    made = summarise(held, [report], cpu_seconds=0.5)
    assert made.false_alarms is not None
    assert made.false_alarms.mean == 1.0


def test_f1_by_hand() -> None:
    pairs: dict[str, list[Pair]] = {"a": [("x", "x"), ("x", "y"), ("y", "y")], "b": [("y", None)]}
    found = measure_agreement(pairs, ["x", "y"])
    assert found.f1["x"].mean == pytest.approx(2 / 3)
    assert found.f1["y"].mean == pytest.approx(2 / 4)
    assert found.macro_f1.mean == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert found.macro_f1.low <= found.macro_f1.mean <= found.macro_f1.high
    assert (found.f1["y"].count, found.macro_f1.count) == (2, 4)


def test_one_cluster_has_no_spread() -> None:
    found = measure_agreement({"a": [("x", "x"), ("y", "x")]}, ["x", "y"])
    assert found.macro_f1.low == found.macro_f1.high == found.macro_f1.mean


def test_a_malformed_label_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    right = sentence(1, "甲。", "figure", "value").model_dump_json()
    path.write_text(f"{right}\n{right.replace('figure', 'wrong')}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"第 2 行.*verdict"):
        read_sentences(path)


def test_verdicts_are_those_of_the_check() -> None:
    assert sentence(1, "甲。", "misquoted").verdict is DraftVerdict.MISQUOTED
