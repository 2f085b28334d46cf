"""Passages: retrieved chunks with their document's metadata."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.library import CatalogueEntry, StoredChunk


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
    compilation: str | None
    """Title of the compilation that the document was taken from."""
    source_file: str
    line_start: int
    line_end: int
    text: str
    score: float

    @property
    def heading(self) -> str:
        """Title and clause path on one line, for reading and for matching places."""
        return " ".join(part for part in (self.title, *self.clause_path) if part)


def make_passage(chunk: StoredChunk, document: CatalogueEntry, score: float) -> Passage:
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
        compilation=document.compilation,
        source_file=document.source_file,
        line_start=chunk.line_start,
        line_end=chunk.line_end,
        text=chunk.text,
        score=round(score, 6),
    )
