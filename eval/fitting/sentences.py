"""The sentence ranker's weights: questions whose gold sentences are to come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from eval.fitting.ranker import Example
from eval.matching import holds_fact, share_in
from eval.questions import GoldEvidence, Question, QuestionType
from qa.engine import Engine
from qa.evidence.features import FEATURES
from qa.evidence.finder import EvidenceFinder, Row
from qa.evidence.sentences import Evidence

OF_QUOTE = 0.5
OF_SENTENCE = 0.6
"""Share of a quote that a sentence must hold, or of the sentence that the quote must."""


def make_examples(
    engine: Engine, questions: Sequence[Question], near: int | None = None
) -> list[Example]:
    """The sentences of every question that has an answer and asks one thing.

    Args:
        engine: The library in use.
        questions: The questions.
        near: How many of the first sentences; None for all.
    """
    rows = ((question, find_rows(engine, question)) for question in questions)
    examples = (
        make_example(one, found[0]) for one, found in rows if one.answerable and len(found) == 1
    )
    return [counted(one) if near is None else first(one, near) for one in examples]


def counted(example: Example) -> Example:
    """An example without the column that only the first sentences have."""
    return replace(example, features=example.features[:, : len(FEATURES)])


def first(example: Example, near: int) -> Example:
    """The first sentences of an example."""
    kept = (tuple(row for row in rows if row < near) for rows in example.gold)
    gold = tuple(rows for rows in kept if rows)
    return replace(example, features=example.features[:near], gold=gold)


def find_rows(engine: Engine, question: Question) -> tuple[Row, ...]:
    """The rows of a question, as the answerer sees them."""
    text = engine.understand(question.question, question.history)
    found = engine.view.retriever.search(text, engine.settings.retrieval.passages)
    return EvidenceFinder(engine.view).rows(found)


def make_example(question: Question, row: Row) -> Example:
    """The sentences of one question and which of them are gold."""
    gold = [gold_rows(question, evidence, row.evidence) for evidence in question.evidence]
    if whole := whole_lists(question, row.evidence):
        gold = [whole]
    kept = tuple(rows for rows in gold if rows)
    document = question.documents[0] if question.documents else question.id
    return Example(document, np.asarray(row.features, dtype=float), kept, len(gold))


def gold_rows(
    question: Question, quote: GoldEvidence, sentences: Sequence[Evidence]
) -> tuple[int, ...]:
    """The sentences that stand in a quote; of several, those that hold a key fact."""
    standing = [row for row, one in enumerate(sentences) if stands_in(one.text, quote.quote)]
    facts = question.key_facts
    telling = [
        row for row in standing if any(holds_fact(sentences[row].text, fact) for fact in facts)
    ]
    return tuple(telling or standing)


def stands_in(sentence: str, quote: str) -> bool:
    """Whether a sentence and a quote are about the same words."""
    return share_in(quote, sentence) >= OF_QUOTE or share_in(sentence, quote) >= OF_SENTENCE


def whole_lists(question: Question, sentences: Sequence[Evidence]) -> tuple[int, ...]:
    """Of a question for a list, the sentences and lists that hold all of it."""
    if question.type is not QuestionType.LIST:
        return ()
    return tuple(
        row
        for row, one in enumerate(sentences)
        if all(holds_fact(one.text, fact) for fact in question.key_facts)
    )
