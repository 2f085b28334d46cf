"""The report of a run: metrics over all items and by type, cost, and the failures."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import InputError
from eval.metrics.rates import Rate, make_rate
from eval.questions import Question
from eval.records import Record, score_record
from eval.runner import RunInfo

REPORT = "report.json"
RETRIEVAL = ("recall@1", "recall@5", "recall@10", "recall@20", "all@10", "mrr", "ndcg@10")
CITATIONS = tuple(
    f"citation_{name}" for name in ("validity", "verbatim", "precision", "recall", "coverage")
)
ANSWERS = ("key_facts", "figures", "list_recall", "list_precision", "refused", "over_refused")
METRICS = (*RETRIEVAL, *CITATIONS, *ANSWERS, "strict")
"""All metrics in the order of reports."""
COSTS: dict[str, Callable[[Record], float | None]] = {
    "retrieve_s": lambda record: record["timings"]["retrieve"],
    "first_token_s": lambda record: record["timings"]["first_token"],
    "total_s": lambda record: record["timings"]["total"],
    "prompt_tokens": lambda record: record["prompt_tokens"],
    "new_tokens": lambda record: record["new_tokens"],
}
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost of answers: seconds or tokens."""

    median: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to."""

    run: RunInfo
    items: int
    """Items on disk; ``missing`` of the set are not."""
    missing: int
    errors: int
    rates: Mapping[str, Mapping[str, Rate]]
    """By group (``all``, then each question type) and metric."""
    refusal_precision: Rate | None
    """Share of the refusals that are right; the recall of refusals is the metric ``refused``."""
    costs: Mapping[str, Cost]
    peak_mb: float | None
    scores: Mapping[str, Mapping[str, float | None]]
    """By item id and metric."""
    clusters: Mapping[str, str]
    """The first document of each item."""

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "run"}
        plain: dict[str, Any] = json.loads(json.dumps(values, default=asdict))
        return {"run": self.run.model_dump(), **plain}


def make_report(
    run: RunInfo,
    questions: Sequence[Question],
    records: Mapping[str, Record],
    places: Sequence[str] = (),
) -> Report:
    """The report of the items that are on disk.

    Raises:
        InputError: no item is.
    """
    done = [question for question in questions if question.id in records]
    if not done:
        raise InputError("还没有一题的结果，先运行 tanwen eval run")
    scores = {one.id: score_record(one, records[one.id], places) for one in done}
    groups: dict[str, list[Question]] = {WHOLE: done}
    for question in done:
        groups.setdefault(question.type.value, []).append(question)
    answered = [records[one.id] for one in done if "answer" in records[one.id]]
    peaks = [record["peak_mb"] for record in answered]
    return Report(
        run=run,
        items=len(done),
        missing=len(questions) - len(done),
        errors=sum("error" in records[one.id] for one in done),
        rates={name: group_rates(group, scores) for name, group in groups.items()},
        refusal_precision=refusal_precision(done, records),
        costs=find_costs(answered),
        peak_mb=max(peaks) if peaks else None,
        scores=scores,
        clusters={one.id: one.cluster for one in done},
    )


def group_rates(
    group: Sequence[Question], scores: Mapping[str, Mapping[str, float | None]]
) -> dict[str, Rate]:
    """The mean of each metric over a group of questions, where it applies to any."""
    rates = {
        name: make_rate([scores[question.id].get(name) for question in group]) for name in METRICS
    }
    return {name: rate for name, rate in rates.items() if rate is not None}


def refusal_precision(questions: Sequence[Question], records: Mapping[str, Record]) -> Rate | None:
    """Share of the refusals that were of unanswerable questions."""
    refusals = [one for one in questions if records[one.id].get("refused")]
    return make_rate([float(not one.answerable) for one in refusals])


def find_costs(answered: Sequence[Record]) -> dict[str, Cost]:
    """Median and 95th percentile of each cost, over the answers that have it."""
    costs = {}
    for name, of in COSTS.items():
        values = [value for record in answered if (value := of(record)) is not None]
        if values:
            p95 = float(np.percentile(values, 95))
            costs[name] = Cost(round(statistics.median(values), 3), round(p95, 3), len(values))
    return costs


def read_report(folder: Path) -> dict[str, Any]:
    """A report that was written.

    Raises:
        InputError: there is none.
    """
    path = folder / REPORT
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{folder}：没有 {REPORT}，先运行 tanwen eval report {folder}") from error
    except ValueError as error:
        raise InputError(f"{path}：已损坏，请重新生成：tanwen eval report {folder}") from error
    return report
