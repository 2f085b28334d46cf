"""Asking the chat model to phrase an answer, and reading what it writes while it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError, SetupError
from prompts import Prompt, load_prompt, load_shapes
from qa.chat.openai_chat import friendly_chat_errors, without_refused
from qa.chat.settings import ChatSettings, OpenAIChat
from qa.phrasing.forms import Reader, form_for
from qa.phrasing.json_form import HALFWAY
from qa.phrasing.messages import make_messages
from qa.phrasing.pieces import Draft, Line, Phrase, Phraser, PhrasingError, Piece, Shape, Usage
from qa.phrasing.sentences import phrases_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

CUT = frozenset({"length", "content_filter"})
"""Reasons of an end that is none."""
SILENT = "对话模型没有写出句子"

Messages = list[tuple[str, str]]


def phrase(
    chat: Phraser,
    question: str,
    lines: Sequence[Line],
    shape: Shape,
    prompts: Path | None = None,
) -> Iterator[Piece]:
    """What the model says of a question from these lines, while it comes.

    Args:
        chat: The model with its settings; the kind of these decides the form it writes in.
        question: The question.
        lines: The evidence, best first; their numbers are all that the model may name.
        shape: What is asked for.
        prompts: The user's own templates, if there is such a folder.

    Yields:
        Drafts of the sentence that is being written, whole sentences, and the tokens used.

    Raises:
        PhrasingError: the model failed, wholly or after some sentences; what it wrote is not of
            the form asked for, stops halfway or is not in Chinese; or there is no sentence in it.
        SetupError: a model of this machine cannot be loaded.
        InputError: a template in ``prompts`` is wrong.
    """
    if chat.model is None:
        raise PhrasingError("没有设置对话模型")
    form = form_for(chat.settings.kind)
    asked = _shapes(prompts)[shape.value]
    messages = make_messages(open_prompt(form.prompt, prompts), question, lines, asked)
    numbers = [line.number for line in lines]
    said = False
    with _as_phrasing_errors(chat.settings):
        chunks = _ask(chat.model, chat.settings, messages, form.binding(numbers, asked.most))
        for piece in _read(form.reader(), chunks, numbers):
            said = said or isinstance(piece, Phrase)
            yield piece
    if not said:
        raise PhrasingError(SILENT)


def warm_up(chat: Phraser, prompts: Path | None = None) -> None:
    """Load the model and have it read the stable part of the prompt, which it then keeps.

    Raises:
        SetupError: the model is not ready or cannot be reached.
        InputError: a template in ``prompts`` is wrong.
    """
    if chat.model is None:
        return
    system = open_prompt(form_for(chat.settings.kind).prompt, prompts).system
    with friendly_chat_errors(chat.settings):
        chat.model.invoke([("system", system), ("human", "材料：")], max_tokens=1)


def open_prompt(name: str, prompts: Path | None) -> Prompt:
    """A template, the user's own first.

    Raises:
        InputError: the user's is wrong.
    """
    try:
        return load_prompt(name, prompts)
    except ValueError as error:
        raise InputError(str(error)) from error


def _shapes(prompts: Path | None) -> dict[str, Any]:
    try:
        return load_shapes(prompts)
    except ValueError as error:
        raise InputError(str(error)) from error


@contextmanager
def _as_phrasing_errors(settings: ChatSettings) -> Iterator[None]:
    """What a server does wrong, a prompt beyond the model's context, silence: as PhrasingError."""
    try:
        with friendly_chat_errors(settings):
            yield
    except InputError as error:
        raise PhrasingError(str(error)) from error
    except SetupError as error:
        if not isinstance(settings, OpenAIChat):
            raise
        raise PhrasingError(str(error)) from error
    except ValueError as error:  # LangChain's, where not one chunk came
        raise PhrasingError(SILENT) from error


def _ask(
    model: BaseChatModel, settings: ChatSettings, messages: Messages, options: dict[str, Any]
) -> Iterator[AIMessageChunk]:
    """The model's chunks; a server that refuses the options is asked again without them."""

    def begin(options: dict[str, Any]) -> tuple[AIMessageChunk | None, Iterator[AIMessageChunk]]:
        stream = model.stream(messages, **options)
        return next(stream, None), stream

    first, stream = without_refused(settings, begin, options)
    if first is not None:
        yield first
        yield from stream


def _read(
    reader: Reader, chunks: Iterator[AIMessageChunk], numbers: Sequence[int]
) -> Iterator[Piece]:
    reason = None
    for chunk in chunks:
        for piece in reader.feed(chunk.text) if chunk.text else ():
            if isinstance(piece, Draft):
                yield piece
            else:
                yield from phrases_of(piece, numbers)
        reason = chunk.response_metadata.get("finish_reason") or reason
        if usage := chunk.usage_metadata:
            yield Usage(usage["input_tokens"], usage["output_tokens"])
    if reason in CUT:
        raise PhrasingError(HALFWAY)
    for written in reader.finish():
        yield from phrases_of(written, numbers)
