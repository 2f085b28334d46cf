"""Answerers whose chat model says what a test gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from qa.answering.answerer import Answerer
from qa.answering.model import Answer
from qa.answering.writing import Chat
from qa.chat.settings import ChatSettings, NoChat, TransformersChat
from qa.library_view import LibraryView
from qa.settings import AnswerSettings

LINES = TransformersChat(model="小模型")
"""The settings of a model that writes lines; it is given the one sentence that is sure."""
SEVERAL = TransformersChat(model="小模型", evidence_sentences=6)
"""Those of one that is given several."""


class FakeChat(GenericFakeChatModel):
    """A model that says what a test gives it, and its opinion where it is asked for one word."""

    opinion: str = "有"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        if kwargs.pop("logprobs", False):
            return ChatResult(generations=[ChatGeneration(message=AIMessage(self.opinion))])
        return super()._generate(messages, stop, run_manager, **kwargs)


class Ask(Protocol):
    """Asks a question; the model says these replies, and without any there is none."""

    def __call__(self, question: str, *replies: str | Exception) -> Answer:
        """The answer."""


def make_answerer(
    view: LibraryView,
    *replies: str | Exception,
    settings: ChatSettings = LINES,
    opinion: str = "有",
) -> Answerer:
    """An answerer whose chat model says ``replies`` or fails; without any there is no model.

    Args:
        view: The library.
        replies: What the model phrases, one a call.
        settings: The model's.
        opinion: What it says of whether there is an answer.
    """
    if not replies:
        return Answerer(view, AnswerSettings(), 20, Chat("none", NoChat(), None))
    model = FakeChat(messages=say(replies), opinion=opinion)
    return Answerer(view, AnswerSettings(), 20, Chat("fake", settings, model))


def say(replies: tuple[str | Exception, ...]) -> Iterator[AIMessage]:
    """The replies, one a call."""
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
        yield AIMessage(reply)
