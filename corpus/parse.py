"""Parsing: from a source file to its documents, clauses and chunks."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.chunks import build_chunks
from corpus.clauses import build_clauses
from corpus.errors import InputError
from corpus.metadata import find_metadata
from corpus.models import Document, SourceFile
from corpus.pages import drop_page_numbers, number_lines
from corpus.sidecar import Sidecar
from corpus.unwrap import unwrap

PARSER_VERSION = 1
"""Raised with every change to what parsing yields, so that libraries are made anew."""


def parse_source(source: SourceFile, sidecar: Sidecar) -> list[Document]:
    """The documents of a source file.

    Raises:
        InputError: the file holds no text.
    """
    numbered = number_lines(source.lines)
    lines = drop_page_numbers(numbered)
    if not lines:
        raise InputError(f"{source.name}：文件里没有可读的文字")
    paragraphs = unwrap(lines)
    clauses = build_clauses(paragraphs)
    document = Document(
        document_id=make_document_id(source.name),
        source_file=source.name,
        metadata=sidecar.apply(find_metadata(paragraphs)),
        complete=True,
        line_start=lines[0].number,
        line_end=lines[-1].number,
        paged=numbered[-1].page > 1,
        clauses=tuple(clauses),
        chunks=tuple(build_chunks(clauses)),
    )
    return [document]


def make_document_id(source_file: str, ordinal: int = 1) -> str:
    """A short id that stays the same as long as the file's name and the document's place do."""
    digest = hashlib.sha256(source_file.encode()).hexdigest()[:6]
    return f"{Path(source_file).stem[:20]}-{digest}-{ordinal:03d}"
