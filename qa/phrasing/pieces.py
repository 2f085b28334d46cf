"""What goes into phrasing and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from corpus.errors import TanwenError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.chat.settings import ChatSettings


class Shape(StrEnum):
    """What is asked for; ``prompts/shapes.toml`` says how each is put to the model."""

    FIGURE = "figure"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of evidence that is given to the model."""

    number: int
    """What the model names it by."""
    label: str
    """Where it stands: the document, and in a compilation the entry."""
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model has written of a sentence that is not whole yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole sentence with the numbers of the lines that the model says it rests on.

    All of them were given out. There are none where the model named none, or only others: the
    sentence may be true all the same, and nothing is known of what supports it.
    """

    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of the whole call."""

    prompt_tokens: int
    new_tokens: int


Piece = Draft | Phrase | Usage


@dataclass(frozen=True, slots=True)
class Written:
    """What the model wrote as one sentence or more, with the numbers that it named, unchecked."""

    text: str
    numbers: tuple[int, ...]


class PhrasingError(TanwenError):
    """The model did not phrase the answer, or not all of it; the message says why, in Chinese."""


class Phraser(Protocol):
    """A chat model with its settings."""

    @property
    def model(self) -> BaseChatModel | None:
        """The model; None where there is none."""

    @property
    def settings(self) -> ChatSettings:
        """How it is reached."""
