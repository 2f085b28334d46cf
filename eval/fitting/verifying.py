"""How much the chat model's opinion counts beside the basis model's: ``eval.fitting verifying``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.fitting.sentences import find_rows
from eval.questions import Question
from qa.answering.verifying import STATEMENTS, ask_model, is_unsure, logit
from qa.engine import Engine
from qa.evidence.finder import Row

Vector = NDArray[np.float64]


def find_odds(
    engine: Engine, questions: Sequence[Question], probabilities: Sequence[float], kept: Path
) -> Vector:
    """The model's log odds for each question; NaN where it would not be asked.

    The model takes seconds a question: what it said is kept in a file, and not asked again.

    Args:
        engine: The library in use, and the model.
        questions: The questions.
        probabilities: The basis model's, by models that were not fitted on the question.
        kept: The file.
    """
    known = read_kept(kept)
    odds = []
    with kept.open("a", encoding="utf-8") as file:
        for number, question in enumerate(questions):
            rows = find_rows(engine, question) if is_unsure(probabilities[number]) else ()
            if len(rows) != 1 or not rows[0].evidence:
                odds.append(np.nan)
                continue
            key = make_key(rows[0])
            if key not in known:
                known[key] = ask_model(engine.chat, rows[0])
                file.write(json.dumps({"key": key, "odds": known[key]}) + "\n")
                file.flush()
                sys.stderr.write(f"\r{number}")
            odds.append(known[key])
    return np.array(odds)


def read_kept(path: Path) -> dict[str, float]:
    """What the model said before, by `make_key`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {entry["key"]: entry["odds"] for entry in map(json.loads, lines)}


def make_key(row: Row) -> str:
    """What tells one thing that the model is asked from another."""
    texts = (row.question.text, *(one.text for one in row.evidence[:STATEMENTS]))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def fit_verifying(
    probabilities: Sequence[float], odds: Vector, answerable: NDArray[np.bool_]
) -> tuple[dict[str, float], Vector]:
    """Logistic regression on both opinions.

    Args:
        probabilities: The basis model's, by models that were not fitted on the question.
        odds: The chat model's log odds, NaN where it was not asked.
        answerable: The truth.

    Returns:
        The weights by name, and both together as probabilities; the basis model's alone where
        the chat model was not asked.
    """
    from scipy.optimize import minimize

    asked = ~np.isnan(odds)
    values = np.column_stack([[logit(one) for one in probabilities], odds, np.ones(len(odds))])
    signs = np.where(answerable, 1.0, -1.0)

    def loss(weights: Vector) -> float:
        return float(np.logaddexp(0, -signs[asked] * (values[asked] @ weights)).mean())

    fitted = minimize(loss, np.array([1.0, 1.0, 0.0])).x
    together = 1 / (1 + np.exp(-(np.nan_to_num(values) @ fitted)))
    names = ("basis", "model", "bias")
    weights = {name: float(value) for name, value in zip(names, fitted, strict=True)}
    return weights, np.where(asked, together, np.asarray(probabilities))
