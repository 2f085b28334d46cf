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
from qa.answering.refusal import false_premise, looked_for, name_years, only_other_years
from qa.answering.verbatim import compose
from qa.answering.writing import Chat, Writing
from qa.chat.openai_chat import friendly_chat_errors
from qa.citations import caveats
from qa.dialogue import Turn
from qa.evidence.basis import with_basis
from qa.evidence.finder import EvidenceFinder, Row, select
from qa.evidence.sentences import Evidence
from qa.passages import Passage
from qa.query import Question
from qa.rewriting import rewrite
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from qa.library_view import LibraryView
    from qa.search.retriever import SearchResult

NO_BASIS = "资料中未找到依据"
NEAREST = 3
"""How many of the nearest clauses are shown with a refusal."""

Looked = tuple["SearchResult", tuple[Row, ...], tuple[Row, ...]]


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
        found, rows, kept = self._look_up(text, filters)
        if not kept and history and self._chat.model is not None:
            with friendly_chat_errors(self._chat.settings):
                whole = rewrite(self._chat.model, text, history)
            if whole != text:
                text = whole
                found, rows, kept = self._look_up(text, filters)
        retrieved = time.perf_counter() - started
        yield Retrieved(found.passages, tuple(self._shown(kept)))
        writing = Writing()
        yield from self._write(kept, writing, started)
        self._remark(found.understood.question, rows, writing)
        timings = Timings(
            retrieve=round(retrieved, 3),
            first_token=writing.first_token,
            total=round(time.perf_counter() - started, 3),
        )
        yield self._finish(text, found.passages, writing, timings)

    def _write(self, rows: Sequence[Row], writing: Writing, started: float) -> Iterator[Event]:
        """The model's sentences where it phrases; the documents' own where nothing of it stands."""
        if self._chat.model is not None and is_phrased(rows, self._chat.settings):
            yield from self._phraser.write(rows[0], writing, started)
        if not writing.shown:
            for part in compose(rows):
                yield writing.add(part)

    def _look_up(self, text: str, filters: Filters) -> Looked:
        """What is found, all rows, and those that there is a basis for."""
        found = self._view.retriever.search(text, self._passages, filters)
        rows = self._finder.rows(found)
        question, library = found.understood.question, self._view.library
        without = only_other_years(rows) or false_premise(question, self._view.targets, library)
        return found, rows, () if without else with_basis(rows, self._settings.basis)

    def _remark(self, question: Question, rows: Sequence[Row], writing: Writing) -> None:
        """Note what is missing, what a cited text is, and why nothing was found."""
        library = self._view.library
        if not writing.citations:
            premise = false_premise(question, self._view.targets, library)
            notes = [premise] if premise else [*name_years(only_other_years(rows), library)]
            writing.notes += [note for note in (looked_for(question), *notes) if note]
            return
        said = {one.label for one in writing.shown}
        missing = [row.label for row in rows if row.label and row.label not in said]
        writing.notes += [f"{label}：{NO_BASIS}。" for label in missing]
        writing.notes += caveats(one.passage for one in writing.citations)

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
