"""The ranker's weights, fitted on questions.

A linear ranker with a softmax over the candidates of a question (ListNet's top-one probability,
Cao et al. 2007) and an L2 penalty. Each quote of the gold evidence wants one of its candidates to
come first. The folds of the cross-validation keep questions about one document together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics.retrieval import Found, is_place
from eval.questions import Question
from qa.engine import Engine
from qa.query import analyse

PENALTY = 0.003
FOLDS = 5
SEEDS = range(4)
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question's candidates."""

    document: str
    features: Vector
    """Shape (candidates, features)."""
    gold: tuple[tuple[int, ...], ...]
    """For each quote that a candidate holds, the rows that do."""
    quotes: int
    """How many quotes there are."""


def make_examples(engine: Engine, questions: Sequence[Question]) -> list[Example]:
    """The candidates of every question that has an answer."""
    answerable = [question for question in questions if question.answerable]
    return [make_example(engine, question) for question in answerable]


def make_example(engine: Engine, question: Question) -> Example:
    """The candidates of one question."""
    view = engine.view
    text = engine.understand(question.question, question.history)
    (ranked,) = view.retriever.rank([analyse(text, view.regions)])
    chunks = view.library.chunks(ranked.positions)
    found = [
        Found(chunk.text, frozenset(files_of(engine, chunk.position, chunk.document_id)))
        for chunk in chunks
    ]
    gold = [
        tuple(row for row, one in enumerate(found) if is_place(evidence, one))
        for evidence in question.evidence
    ]
    kept = tuple(rows for rows in gold if rows)
    document = question.documents[0] if question.documents else question.id
    return Example(document, np.asarray(ranked.features, dtype=float), kept, len(gold))


def files_of(engine: Engine, position: int, document_id: str) -> list[str]:
    """The source files in which a chunk's text stands."""
    library = engine.view.library
    ids = [document_id, *map(library.document_at, library.copies(position))]
    return [library.documents[one].source_file for one in ids]


def fit_weights(examples: Sequence[Example], penalty: float = PENALTY) -> Vector:
    """The weights, shape (features,), that make the gold candidates most likely to come first."""
    from scipy.optimize import minimize

    usable = [example for example in examples if example.gold]
    scale = np.vstack([example.features for example in usable]).std(axis=0) + 1e-6

    def loss(weights: Vector) -> tuple[float, Vector]:
        pairs = [one_loss(example, weights, scale) for example in usable]
        value = sum(value for value, _ in pairs) / len(pairs)
        slope = sum((slope for _, slope in pairs), np.zeros_like(weights)) / len(pairs)
        return value + penalty * float(weights @ weights), slope + 2 * penalty * weights

    start = np.zeros(scale.shape[0])
    weights: Vector = minimize(loss, start, jac=True, method="L-BFGS-B").x / scale
    return weights


def one_loss(example: Example, weights: Vector, scale: Vector) -> tuple[float, Vector]:
    """Mean negative log-probability of the gold rows of one example, and its gradient."""
    rows = example.features / scale
    scores = rows @ weights
    exps = np.exp(scores - scores.max())
    expected = exps @ rows / exps.sum()
    value, slope = 0.0, np.zeros_like(weights)
    for gold in example.gold:
        part = exps[list(gold)]
        value -= float(np.log(part.sum() / exps.sum())) / len(example.gold)
        slope -= (part @ rows[list(gold)] / part.sum() - expected) / len(example.gold)
    return value, slope


def recall_at(example: Example, weights: Vector, k: int) -> float:
    """Share of an example's quotes that stand in the first ``k`` candidates."""
    order = np.argsort(-(example.features @ weights), kind="stable")[:k]
    return sum(bool(set(gold) & set(order.tolist())) for gold in example.gold) / example.quotes


def reciprocal_rank(example: Example, weights: Vector) -> float:
    """1 / rank of the first gold candidate; 0 where there is none."""
    order = np.argsort(-(example.features @ weights), kind="stable").tolist()
    ranks = [order.index(row) + 1 for gold in example.gold for row in gold]
    return 1 / min(ranks) if ranks else 0.0


def cross_validate(examples: Sequence[Example]) -> dict[str, float]:
    """Mean recall@5 and MRR of candidates that the weights were not fitted on."""
    recalls, ranks = [], []
    for seed in SEEDS:
        names = sorted({example.document for example in examples})
        np.random.default_rng(seed).shuffle(names)
        fold = {name: number % FOLDS for number, name in enumerate(names)}
        for held in range(FOLDS):
            weights = fit_weights([e for e in examples if fold[e.document] != held])
            tested = [e for e in examples if fold[e.document] == held]
            recalls += [recall_at(example, weights, 5) for example in tested]
            ranks += [reciprocal_rank(example, weights) for example in tested]
    return {"recall@5": float(np.mean(recalls)), "mrr": float(np.mean(ranks))}
