"""What an answer is, and what is told while it is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.citations import Citation
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.phrasing.pieces import Draft


class Status(StrEnum):
    """How a sentence of an answer stands to the documents."""

    SUPPORTED = "supported"
    QUOTED = "quoted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer; one that is unsupported is not part of the text shown."""

    text: str
    citations: tuple[int, ...]
    status: Status
    reason: str = ""
    """Why it is unsupported, or why the model's words were replaced by it."""
    line: bool = False
    """Whether it stands on a line of its own, as an item of a list does."""
    label: str = ""
    """The side of a comparison that it is said of; its text begins with it and 「：」."""

    @property
    def unlabelled(self) -> str:
        """The text without its label."""
        return self.text.removeprefix(f"{self.label}：") if self.label else self.text


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds since the question came."""

    retrieve: float
    first_token: float | None
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations."""

    question: str
    answer: str
    refused: bool
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Passage, ...]
    """The nearest clauses, where it is refused."""
    llm: str
    timings: Timings
    notes: tuple[str, ...] = ()
    """What the reader has to know besides: what is missing, what a cited text is."""
    prompt_tokens: int | None = None
    new_tokens: int | None = None
    llm_failure: str = ""
    """Why the model did not phrase it, or not all of it."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages are found; nothing is answered yet."""

    passages: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence has been checked and bound."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]
    """All citations so far."""


Event = Retrieved | Draft | Checked | Answer
