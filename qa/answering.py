"""Answering: evidence is selected, the model phrases, the program checks and binds citations.

The model never decides whether there is an answer, and never names a source: a question that the
evidence does not cover is refused before the model is asked, and each of its sentences is shown
only where the program finds the evidence that supports it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from qa.chat.openai_chat import friendly_chat_errors
from qa.chat.settings import ChatSettings
from qa.citations import Citation
from qa.dialogue import Turn
from qa.evidence import Evidence, find_evidence, select_evidence
from qa.explain import rate_basis
from qa.grounding import bind, make_claim
from qa.passages import Passage
from qa.phrasing.pieces import Draft, Line, Phrase, PhrasingError, Shape, Usage
from qa.phrasing.writer import phrase
from qa.query import Question
from qa.rewriting import rewrite
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.library_view import LibraryView
    from qa.search.retriever import SearchResult

NO_BASIS = "资料中未找到依据"
NEAREST = 3
"""How many of the nearest clauses are shown with a refusal."""
QUOTED = 2
"""How many verbatim sentences make an answer where no chat model is set."""
QUOTED_SHARE = 0.85
"""A further verbatim sentence must score at least this share of the best one's score."""


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
    """Why it is unsupported."""


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


@dataclass
class Writing:
    """An answer while it is made."""

    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    first_token: float | None = None
    usage: tuple[int, int] | None = None
    failure: str = ""
    """Why the model did not phrase it, or not all of it."""

    def cite(self, evidence: Evidence) -> int:
        """The number of the citation of ``evidence``, made if it is new."""
        for citation in self.citations:
            same = citation.passage.chunk_id == evidence.passage.chunk_id
            if same and citation.quote == evidence.text:
                return citation.n
        self.citations.append(Citation(len(self.citations) + 1, evidence.text, evidence.passage))
        return len(self.citations)

    def add(self, text: str, evidence: Evidence, status: Status) -> Checked:
        """Take a sentence with its citation."""
        return self._take(AnswerSentence(text, (self.cite(evidence),), status))

    def withhold(self, text: str, reason: str) -> Checked:
        """Take a sentence that is not supported."""
        return self._take(AnswerSentence(text, (), Status.UNSUPPORTED, reason))

    def _take(self, sentence: AnswerSentence) -> Checked:
        self.sentences.append(sentence)
        return Checked(sentence, tuple(self.citations))

    @property
    def text(self) -> str:
        """The text shown."""
        shown = (s for s in self.sentences if s.status is not Status.UNSUPPORTED)
        return "".join(s.text + "".join(f"[{n}]" for n in s.citations) for s in shown)


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat model that phrases answers, or none."""

    name: str
    """As the settings name it."""
    settings: ChatSettings
    model: BaseChatModel | None
    prompts: Path | None = None
    """The user's own prompt templates."""


class Answerer:
    """Answers questions from one library with one chat model, or with none."""

    def __init__(
        self,
        view: LibraryView,
        settings: AnswerSettings,
        passages: int,
        chat: Chat,
    ) -> None:
        self._view = view
        self._settings = settings
        self._passages = passages
        self._chat = chat

    def ask(
        self, question: str, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Answer:
        """The whole answer to a question, of the form that ``stream`` takes."""
        *_, answer = self.stream(question, filters, history)
        if not isinstance(answer, Answer):
            raise RuntimeError("stream() ended without an answer")
        return answer

    def stream(
        self, text: str, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Iterator[Event]:
        """The passages, then drafts and checked sentences as they come, then the answer.

        Args:
            text: The question, cleaned and made whole by rules.
            filters: What its documents must be of.
            history: The dialogue before it: where nothing is found, the chat model may make the
                question whole from it.

        Raises:
            InputError: no document meets the filters.
            SetupError: the chat model is not ready or cannot be reached.
        """
        started = time.perf_counter()
        found, evidence = self._look_up(text, filters)
        if not evidence and history and self._chat.model is not None:
            with friendly_chat_errors(self._chat.settings):
                whole = rewrite(self._chat.model, text, history)
            if whole != text:
                text = whole
                found, evidence = self._look_up(text, filters)
        question = found.understood.question
        retrieved = time.perf_counter() - started
        yield Retrieved(found.passages, tuple(evidence))
        writing = Writing()
        if evidence:
            yield from self._write(question, evidence, writing, started)
        timings = Timings(
            retrieve=round(retrieved, 3),
            first_token=writing.first_token,
            total=round(time.perf_counter() - started, 3),
        )
        yield self._finish(text, found.passages, writing, timings)

    def _look_up(self, text: str, filters: Filters) -> tuple[SearchResult, list[Evidence]]:
        """What is found, and the evidence in it; none where there is no basis for an answer."""
        settings, chat = self._settings, self._chat.settings
        found = self._view.retriever.search(text, self._passages, filters)
        question = found.understood.question
        fitting = find_evidence(question, found.passages, self._view, settings)
        if rate_basis(found, fitting) < settings.basis:
            return found, []
        most = chat.evidence_sentences or settings.evidence_sentences
        chars = chat.evidence_chars or settings.evidence_chars
        return found, select_evidence(fitting, most, chars)

    def _write(
        self, question: Question, evidence: list[Evidence], writing: Writing, started: float
    ) -> Iterator[Event]:
        if self._chat.model is None:
            yield from quote_best(evidence, writing)
            return
        try:
            yield from self._phrase(question, evidence, writing, started)
        except PhrasingError as error:
            writing.failure = str(error)
        if all(sentence.status is Status.UNSUPPORTED for sentence in writing.sentences):
            yield from quote_best(evidence, writing)

    def _phrase(
        self, question: Question, evidence: list[Evidence], writing: Writing, started: float
    ) -> Iterator[Draft | Checked]:
        """The model's sentences as they become whole, checked; and drafts of them in between."""
        chat = self._chat
        lines = [Line(n, label(one.passage), one.text) for n, one in enumerate(evidence, start=1)]
        for piece in phrase(chat, question.text, lines, shape_of(question), chat.prompts):
            if isinstance(piece, Usage):
                writing.usage = (piece.prompt_tokens, piece.new_tokens)
                continue
            if writing.first_token is None:
                writing.first_token = round(time.perf_counter() - started, 3)
            if isinstance(piece, Phrase):
                yield self._settle(piece.text, question, evidence, writing)
            else:
                yield piece

    def _settle(
        self, text: str, question: Question, evidence: list[Evidence], writing: Writing
    ) -> Checked:
        """Bind a model's sentence to the evidence that supports it; withhold it if none does."""
        year = question.years[0] if len(question.years) == 1 else None
        bound, verdict = bind(make_claim(text, self._view.regions, year), evidence)
        if bound is not None:
            return writing.add(text, bound, Status.SUPPORTED)
        return writing.withhold(text, verdict.detail)

    def _finish(
        self, text: str, passages: Sequence[Passage], writing: Writing, timings: Timings
    ) -> Answer:
        refused = not writing.citations
        prompt_tokens, new_tokens = writing.usage or (None, None)
        return Answer(
            question=text,
            answer=NO_BASIS if refused else writing.text,
            refused=refused,
            sentences=tuple(writing.sentences),
            citations=tuple(writing.citations),
            nearest=tuple(passages[:NEAREST]) if refused else (),
            llm=self._chat.name,
            timings=timings,
            prompt_tokens=prompt_tokens,
            new_tokens=new_tokens,
            llm_failure=writing.failure,
        )


def shape_of(question: Question) -> Shape:
    """What a question asks for."""
    table = (
        (question.asks_comparison, Shape.COMPARISON),
        (question.asks_list, Shape.LIST),
        (question.asks_figure, Shape.FIGURE),
    )
    return next((shape for asked, shape in table if asked), Shape.PLAIN)


def label(passage: Passage) -> str:
    """What tells the model whose clause it reads: the document, and in a compilation the entry."""
    return (passage.title or passage.heading)[:40]


def quote_best(evidence: Sequence[Evidence], writing: Writing) -> Iterator[Checked]:
    """Answer with the best verbatim sentences."""
    for one in evidence[:QUOTED]:
        if one.score >= QUOTED_SHARE * evidence[0].score:
            yield writing.add(one.text, one, Status.QUOTED)
