"""Rows of the library's tables, in the order of their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus.definitions import defined_terms
from corpus.models import Chunk, Clause, Document, Level, Text
from corpus.names import names_of
from corpus.targets.documents import PlacedTarget
from corpus.targets.names import normalise_indicator
from corpus.words import cut_words


def document_row(document: Document) -> tuple[object, ...]:
    """The row of a document, in the order of the columns."""
    meta = document.metadata
    first, last = document.chunks[0].text, document.chunks[-1].text
    pages = (first.first.page, last.last.page) if document.paged else (None, None)
    return (
        document.document_id,
        document.source_file,
        meta.title,
        meta.doc_no,
        to_json(meta.issuer),
        meta.date,
        meta.effective,
        meta.region,
        meta.level,
        meta.type,
        meta.url,
        document.compilation,
        document.chapter,
        to_json(meta.inferred),
        document.gap,
        document.line_start,
        document.line_end,
        *pages,
    )


def clause_row(document: Document, clause: Clause) -> tuple[object, ...]:
    """The row of a clause, in the order of the columns."""
    path = to_json(clause.path)
    ids = (document.document_id, clause.ordinal, path)
    return (*ids, *text_columns(document, clause.text))


def chunk_row(document: Document, chunk: Chunk, number: int) -> tuple[object, ...]:
    """The row of a chunk without its position, in the order of the columns."""
    chunk_id = f"{document.document_id}:{number:04d}"
    ids = (chunk_id, document.document_id, chunk.clause, to_json(chunk.path))
    return (*ids, *text_columns(document, chunk.text))


def text_columns(document: Document, text: Text) -> tuple[object, ...]:
    """The text, whether it is a table, and its first and last line and page."""
    pages = (text.first.page, text.last.page) if document.paged else (None, None)
    return (text.text, text.is_table, text.first.line, text.last.line, *pages)


def to_json(values: Iterable[str]) -> str:
    """A list of strings as JSON."""
    return json.dumps(list(values), ensure_ascii=False)


def name_rows(document: Document) -> Iterator[tuple[object, ...]]:
    """The rows of a document's names."""
    meta = document.metadata
    names = names_of(meta.title, meta.doc_no, is_company=meta.level is Level.COMPANY)
    return ((document.document_id, kind, name) for kind, name in names)


def target_rows(
    document: Document, targets: Iterable[PlacedTarget], position: int
) -> Iterator[tuple[object, ...]]:
    """The rows of a document's targets.

    Args:
        document: The document.
        targets: Its targets.
        position: The position of its first chunk.
    """
    for ordinal, placed in enumerate(targets):
        target = placed.target
        yield (
            position + placed.chunk,
            ordinal,
            document.document_id,
            target.indicator,
            normalise_indicator(target.indicator, target.region or ""),
            target.region,
            target.year,
            target.value,
            target.unit,
            target.qualifier,
            target.direction,
            target.base_year,
            target.binding,
            placed.sentence.start,
            placed.sentence.end,
            placed.figure.start,
            placed.figure.end,
        )


def document_words(document: Document) -> tuple[str, ...]:
    """The words of a document's title and of who and what it is of."""
    return tuple(map(join_words, (document.metadata.title or "", about(document))))


def chunk_words(chunk: Chunk, of_document: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a chunk's text, its heading and the headings above; its document's; its terms.

    Args:
        chunk: The chunk.
        of_document: As of `document_words`.
    """
    *above, heading = chunk.path or ("",)
    terms = " ".join(defined_terms(chunk.text.text))
    parts = map(join_words, (chunk.text.text, heading, " ".join(above)))
    return (*parts, *of_document, join_words(terms))


def about(document: Document) -> str:
    """Who a document is of and where: region, chapter of its compilation, issuers, level."""
    meta = document.metadata
    parts = (meta.region, document.chapter, *meta.issuer, meta.level)
    return " ".join(dict.fromkeys(part for part in parts if part))


def join_words(text: str) -> str:
    """The words of a text, as the full-text index takes them."""
    return " ".join(cut_words(text))
