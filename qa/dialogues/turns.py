"""A turn of a dialogue: a question, and what is known of its answer so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from qa.answering.model import Answer, AnswerSentence, Checked, Event, Retrieved
from qa.citations import Citation
from qa.passages import Passage
from qa.phrasing.pieces import Draft
from qa.search.filters import NO_FILTERS, Filters
from qa.turns import Queued


class State(StrEnum):
    """How far an answer has come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It could not be answered; the error says why."""
    STOPPED = "stopped"
    """Its asker stopped it."""
    BROKEN = "broken"
    """The program ended before it was done."""


class Opinion(StrEnum):
    """What a reader thinks of an answer."""

    UP = "up"
    DOWN = "down"

    @property
    def shown(self) -> str:
        """The opinion as people read it."""
        return "有用" if self is Opinion.UP else "没用"


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer was made with."""

    program: str
    library: str
    """SHA-256 of the library's database."""
    created: str
    """When the library was made, YYYY-MM-DD."""
    model: str
    """As the settings name it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what is known of its answer so far."""

    number: int
    """From 1 within its dialogue; numbers may be left out."""
    question: str
    passages: tuple[Passage, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str = ""
    filters: Filters = NO_FILTERS
    state: State = State.RUNNING
    opinion: Opinion | None = None
    versions: Versions | None = None
    place: int = 0
    """How many questions are answered before it, as long as it has to wait; not kept."""

    def after(self, event: Event | Queued) -> Turn:
        """The turn after an event of answering, or while it waits for that."""
        match event:
            case Queued():
                return replace(self, place=event.place)
            case Retrieved():
                return replace(self, passages=event.passages, place=0)
            case Draft():
                return replace(self, draft=event.text)
            case Checked():
                sentences = (*self.sentences, event.sentence)
                return replace(self, sentences=sentences, citations=event.citations, draft="")
            case Answer():
                return replace(self, answer=event, draft="", state=State.DONE)

    def ended(self, state: State, error: str = "") -> Turn:
        """The turn when nothing more comes; a draft that was not checked is dropped."""
        return replace(self, state=state, error=error, draft="")
