"""How an answer's sentences are laid out."""

from __future__ import annotations

from enum import StrEnum

from qa.answering.model import AnswerSentence, Status


class Form(StrEnum):
    """How sentences that follow each other are shown."""

    TEXT = "text"
    """A paragraph in the program's or the model's words."""
    QUOTE = "quote"
    """A paragraph in the documents' words."""
    LINES = "lines"
    """A line each."""
    LIST = "list"
    """The items of a list, in the documents' words."""
    TABLE = "table"
    """The sides of a comparison."""


def form_of(sentence: AnswerSentence) -> Form:
    """How a sentence is shown."""
    quoted = sentence.status is Status.QUOTED
    if sentence.label:
        return Form.TABLE
    if sentence.line:
        return Form.LIST if quoted else Form.LINES
    return Form.QUOTE if quoted else Form.TEXT
