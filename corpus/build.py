"""Building a library's database: documents, clauses, chunks, and the words for full-text search."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from importlib import resources
from pathlib import Path

from corpus.duplicates import Part, Signed, are_same, find_twins, sign, similar_pairs
from corpus.models import Document, Level, Parsed
from corpus.rows import (
    chunk_row,
    chunk_words,
    clause_row,
    document_row,
    document_words,
    name_rows,
    target_rows,
)
from corpus.targets.documents import document_targets
from corpus.words import bigrams

OF_SOURCE = "(SELECT document_id FROM old.documents WHERE source_file = ?)"
COPIED = {
    "sources": "source_file = ?",
    "documents": "source_file = ?",
    "printed_pages": "source_file = ?",
    "signatures": f"document_id IN {OF_SOURCE}",
    "clauses": f"document_id IN {OF_SOURCE}",
    "names": f"document_id IN {OF_SOURCE}",
    "document_words": f"document_id IN {OF_SOURCE}",
}
"""Tables whose rows are copied as they are for an unchanged source file, and which rows."""

WORD_COLUMNS = 6
"""Columns of ``chunk_words``."""


class LibraryBuilder:
    """Writes ``library.sqlite``; positions of chunks are counted from 0 in the order of adding."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path.absolute().as_uri(), uri=True)
        self._connection.execute("PRAGMA journal_mode = WAL")
        schema = resources.files("corpus").joinpath("schema.sql").read_text(encoding="utf-8")
        self._connection.executescript(schema)
        self._position = 0

    def add_source(
        self, source_file: str, content: bytes, sidecar: bytes | None, parsed: Parsed
    ) -> None:
        """Write a source file's documents.

        The file is kept as it was read, so that the library can be made anew without it.
        """
        packed = [zlib.compress(content), None if sidecar is None else zlib.compress(sidecar)]
        self._insert("sources", [(source_file, *packed)])
        pages = ((source_file, page, printed) for page, printed in parsed.printed.items())
        self._insert("printed_pages", pages)
        for document in parsed.documents:
            self.add_document(document)

    def add_document(self, document: Document) -> None:
        """Write a document with its clauses, chunks and words."""
        self._insert("documents", [document_row(document)])
        whole = "".join(clause.text.text for clause in document.clauses)
        self._insert("signatures", [(document.document_id, sign(whole))])
        self._insert("clauses", (clause_row(document, clause) for clause in document.clauses))
        self._insert("names", name_rows(document))
        words = document_words(document)
        self._insert("document_words", [(*words, document.document_id)])
        self._insert("targets", target_rows(document, document_targets(document), self._position))
        for number, chunk in enumerate(document.chunks):
            self._add_chunk(chunk_row(document, chunk, number), chunk_words(chunk, words))

    def copy_source(self, old: Path, source_file: str) -> None:
        """Copy all documents that the database ``old`` holds of an unchanged source file."""
        self._connection.execute("ATTACH ? AS old", (f"{old.absolute().as_uri()}?immutable=1",))
        try:
            for table, rows in COPIED.items():
                query = f"INSERT INTO {table} SELECT * FROM old.{table} WHERE {rows}"
                self._connection.execute(query, (source_file,))
            self._copy_chunks(source_file)
            self._connection.commit()
        finally:
            self._connection.execute("DETACH old")

    def _copy_chunks(self, source_file: str) -> None:
        rows = self._connection.execute(
            "SELECT w.*, c.* FROM old.chunks c JOIN old.chunk_words w ON w.rowid = c.position"
            f" WHERE c.document_id IN {OF_SOURCE} ORDER BY c.position",
            (source_file,),
        ).fetchall()
        positions = {row[WORD_COLUMNS]: self._position + number for number, row in enumerate(rows)}
        for row in rows:
            self._add_chunk(row[WORD_COLUMNS + 1 :], row[:WORD_COLUMNS])
        query = f"SELECT * FROM old.targets WHERE document_id IN {OF_SOURCE}"
        targets = self._connection.execute(query, (source_file,)).fetchall()
        self._insert("targets", ((positions[old], *row) for old, *row in targets))

    def _add_chunk(self, row: tuple[object, ...], words: tuple[str, ...]) -> None:
        self._insert("chunks", [(self._position, *row)])
        self._insert(
            "chunk_words (rowid, text, heading, path, title, about, defined)",
            [(self._position, *words)],
        )
        self._position += 1

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        for row in rows:
            marks = ", ".join("?" * len(row))
            self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)

    def mark_duplicates(self) -> None:
        """Find the documents that give the same text, and pair their chunks."""
        query = (
            "SELECT document_id, signature FROM signatures JOIN documents USING (document_id)"
            " ORDER BY source_file, line_start"
        )
        signed = [Signed(*row) for row in self._connection.execute(query)]
        for pair in similar_pairs(signed):
            texts = [self._chunks_of(document_id) for document_id in pair]
            if are_same(*("".join(part.text for part in parts) for parts in texts)):
                self._add_duplicate(*self._by_worth(pair))

    def _by_worth(self, pair: tuple[str, str]) -> tuple[str, str]:
        """Of two documents the one to cite first: whole, then with a number, then with a date."""
        order = "gap IS NOT NULL, doc_no IS NULL, date IS NULL, source_file, line_start"
        query = f"SELECT document_id FROM documents WHERE document_id IN (?, ?) ORDER BY {order}"
        first, second = (row[0] for row in self._connection.execute(query, pair))
        return first, second

    def _add_duplicate(self, primary: str, document_id: str) -> None:
        known = "SELECT duplicate_of FROM duplicates WHERE document_id = ?"
        row = self._connection.execute(known, (primary,)).fetchone()
        primary = row[0] if row else primary
        if self._connection.execute(known, (document_id,)).fetchone() or primary == document_id:
            return
        self._insert("duplicates", [(document_id, primary)])
        twins = find_twins(self._chunks_of(document_id), self._chunks_of(primary))
        self._insert("twins", twins.items())

    def _chunks_of(self, document_id: str) -> list[Part]:
        query = "SELECT position, text FROM chunks WHERE document_id = ? ORDER BY position"
        return [Part(*row) for row in self._connection.execute(query, (document_id,))]

    def count_bigrams(self) -> None:
        """Count in how many chunks each pair of neighbouring characters stands."""
        texts = self._connection.execute("SELECT text FROM chunks")
        counts = Counter(bigram for (text,) in texts for bigram in bigrams(text))
        self._insert("bigrams", counts.items())

    def chunk_texts(self) -> list[tuple[str | None, str | None, list[str], str]]:
        """Place, title, clause path and text of every chunk, in the order of positions.

        The place is the document's region or, of a ministry's, the chapter of its compilation.
        """
        rows = self._connection.execute(
            "SELECT coalesce(d.region, CASE d.level WHEN ? THEN d.chapter END), d.title, c.path,"
            " c.text FROM chunks c JOIN documents d USING (document_id) ORDER BY c.position",
            (Level.MINISTRY,),
        )
        return [(place, title, json.loads(path), text) for place, title, path, text in rows]

    def counts(self, source_file: str) -> tuple[int, int, int]:
        """How many documents, clauses and chunks there are of a source file."""
        ids = "(SELECT document_id FROM documents WHERE source_file = ?)"
        one, two, three = (
            self._connection.execute(
                f"SELECT count(*) FROM {table} WHERE document_id IN {ids}", (source_file,)
            ).fetchone()[0]
            for table in ("documents", "clauses", "chunks")
        )
        return one, two, three

    def close(self) -> None:
        """Commit, and leave one file without a write-ahead log beside it."""
        with closing(self._connection):
            self._connection.commit()
            self._connection.execute("INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")
            self._connection.commit()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
