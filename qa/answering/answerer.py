"""From a question to its answer: look up, decide whether there is a basis, write, check.

The model never decides whether there is an answer, and never names a source: a question that the
evidence does not cover is refused before the model is asked, and each of its sentences is shown
only where the program finds the evidence that supports it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.model import Answer, Event, Retrieved, Timings
from qa.answering.phrased import Phraser, is_phrased
from qa.answering.refusal import looked_for, said_instead
from qa.answering.verbatim import compose
from qa.answering.verifying import Verifier
from qa.answering.writing import Chat, Writing
from qa.chat.openai_chat import friendly_chat_errors
from qa.citations import caveats
from qa.dialogue import Turn
from qa.evidence.basis import Rated, rate, with_basis
from qa.evidence.finder import EvidenceFinder, Row, select
from qa.evidence.imprint import asks_number, names_number
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.rewriting import rewrite
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from qa.library_view import LibraryView
    from qa.search.retriever import SearchResult

NO_BASIS = "资料中未找到依据"
NO_NUMBER = "资料中没有写明所问文件的发文字号。"
NEAREST = 3
"""How many of the nearest clauses are shown with a refusal."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked up for a question."""

    found: SearchResult
    rated: tuple[Rated, ...]
    instead: tuple[str, ...]
    """What the documents say instead of what is asked."""
    kept: tuple[Row, ...]
    """The rows that there is a basis for; none where something else is said instead."""

    @property
    def open(self) -> tuple[Rated, ...]:
        """The rows that there may be a basis for."""
        return () if self.instead else self.rated


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
        self._finder = EvidenceFinder(view)
        self._phraser = Phraser(chat, settings, view.regions)
        self._verifier = Verifier(chat, settings)

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
        looked = self._look_up(text, filters)
        if not looked.kept and history and self._chat.model is not None:
            with friendly_chat_errors(self._chat.settings):
                whole = rewrite(self._chat.model, text, history)
            if whole != text:
                text = whole
                looked = self._look_up(text, filters)
        retrieved = time.perf_counter() - started
        passages = looked.found.passages
        yield Retrieved(passages, tuple(self._shown(self._verifier.possible(looked.open))))
        writing = Writing()
        kept = self._verifier.confirm(looked.open, writing)
        yield from self._write(kept, writing, started)
        writing.notes += remarks(looked, writing)
        timings = Timings(
            retrieve=round(retrieved, 3),
            first_token=writing.first_token,
            total=round(time.perf_counter() - started, 3),
        )
        yield self._finish(text, passages, writing, timings)

    def _write(self, rows: Sequence[Row], writing: Writing, started: float) -> Iterator[Event]:
        """The model's sentences where it phrases; the documents' own where nothing of it stands."""
        if self._chat.model is not None and is_phrased(rows, self._chat.settings):
            yield from self._phraser.write(rows[0], writing, started)
        if not writing.shown:
            for part in compose(rows):
                yield writing.add(part)

    def _look_up(self, text: str, filters: Filters) -> Looked:
        view = self._view
        found = view.retriever.search(text, self._passages, filters)
        rows = self._finder.rows(found)
        instead = said_instead(found.understood.question, rows, view.targets, view.library)
        rated = rate(rows)
        kept = () if instead else with_basis(rated, self._settings.basis)
        return Looked(found, rated, instead, kept)

    def _shown(self, rows: Sequence[Row]) -> list[Evidence]:
        settings = self._settings
        ranked = [one for row in rows for one in row.evidence if not one.items]
        return select(ranked, settings.evidence_sentences, settings.evidence_chars)

    def _finish(
        self, text: str, passages: Sequence[Passage], writing: Writing, timings: Timings
    ) -> Answer:
        refused = not writing.citations
        prompt_tokens, new_tokens = writing.usage or (None, None)
        return Answer(
            question=text,
            answer="\n".join([NO_BASIS, *writing.notes]) if refused else writing.text,
            refused=refused,
            sentences=tuple(writing.sentences),
            citations=tuple(writing.citations),
            nearest=tuple(passages[:NEAREST]) if refused else (),
            llm=self._chat.name,
            timings=timings,
            notes=tuple(writing.notes),
            prompt_tokens=prompt_tokens,
            new_tokens=new_tokens,
            llm_failure=writing.failure,
        )


def remarks(looked: Looked, writing: Writing) -> list[str]:
    """What is missing, what a cited text is, or why nothing was found."""
    if not writing.citations:
        notes = (looked_for(looked.found.understood.question), *looked.instead)
        return [note for note in notes if note]
    said = {one.label for one in writing.shown}
    labels = [one.row.label for one in looked.rated]
    missing = [label for label in labels if label and label not in said]
    without = [f"{label}：{NO_BASIS}。" for label in missing]
    if asks_number(looked.found.understood.question) and not shows_number(writing):
        without.append(NO_NUMBER)
    return [*without, *caveats(one.passage for one in writing.citations)]


def shows_number(writing: Writing) -> bool:
    """Whether an answer names the 发文字号 of a document, in its own words or a quotation."""
    return any(names_number(one.text) for one in writing.shown)
