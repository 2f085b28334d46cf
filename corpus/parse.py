"""Parsing: from a source file to its documents, clauses and chunks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.chunks import build_chunks
from corpus.clauses import build_clauses
from corpus.completeness import find_gap
from corpus.decimals import mark_decimals
from corpus.metadata import describe_entry, find_metadata, with_title
from corpus.models import Document, Line, Metadata, Parsed, Remark, SourceFile, Text
from corpus.ranges import apply_ranges
from corpus.sidecar import Sidecar
from corpus.split import Section, split_documents
from corpus.tables import mark_tables
from corpus.unwrap import find_measure, join_none, unwrap

PARSER_VERSION = 9
"""Raised with every change to what parsing yields, so that libraries are made anew."""


def parse_source(source: SourceFile, sidecar: Sidecar) -> Parsed:
    """The documents of a source file.

    Raises:
        InputError: the sidecar names lines that the file does not have.
    """
    found = [section for section in split_documents(source.lines) if section.lines]
    sections = apply_ranges(found, sidecar, source.name)
    measure = find_measure(source.lines) if source.wrapped else None
    documents = [
        build_document(source, ordinal, section, sidecar, measure)
        for ordinal, section in enumerate(sections, start=1)
    ]
    remarks = (*source.remarks, *find_unreadable(source.lines))
    return Parsed(tuple(documents), source.printed, remarks)


def find_unreadable(lines: Sequence[Line]) -> list[Remark]:
    """A remark on the lines with characters that were lost before the file was made (U+FFFD)."""
    numbers = [line.number for line in lines if "\ufffd" in line.text]
    if not numbers:
        return []
    more = f"（共 {len(numbers)} 行）" if len(numbers) > 1 else ""
    return [Remark(numbers[0], f"有无法识别的字符（�）{more}，请对照原件")]


def build_document(
    source: SourceFile, ordinal: int, section: Section, sidecar: Sidecar, measure: int | None
) -> Document:
    """The document of one section."""
    paragraphs = read_paragraphs(section.lines, measure, wrapped=source.wrapped)
    title, paragraphs = take_title(paragraphs)
    clauses = build_clauses(paragraphs)
    corrections = sidecar.of_document(section.first.number)
    metadata = describe(section, paragraphs, title, source.title)
    metadata = corrections.apply(metadata if section.in_compilation else sidecar.apply(metadata))
    gap = sidecar.gap(find_gap(paragraphs, metadata))
    return Document(
        document_id=make_document_id(source.name, ordinal),
        source_file=source.name,
        metadata=metadata,
        compilation=sidecar.title if section.in_compilation else None,
        chapter=section.chapter or section.part,
        gap=corrections.gap(gap),
        line_start=section.first.number,
        line_end=section.lines[-1].number,
        paged=source.paged,
        clauses=tuple(clauses),
        chunks=tuple(build_chunks(clauses)),
    )


def read_paragraphs(lines: Sequence[Line], measure: int | None, *, wrapped: bool) -> list[Text]:
    """The paragraphs of a section, tables and decimal numbers marked."""
    marked = mark_tables(mark_decimals(lines), measure)
    return unwrap(marked, measure) if wrapped else join_none(marked)


def take_title(paragraphs: Sequence[Text]) -> tuple[str | None, list[Text]]:
    """The only heading of the highest depth, if no other stands before it: the document's title.

    It is text then, not a heading that everything stands under.
    """
    headings = [paragraph for paragraph in paragraphs if paragraph.heading]
    if not headings or [h.heading for h in headings].count(1) != 1 or headings[0].heading != 1:
        return None, list(paragraphs)
    title = headings[0]
    return title.text, [replace(p, heading=0) if p is title else p for p in paragraphs]


def describe(
    section: Section, paragraphs: Sequence[Text], marked: str | None, stated: str | None
) -> Metadata:
    """What is known of a document by its text and by the titles that its file marks or states."""
    if section.heading is not None:
        return describe_entry(section.heading.title, paragraphs, section.part, section.chapter)
    found = find_metadata(paragraphs)
    return found if section.in_compilation else with_title(found, marked, stated)


def make_document_id(source_file: str, ordinal: int = 1) -> str:
    """A short id that stays the same as long as the file's name and the document's place do."""
    digest = hashlib.sha256(source_file.encode()).hexdigest()[:6]
    return f"{Path(source_file).stem[:20]}-{digest}-{ordinal:03d}"
