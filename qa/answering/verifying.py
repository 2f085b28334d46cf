"""Verifying: what the chat model thinks of whether evidence holds the answer that is asked for.

Words, figures, years and places do not tell that a document treats a subject and leaves out the
very detail that is asked; a small model, asked for one word and not for an answer, often does. What
counts is how probable it finds either word, not which it says; and the program decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import TanwenError
from qa.answering.phrased import is_phrased
from qa.answering.writing import Chat, Writing
from qa.chat.openai_chat import friendly_chat_errors, without_refused
from qa.chat.settings import OpenAIChat
from qa.citations import name_document
from qa.evidence.basis import Rated, with_basis
from qa.evidence.finder import Row
from qa.evidence.sentences import Evidence
from qa.phrasing.neutral import as_data
from qa.phrasing.writer import open_prompt
from qa.settings import AnswerSettings
from qa.weights import read_weights

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

UNASKED = "对话模型未能参与判断有无依据（{reason}）。"
STATEMENTS = 3
LONGEST = 220
"""Characters of a statement."""
TOP = 20
"""The most probable tokens that are looked at."""
FLOOR = -12.0
"""The log probability of a word that is not among them."""
PLAIN = 2.0
"""Log odds of a word that came without its probability."""
UNSURE = (0.1, 0.9)
"""Between these probabilities the model is asked; beyond them it seldom turned the decision."""
EDGE = 1e-4
YES = ("有",)
NO = ("没有", "没", "无")


class Verifier:
    """Decides with the chat model where the basis model alone is not sure."""

    def __init__(self, chat: Chat, settings: AnswerSettings) -> None:
        self._chat = chat
        self._least = settings.basis
        self._confirmed = settings.confirmed

    def possible(self, rated: Sequence[Rated]) -> tuple[Row, ...]:
        """The rows that have a basis, or may have one if the model finds so."""
        if self._asks(rated):
            return tuple(one.row for one in rated)
        return with_basis(rated, self._least)

    def confirm(self, rated: Sequence[Rated], writing: Writing) -> tuple[Row, ...]:
        """The rows that there is a basis for.

        What the model does wrong is noted in ``writing``; then the basis model decides.
        """
        if not self._asks(rated):
            return with_basis(rated, self._least)
        (doubtful,) = rated
        try:
            with friendly_chat_errors(self._chat.settings):
                odds = ask_model(self._chat, doubtful.row)
        except TanwenError as error:
            if not isinstance(self._chat.settings, OpenAIChat):
                raise
            writing.failure = str(error)
            if not is_phrased([doubtful.row], self._chat.settings):
                writing.notes.append(UNASKED.format(reason=error))
            return with_basis(rated, self._least)
        together = replace(doubtful, basis=combine(doubtful.basis, odds))
        return with_basis([together], self._confirmed)

    def _asks(self, rated: Sequence[Rated]) -> bool:
        """Whether the model is asked: there is one, and what it says may change the decision."""
        if self._chat.model is None or len(rated) != 1:
            return False
        return is_unsure(rated[0].basis)


def is_unsure(basis: float) -> bool:
    """Whether the basis model is not sure enough, at this probability, to decide alone."""
    return UNSURE[0] < basis < UNSURE[1]


def combine(basis: float, odds: float) -> float:
    """The probability that there is an answer, by the basis model and the chat model together.

    Args:
        basis: The basis model's probability.
        odds: The chat model's log odds.
    """
    weights = read_weights("qa.evidence")["verifying"]
    total = weights["basis"] * logit(basis) + weights["model"] * odds + weights["bias"]
    return 1 / (1 + math.exp(-total))


def logit(probability: float) -> float:
    """The log odds of a probability, within bounds."""
    kept = min(max(probability, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


def ask_model(chat: Chat, row: Row) -> float:
    """The log odds of 有 against 没有 as the model finds them; 0.0 where it says neither.

    It is shown the first statements of a row, and asked for the probabilities of its first token;
    of a server that refuses to tell these, the word itself counts.
    """
    model = chat.model
    if model is None:
        return 0.0
    prompt = open_prompt("verify", chat.prompts)
    lines = "\n".join(map(show, row.evidence[:STATEMENTS]))
    question = as_data(row.question.text)
    messages = [
        ("system", prompt.system),
        ("human", prompt.fill(evidence=lines, question=question)),
    ]

    def ask(options: dict[str, Any]) -> AIMessage:
        return model.invoke(messages, max_tokens=1, **options)

    options = {"logprobs": True, "top_logprobs": TOP}
    return read_odds(without_refused(chat.settings, ask, options))


def warm_up(chat: Chat) -> None:
    """Load the model and have it read the stable part of the prompt, which it then keeps.

    Raises:
        SetupError: the model is not ready or cannot be reached.
    """
    if chat.model is not None:
        system = open_prompt("verify", chat.prompts).system
        with friendly_chat_errors(chat.settings):
            chat.model.invoke([("system", system), ("human", "原文：")], max_tokens=1)


def show(one: Evidence) -> str:
    """A statement with its document, on one line."""
    return f"- {as_data(name_document(one.passage))}：{as_data(one.text)[:LONGEST]}"


def read_odds(message: AIMessage) -> float:
    """The log odds of yes against no in the first token of a reply."""
    content = (message.response_metadata.get("logprobs") or {}).get("content") or []
    if not content:
        said = message.text.strip()
        return PLAIN * (said.startswith(YES) - said.startswith(NO))
    tokens: Mapping[str, float] = {
        one["token"].strip(): one["logprob"] for one in content[0].get("top_logprobs", ())
    }
    return best_of(YES, tokens) - best_of(NO, tokens)


def best_of(words: Iterable[str], tokens: Mapping[str, float]) -> float:
    """The log probability of the likeliest of some words."""
    return max(max(float(tokens.get(word, FLOOR)), FLOOR) for word in words)
