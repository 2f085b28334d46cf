"""Passages: retrieved chunks with their document's metadata."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.library import CatalogueEntry, Library, StoredChunk


@dataclass(frozen=True, slots=True)
class Place:
    """Another document that gives the same text, and where in it."""

    chunk_id: str
    document_id: str
    title: str | None
    doc_no: str | None
    compilation: str | None
    source_file: str
    page_start: int | None
    page_end: int | None
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with its document's metadata and score."""

    chunk_id: str
    document_id: str
    title: str | None
    doc_no: str | None
    issuer: tuple[str, ...]
    date: str | None
    region: str | None
    level: str | None
    clause_path: tuple[str, ...]
    page_start: int | None
    page_end: int | None
    printed_page: str | None
    """The page number that is printed on the first page."""
    compilation: str | None
    """Title of the compilation that the document was taken from."""
    gap: str | None
    """What is missing of the document's text; None if nothing is known to be."""
    source_file: str
    line_start: int
    line_end: int
    text: str
    is_table: bool
    """Whether the text is a table: its words are the source's, but no row of it is a sentence."""
    also_in: tuple[Place, ...]
    """Where else the same text stands."""
    score: float
    parts: tuple[Passage, ...] = ()
    """The passage's chunks, each as a passage, where it is made of several."""

    @property
    def chunk_ids(self) -> tuple[str, ...]:
        """The ids of all chunks that it is made of; `chunk_id` is that of the one found."""
        return tuple(part.chunk_id for part in self.parts) or (self.chunk_id,)

    @property
    def complete(self) -> bool:
        """Whether the whole text of the document is given, for all that is known."""
        return self.gap is None

    @property
    def heading(self) -> str:
        """Title and clause path on one line, for reading and for matching places."""
        return " ".join(part for part in (self.title, *self.clause_path) if part)

    @property
    def about(self) -> str:
        """Heading, region and issuers on one line: what says what its sentences are about."""
        return " ".join((self.heading, self.region or "", *self.issuer))


def make_place(chunk: StoredChunk, document: CatalogueEntry) -> Place:
    """Where a chunk with the same text stands."""
    return Place(
        chunk_id=chunk.chunk_id,
        document_id=chunk.document_id,
        title=document.title,
        doc_no=document.doc_no,
        compilation=document.compilation,
        source_file=document.source_file,
        page_start=chunk.page_start,
        page_end=chunk.page_end,
        line_start=chunk.line_start,
        line_end=chunk.line_end,
    )


def make_passage(
    chunk: StoredChunk,
    document: CatalogueEntry,
    score: float,
    printed_page: str | None = None,
    also_in: tuple[Place, ...] = (),
) -> Passage:
    """A stored chunk as a passage."""
    return Passage(
        chunk_id=chunk.chunk_id,
        document_id=chunk.document_id,
        title=document.title,
        doc_no=document.doc_no,
        issuer=document.issuer,
        date=document.date,
        region=document.region,
        level=document.level,
        clause_path=chunk.path,
        page_start=chunk.page_start,
        page_end=chunk.page_end,
        printed_page=printed_page,
        compilation=document.compilation,
        gap=document.gap,
        source_file=document.source_file,
        line_start=chunk.line_start,
        line_end=chunk.line_end,
        text=chunk.text,
        is_table=chunk.is_table,
        also_in=also_in,
        score=round(score, 6),
    )


def read_passage(library: Library, chunk: StoredChunk, score: float = 0.0) -> Passage:
    """A stored chunk as a passage, with its printed page and where else its text stands."""
    documents = library.documents
    document = documents[chunk.document_id]
    others = library.chunks(library.copies(chunk.position))
    also_in = tuple(make_place(other, documents[other.document_id]) for other in others)
    printed = library.printed_pages.get((document.source_file, chunk.page_start or 0))
    return make_passage(chunk, document, score, printed, also_in)
