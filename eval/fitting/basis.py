"""The basis model's weights, fitted on questions with and without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.questions import Question
from qa.engine import Engine
from qa.evidence.selection import find_evidence
from qa.search.basis import BasisModel

PENALTY = 0.02
FOLDS = 5
SEEDS = range(5)

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Cases:
    """What the model looks at, and the truth."""

    values: Vector
    """Shape (questions, 2): coverage and lead."""
    answerable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold would do to questions that the model was not fitted on."""

    threshold: float
    refused: float
    """Share of the questions without an answer that fall below it."""
    over_refused: float
    """The same of those with one."""


def make_cases(engine: Engine, questions: Sequence[Question]) -> Cases:
    """Coverage and lead of every question."""
    values = [measure(engine, question) for question in questions]
    return Cases(np.array(values), np.array([question.answerable for question in questions]))


def measure(engine: Engine, question: Question) -> tuple[float, float]:
    """What the basis model looks at for one question."""
    text = engine.understand(question.question, question.history)
    view = engine.view
    found = view.retriever.search(text, engine.settings.retrieval.passages)
    question_read = found.understood.question
    evidence = find_evidence(question_read, found.passages, view, engine.settings.answer)
    return evidence[0].coverage if evidence else 0.0, found.lead or 0.0


def fit_basis(cases: Cases) -> BasisModel:
    """Logistic regression with an L2 penalty on standardised values."""
    from scipy.optimize import minimize

    mean, scale = cases.values.mean(axis=0), cases.values.std(axis=0) + 1e-9
    rows = np.column_stack([(cases.values - mean) / scale, np.ones(len(cases.values))])
    signs = np.where(cases.answerable, 1.0, -1.0)

    def loss(weights: Vector) -> float:
        fit = np.logaddexp(0, -signs * (rows @ weights)).mean()
        return float(fit + PENALTY * weights[:2] @ weights[:2])

    weights = minimize(loss, np.zeros(3)).x
    slopes = weights[:2] / scale
    bias = float(weights[2] - slopes @ mean)
    return BasisModel(float(slopes[0]), float(slopes[1]), bias, float(mean[1]))


def held_out(cases: Cases) -> Vector:
    """The probability of each question by models that were not fitted on it, mean over seeds."""
    means = np.zeros(len(cases.values))
    for seed in SEEDS:
        fold = np.random.default_rng(seed).permutation(len(cases.values)) % FOLDS
        for held in range(FOLDS):
            model = fit_basis(Cases(cases.values[fold != held], cases.answerable[fold != held]))
            for row in np.flatnonzero(fold == held):
                means[row] += model.probability(*cases.values[row]) / len(SEEDS)
    return means


def area(probabilities: Vector, answerable: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often an answerable question is rated above another."""
    above = probabilities[answerable][:, None] - probabilities[~answerable][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def curve(probabilities: Vector, answerable: NDArray[np.bool_]) -> list[CurvePoint]:
    """What thresholds from 0.5 to 0.95 would do."""
    return [
        CurvePoint(
            threshold=round(float(threshold), 2),
            refused=float((probabilities[~answerable] < threshold).mean()),
            over_refused=float((probabilities[answerable] < threshold).mean()),
        )
        for threshold in np.arange(0.5, 0.96, 0.05)
    ]
