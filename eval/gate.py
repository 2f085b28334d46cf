"""The gate: retrieval, claims, targets, drafts and fixed questions, held against thresholds.

``python -m eval.gate`` (``make eval``) asks all fixed questions, ``--ci`` the first few.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from eval.claims import claims_markdown, judge_claims
from eval.drafts import drafts_markdown, judge_drafts
from eval.metrics.rates import Rate
from eval.progress import RunBar
from eval.questions import Question, read_claims, read_questions, read_sentences, read_spans
from eval.render import to_markdown
from eval.report import WHOLE
from eval.results import write_reports
from eval.runner import describe_run, open_run, run_set
from eval.targets import judge_targets, targets_markdown
from qa.drafts.checking import DraftChecker
from qa.engine import Engine
from qa.settings import cache_dir, data_dir, load_settings

SETS = Path(str(resources.files("eval").joinpath("sets")))


class Fixed(BaseModel):
    """The questions of the end-to-end part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ci: int = Field(ge=1)
    ids: tuple[str, ...] = Field(min_length=1)


class Thresholds(BaseModel):
    """The least mean of each metric, by part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    retrieval: Mapping[str, float]
    answers: Mapping[str, float]
    claims: Mapping[str, float]
    targets: Mapping[str, float]
    drafts: Mapping[str, float]
    fixed: Fixed


def read_thresholds() -> Thresholds:
    """The thresholds that the program ships with."""
    text = resources.files("eval").joinpath("thresholds.toml").read_text(encoding="utf-8")
    return Thresholds.model_validate(tomllib.loads(text))


def find_failures(
    part: str, least: Mapping[str, float], rates: Mapping[str, Rate]
) -> Iterator[str]:
    """A line for each metric that is below its threshold, or that nothing has."""
    for name, bound in least.items():
        rate = rates.get(name)
        if rate is None:
            yield f"{part}：没有 {name}"
        elif rate.mean < bound:
            yield f"{part}：{name} {rate.mean:.3f} < {bound:.3f}"


def applying(rates: Mapping[str, Rate | None]) -> dict[str, Rate]:
    """The rates that anything has."""
    return {name: rate for name, rate in rates.items() if rate is not None}


def run_part(
    engine: Engine, path: Path, questions: Sequence[Question], out: Path, *, retrieval_only: bool
) -> Mapping[str, Rate]:
    """Run questions and print the report; the rates over all of them."""
    info = describe_run(engine, path, retrieval_only=retrieval_only)
    open_run(out, info, path, resume=False)
    with RunBar() as bar:
        run_set(engine, questions, out, info, bar)
    report = write_reports(out, questions, info, engine.view.regions)
    sys.stdout.write(to_markdown(report) + "\n\n")
    return report.rates[WHOLE]


def check_drafts(engine: Engine) -> Mapping[str, Rate]:
    """The rates of the check of drafts on the set that it is tuned on."""
    folder = SETS / "drafts"
    report = judge_drafts(read_sentences(folder / "tuning.jsonl"), folder, DraftChecker(engine))
    sys.stdout.write(drafts_markdown(report) + "\n\n")
    passed = report.false_alarms and report.false_alarms.complement
    return applying({"caught": report.caught, "right_passed": passed})


def run_gate(engine: Engine, out: Path, *, ci: bool) -> list[str]:
    """Run every part; what is below its threshold."""
    thresholds = read_thresholds()
    failures: list[str] = []
    for name in ("dev", "test"):
        path = SETS / f"{name}.jsonl"
        questions = read_questions(path)
        rates = run_part(engine, path, questions, out / f"{name}-retrieval", retrieval_only=True)
        failures += find_failures(f"{name} 检索", thresholds.retrieval, rates)
    claims = judge_claims(
        read_claims(SETS / "claims.jsonl"), engine.view.library, engine.view.regions
    )
    sys.stdout.write(claims_markdown(claims) + "\n\n")
    found = {"sensitivity": claims.sensitivity, "specificity": claims.specificity}
    failures += find_failures("核对", thresholds.claims, applying(found))
    targets = judge_targets(read_spans(SETS / "targets.jsonl"), engine.view.library)
    sys.stdout.write(targets_markdown(targets) + "\n\n")
    scores = {"precision": targets.strict.precision, "recall": targets.strict.recall}
    failures += find_failures("指标抽取", thresholds.targets, applying(scores))
    failures += find_failures("文稿核对", thresholds.drafts, check_drafts(engine))
    wanted = thresholds.fixed.ids[: thresholds.fixed.ci if ci else None]
    path = SETS / "dev.jsonl"
    fixed = [question for question in read_questions(path) if question.id in wanted]
    rates = run_part(engine, path, fixed, out / "answers", retrieval_only=False)
    return failures + list(find_failures("回答", thresholds.answers, rates))


def main() -> None:
    """Run the gate on the library in use; exit code 1 where it fails."""
    data = data_dir(None)
    engine = Engine(load_settings(data), data, cache_dir())
    with tempfile.TemporaryDirectory() as folder:
        failures = run_gate(engine, Path(folder), ci="--ci" in sys.argv[1:])
    if failures:
        sys.stderr.write("评测未达到门槛（eval/thresholds.toml）：\n" + "\n".join(failures) + "\n")
        sys.exit(1)
    sys.stdout.write("评测达到 eval/thresholds.toml 的全部门槛。\n")


if __name__ == "__main__":
    main()
