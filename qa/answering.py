"""Answering: evidence is selected, the model phrases, the program checks and binds citations.

The model never decides whether there is an answer, and never names a source: a question that the
evidence does not cover is refused before the model is asked, and each of its sentences is shown
only where the program finds the evidence that supports it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from prompts import load_prompt
from qa.chat.openai_chat import friendly_chat_errors
from qa.chat.settings import ChatSettings
from qa.citations import Citation
from qa.dialogue import Turn
from qa.evidence import Evidence, find_evidence, select_evidence
from qa.explain import rate_basis
from qa.grounding import bind, make_claim
from qa.passages import Passage
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
SENTENCE_END = re.compile(r"[。！？\n]")
MODEL_MARKS = re.compile(r"\s*[\[［【]\d+[\]］】]|^\s*(?:\d+(?:、|[.．](?!\d))\s*|[-*•]\s+)|\*\*")
"""Numbers in brackets, list marks and bold that a model types; none of them is a citation."""


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


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages are found; nothing is answered yet."""

    passages: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model has written of a sentence that is not checked yet."""

    text: str


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
        settings = self._settings
        found = self._view.retriever.search(text, self._passages, filters)
        question = found.understood.question
        fitting = find_evidence(question, found.passages, self._view, settings)
        if rate_basis(found, fitting) < settings.basis:
            return found, []
        most, chars = settings.evidence_sentences, settings.evidence_chars
        return found, select_evidence(fitting, most, chars)

    def _write(
        self, question: Question, evidence: list[Evidence], writing: Writing, started: float
    ) -> Iterator[Event]:
        if self._chat.model is None:
            yield from quote_best(evidence, writing)
            return
        for piece in self._phrase(self._chat.model, question, evidence, writing, started):
            if isinstance(piece, Draft):
                yield piece
            elif text := MODEL_MARKS.sub("", piece).strip():
                yield self._settle(text, question, evidence, writing)
        if all(sentence.status is Status.UNSUPPORTED for sentence in writing.sentences):
            yield from quote_best(evidence, writing)

    def _phrase(
        self,
        model: BaseChatModel,
        question: Question,
        evidence: list[Evidence],
        writing: Writing,
        started: float,
    ) -> Iterator[Draft | str]:
        """The model's sentences as they become whole, and drafts of them in between."""
        pending = ""
        with friendly_chat_errors(self._chat.settings):
            for chunk in model.stream(make_messages(question.text, evidence)):
                if usage := getattr(chunk, "usage_metadata", None):
                    writing.usage = (usage["input_tokens"], usage["output_tokens"])
                if not chunk.text:
                    continue
                if writing.first_token is None:
                    writing.first_token = round(time.perf_counter() - started, 3)
                whole, pending = cut_sentences(pending + chunk.text)
                yield from whole
                if pending.strip():
                    yield Draft(pending)
        if pending.strip():
            yield pending

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
        )


def make_messages(question: str, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """The messages for the chat model."""
    prompt = load_prompt("answer")
    lines = [f"【{label(one.passage)}】{one.text}" for one in evidence]
    return [
        ("system", prompt.system),
        ("human", prompt.fill(evidence="\n".join(lines), question=question)),
    ]


def label(passage: Passage) -> str:
    """What tells the model whose clause it reads: the document, and in a compilation the entry."""
    return (passage.title or passage.heading)[:40]


def cut_sentences(text: str) -> tuple[list[str], str]:
    """The whole sentences of a text that is still being written, and its rest."""
    whole: list[str] = []
    while match := SENTENCE_END.search(text):
        whole.append(text[: match.end()])
        text = text[match.end() :]
    return [sentence for sentence in whole if sentence.strip()], text


def quote_best(evidence: Sequence[Evidence], writing: Writing) -> Iterator[Checked]:
    """Answer with the best verbatim sentences."""
    for one in evidence[:QUOTED]:
        if one.score >= QUOTED_SHARE * evidence[0].score:
            yield writing.add(one.text, one, Status.QUOTED)
