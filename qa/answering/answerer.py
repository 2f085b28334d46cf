"""From a question to its answer: look up, decide whether there is a basis, write, check.

The model never decides whether there is an answer, and never names a source: a question that the
evidence does not cover is refused before the model is asked, and each of its sentences is shown
only where the program finds the evidence that supports it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.answering.model import Answer, Event, Retrieved, Timings
from qa.answering.phrased import Phraser, is_phrased
from qa.answering.verbatim import compose
from qa.answering.writing import Chat, Writing
from qa.chat.openai_chat import friendly_chat_errors
from qa.dialogue import Turn
from qa.evidence.basis import with_basis
from qa.evidence.finder import EvidenceFinder, Row, select
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.rewriting import rewrite
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from qa.library_view import LibraryView
    from qa.search.retriever import SearchResult

NO_BASIS = "资料中未找到依据"
NEAREST = 3
"""How many of the nearest clauses are shown with a refusal."""


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
        found, rows = self._look_up(text, filters)
        if not rows and history and self._chat.model is not None:
            with friendly_chat_errors(self._chat.settings):
                whole = rewrite(self._chat.model, text, history)
            if whole != text:
                text = whole
                found, rows = self._look_up(text, filters)
        retrieved = time.perf_counter() - started
        yield Retrieved(found.passages, tuple(self._shown(rows)))
        writing = Writing()
        yield from self._write(rows, writing, started)
        timings = Timings(
            retrieve=round(retrieved, 3),
            first_token=writing.first_token,
            total=round(time.perf_counter() - started, 3),
        )
        yield self._finish(text, found.passages, writing, timings)

    def _write(self, rows: Sequence[Row], writing: Writing, started: float) -> Iterator[Event]:
        """The model's sentences where it phrases; the documents' own where nothing of it stands."""
        if self._chat.model is not None and is_phrased(rows):
            yield from self._phraser.write(rows[0], writing, started)
        if not writing.shown:
            for part in compose(rows):
                yield writing.add(part)

    def _look_up(self, text: str, filters: Filters) -> tuple[SearchResult, tuple[Row, ...]]:
        """What is found, and the rows that there is a basis for."""
        found = self._view.retriever.search(text, self._passages, filters)
        rows = self._finder.rows(found)
        return found, with_basis(rows, self._settings.basis)

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
            answer=NO_BASIS if refused else writing.text,
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
