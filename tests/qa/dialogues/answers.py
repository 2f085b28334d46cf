"""Turns as they come of answers."""

from __future__ import annotations

from qa.dialogues.turns import State, Turn, Versions
from qa.engine import Engine
from qa.search.filters import NO_FILTERS, Filters

QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
UNANSWERABLE = "南充市2035年碳市场配额总量是多少"
VERSIONS = Versions("0.1.0", "ab" * 32, "2026-01-02", "none")


def answered(
    engine: Engine, question: str = QUESTION, number: int = 1, filters: Filters = NO_FILTERS
) -> Turn:
    """A turn with the whole answer to its question."""
    turn = Turn(number, question, filters=filters, versions=VERSIONS)
    for event in engine.answerer.stream(engine.understand(question), filters):
        turn = turn.after(event)
    assert turn.state is State.DONE
    return turn
