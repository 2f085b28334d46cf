"""What the faces ask of a library: plain arguments in, the project's own values out.

The command line, HTTP and MCP call these, and each writes the values in its own form.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.errors import InputError
from corpus.library import CatalogueEntry, StoredChunk
from qa.answering.model import Event
from qa.citing.hits import HitMaker
from qa.citing.lookup import Lookup
from qa.citing.matching import Match
from qa.citing.model import Found, Hit, MatchKind
from qa.citing.wording import Wording
from qa.dialogue import Turn
from qa.drafts.checking import DraftChecker
from qa.drafts.models import DraftReport
from qa.drafts.reading import parse_draft
from qa.engine import Engine
from qa.library_view import LibraryView
from qa.query import clean_question
from qa.search.filters import NO_FILTERS, Filters
from qa.search.retriever import SearchResult


class UnknownIdError(InputError):
    """There is no document or clause with this id."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document, with the ids of the chunks that it is cut into."""

    chunk_ids: tuple[str, ...]
    clause_path: tuple[str, ...]
    text: str
    is_table: bool
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None


@dataclass(frozen=True, slots=True)
class WholeDocument:
    """A document with all its clauses, in its order."""

    document: CatalogueEntry
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that can be answered, for all that is known before it is."""

    engine: Engine
    question: str
    filters: Filters
    history: tuple[Turn, ...]

    def work(self) -> Generator[Event, None, None]:
        """The events of its answer; closing this stops the model."""
        yield from self.engine.answerer.stream(self.question, self.filters, self.history)


@dataclass(frozen=True, slots=True)
class DraftChecking:
    """A draft that is to be read and checked."""

    engine: Engine
    content: bytes
    name: str
    """Its ending says what the content is."""
    region: str | None
    """The draft's own place."""

    def work(self) -> Generator[DraftReport, None, None]:
        """The report after each sentence, the last of them whole.

        Raises:
            InputError: the draft cannot be read or is too large.
            SetupError: the library is not ready.
        """
        draft = parse_draft(self.content, self.name, self.engine.settings.drafts)
        yield from DraftChecker(self.engine).steps(draft, self.region)


def search(engine: Engine, query: str, k: int, filters: Filters = NO_FILTERS) -> SearchResult:
    """The best ``k`` passages for a text.

    Raises:
        InputError: the text is empty or too long, or no document meets the filters.
        SetupError: the library is not ready.
    """
    return engine.view.retriever.search(engine.understand_text(query), k, filters)


def look_up(engine: Engine, text: str, k: int, filters: Filters = NO_FILTERS) -> Found:
    """The best ``k`` hits for a wording.

    Raises:
        InputError, SetupError: as `search`.
    """
    cleaned = clean_question(text, engine.settings.citing.text_chars, "要查的文字")
    return Lookup(engine.view).find(cleaned, k, filters)


def prepare_answer(
    engine: Engine, question: str, filters: Filters, history: Sequence[Turn]
) -> Asking:
    """A question made whole, the filters and the chat model looked at; nothing is answered yet.

    Raises:
        InputError: as `search`, or nobody knows which place 我市 is.
        SetupError: the library or the chat model is not ready.
    """
    whole = engine.understand(question, history)
    engine.view.retriever.admitted(filters)
    engine.require_models()
    return Asking(engine, whole, filters, tuple(history))


def read_document(view: LibraryView, document_id: str) -> WholeDocument:
    """A document with its clauses.

    Raises:
        UnknownIdError: there is no such document.
    """
    document = view.library.documents.get(document_id)
    if document is None:
        raise UnknownIdError("没有这个编号的文件，请在文件目录（documents）里查编号")
    by_clause = groupby(view.library.chunks_of(document_id), key=lambda chunk: chunk.clause)
    clauses = tuple(make_clause(view, tuple(some)) for _, some in by_clause)
    return WholeDocument(document, clauses)


def make_clause(view: LibraryView, chunks: tuple[StoredChunk, ...]) -> Clause:
    """The clause that is cut into these chunks."""
    first, last = chunks[0], chunks[-1]
    return Clause(
        chunk_ids=tuple(chunk.chunk_id for chunk in chunks),
        clause_path=first.path,
        text=view.library.clause_text(first.document_id, first.clause),
        is_table=first.is_table,
        line_start=first.line_start,
        line_end=last.line_end,
        page_start=first.page_start,
        page_end=last.page_end,
    )


def read_clause(view: LibraryView, chunk_id: str) -> Hit:
    """The whole clause that a chunk is of, with the clauses beside it.

    Raises:
        UnknownIdError: there is no such chunk.
    """
    try:
        found = view.library.position(chunk_id)
    except KeyError as error:
        raise UnknownIdError("没有这个编号的条款，请用检索结果里的 chunk_id") from error
    (chunk,) = view.library.chunks([found])
    chunks = view.library.chunks_of(chunk.document_id)
    whole = tuple(one for one in chunks if one.clause == chunk.clause)
    return HitMaker(view).make(Match(MatchKind.NAMED, whole), Wording(""))
