"""The basis model's weights, fitted on questions with and without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.fitting.sentences import find_rows
from eval.questions import Question
from qa.engine import Engine
from qa.evidence.basis import SIGNALS, signals

PENALTY = 0.01
FOLDS = 8
SEEDS = range(5)

RISING = frozenset({"sure", "score", "defined", "stands_out", "held", "bound", "bound_first"})
FALLING = frozenset({"unfit", "other_target"})
"""Signals that can only speak for an answer, or against one.

Left free, their weights take each other's part, some with the wrong sign: a target found counted
against an answer, for near misses in the tuning sets have one too. Bound, they rank these sets a
little worse, and sets by other hands better.
"""
BOUNDS = [
    *((0.0 if name in RISING else None, 0.0 if name in FALLING else None) for name in SIGNALS),
    (None, None),
]
"""The least and the greatest weight of each signal and of the bias."""

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Cases:
    """What the model looks at, and the truth."""

    values: Vector
    """Shape (questions, len(SIGNALS)): the mean over the rows of a question."""
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
    """The signals of every question."""
    values = [
        np.mean([signals(row) for row in find_rows(engine, one)], axis=0) for one in questions
    ]
    return Cases(np.array(values), np.array([question.answerable for question in questions]))


def fit_basis(cases: Cases) -> dict[str, float]:
    """Logistic regression with an L2 penalty on standardised values; weights by name."""
    weights = fit(cases)
    return {**dict(zip(SIGNALS, weights[:-1].tolist(), strict=True)), "bias": float(weights[-1])}


def fit(cases: Cases) -> Vector:
    """The weights of the signals and, last, the bias."""
    from scipy.optimize import minimize

    mean, scale = cases.values.mean(axis=0), cases.values.std(axis=0) + 1e-9
    rows = np.column_stack([(cases.values - mean) / scale, np.ones(len(cases.values))])
    signs = np.where(cases.answerable, 1.0, -1.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = signs * (rows @ weights)
        unlikely = np.logaddexp(0, -margins).mean() + PENALTY * weights[:-1] @ weights[:-1]
        slope = -(signs / (1 + np.exp(margins))) @ rows / len(rows)
        slope[:-1] += 2 * PENALTY * weights[:-1]
        return float(unlikely), slope

    start = np.zeros(rows.shape[1])
    weights = minimize(loss, start, jac=True, bounds=BOUNDS, method="L-BFGS-B").x
    slopes = weights[:-1] / scale
    return np.append(slopes, weights[-1] - slopes @ mean)


def held_out(cases: Cases) -> Vector:
    """The probability of each question by models that were not fitted on it, mean over seeds."""
    rows = np.column_stack([cases.values, np.ones(len(cases.values))])
    means = np.zeros(len(rows))
    for seed in SEEDS:
        fold = np.random.default_rng(seed).permutation(len(rows)) % FOLDS
        for held in range(FOLDS):
            weights = fit(Cases(cases.values[fold != held], cases.answerable[fold != held]))
            means[fold == held] += 1 / (1 + np.exp(-(rows[fold == held] @ weights))) / len(SEEDS)
    return means


def area(probabilities: Vector, answerable: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often an answerable question is rated above another."""
    above = probabilities[answerable][:, None] - probabilities[~answerable][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def curve(probabilities: Vector, answerable: NDArray[np.bool_]) -> list[CurvePoint]:
    """What thresholds from 0.3 to 0.95 would do."""
    return [
        CurvePoint(
            threshold=round(float(threshold), 2),
            refused=float((probabilities[~answerable] < threshold).mean()),
            over_refused=float((probabilities[answerable] < threshold).mean()),
        )
        for threshold in np.arange(0.3, 0.96, 0.05)
    ]
