"""Parsing: from a source file to its documents, clauses and chunks."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.chunks import build_chunks
from corpus.clauses import build_clauses
from corpus.metadata import describe_entry, find_metadata, is_excerpt
from corpus.models import Document, Metadata, SourceFile, Text
from corpus.sidecar import Sidecar
from corpus.split import Section, split_documents
from corpus.unwrap import find_measure, join_none, unwrap

PARSER_VERSION = 2
"""Raised with every change to what parsing yields, so that libraries are made anew."""


def parse_source(source: SourceFile, sidecar: Sidecar) -> list[Document]:
    """The documents of a source file."""
    lines = source.lines
    sections = [section for section in split_documents(lines) if section.lines]
    measure = find_measure(lines)
    parsed = [
        (section, unwrap(section.lines, measure) if source.wrapped else join_none(section.lines))
        for section in sections
    ]
    return [
        build_document(source.name, ordinal, section, paragraphs, sidecar, paged=source.paged)
        for ordinal, (section, paragraphs) in enumerate(parsed, start=1)
    ]


def build_document(
    source_file: str,
    ordinal: int,
    section: Section,
    paragraphs: list[Text],
    sidecar: Sidecar,
    *,
    paged: bool,
) -> Document:
    """The document of one section."""
    clauses = build_clauses(paragraphs)
    return Document(
        document_id=make_document_id(source_file, ordinal),
        source_file=source_file,
        metadata=describe(section, paragraphs, sidecar),
        compilation=sidecar.title if section.in_compilation else None,
        complete=not is_excerpt(paragraphs),
        line_start=section.first.number,
        line_end=section.lines[-1].number,
        paged=paged,
        clauses=tuple(clauses),
        chunks=tuple(build_chunks(clauses)),
    )


def describe(section: Section, paragraphs: list[Text], sidecar: Sidecar) -> Metadata:
    """What is known of a document; a sidecar describes a file that is one document."""
    if section.heading is not None:
        return describe_entry(section.heading.title, paragraphs, section.part, section.chapter)
    found = find_metadata(paragraphs)
    return found if section.in_compilation else sidecar.apply(found)


def make_document_id(source_file: str, ordinal: int = 1) -> str:
    """A short id that stays the same as long as the file's name and the document's place do."""
    digest = hashlib.sha256(source_file.encode()).hexdigest()[:6]
    return f"{Path(source_file).stem[:20]}-{digest}-{ordinal:03d}"
