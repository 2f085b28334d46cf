"""Fit the weights of search on dev.jsonl and write them: ``python -m eval.fitting``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import qa.search
from eval.fitting.basis import CurvePoint, area, curve, fit_basis, held_out, make_cases
from eval.fitting.ranker import Vector, cross_validate, fit_weights, make_examples
from eval.questions import read_questions
from qa.engine import Engine
from qa.search.basis import BasisModel
from qa.search.features import FEATURES
from qa.search.ranking import WEIGHTS
from qa.settings import cache_dir, data_dir, load_settings

SET = Path(__file__).parents[1] / "sets" / "dev.jsonl"
CURVE = Path(__file__).parents[1] / "results" / "retrieval" / "basis.md"
BASIS = tuple(field.name for field in fields(BasisModel))
BY_HAND = {"clause": 12.0}
"""Weights that no question of the set can tell: none points at a clause by its number."""


def main() -> None:
    """Fit the ranker and the basis model on the library in use; write weights and curve."""
    data = data_dir(None)
    engine = Engine(load_settings(data).model_copy(update={"llm": "none"}), data, cache_dir())
    questions = read_questions(SET)
    examples = make_examples(engine, questions)
    cases = make_cases(engine, questions)
    probabilities = held_out(cases)
    text = weights_toml(fit_weights(examples), cross_validate(examples), fit_basis(cases))
    Path(qa.search.__path__[0], WEIGHTS).write_text(text, encoding="utf-8")
    auc = area(probabilities, cases.answerable)
    report = curve_markdown(curve(probabilities, cases.answerable), auc)
    CURVE.parent.mkdir(parents=True, exist_ok=True)
    CURVE.write_text(report, encoding="utf-8")
    sys.stdout.write(f"{text}\n{report}")


def weights_toml(weights: Vector, scores: Mapping[str, float], basis: BasisModel) -> str:
    """The weights file."""
    named = dict(zip(FEATURES, weights, strict=True)) | BY_HAND
    figures = ", ".join(f"{name} {score:.3f}" for name, score in scores.items())
    lines = [
        f"# Made by `python -m eval.fitting` on {SET.name}.",
        f"# Ranker, cross-validated: {figures}. By hand: {', '.join(BY_HAND)}.",
        "[features]",
        *(f"{name} = {weight:.4f}" for name, weight in named.items()),
        "",
        "[basis]",
        *(f"{name} = {getattr(basis, name):.4f}" for name in BASIS),
    ]
    return "\n".join(lines) + "\n"


def curve_markdown(points: Sequence[CurvePoint], auc: float) -> str:
    """The curve as a table."""
    lines = [
        "# No basis",
        "",
        f"The basis model on {SET.name}, each question by models that were not fitted on it",
        f"(five-fold, mean over five seeds); area under the ROC curve {auc:.3f}.",
        "",
        "| threshold | refused where it should | refused where it should not |",
        "| --- | --- | --- |",
        *(f"| {p.threshold:.2f} | {p.refused:.1%} | {p.over_refused:.1%} |" for p in points),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
