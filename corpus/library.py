"""Reading a library: catalogue, chunks and full-text search."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SetupError
from corpus.models import Gap, Level
from corpus.names import NameKind
from corpus.storage import DATABASE, INGEST
from corpus.targets.stored import (
    INDICATORS,
    TARGETS,
    Indicator,
    StoredTarget,
    list_indicators,
    stored_target,
)

if TYPE_CHECKING:
    from corpus.fulltext import LargeSearch

LARGE = 20_000
"""Chunks above which FTS5 alone would keep a question waiting."""
FIELD_WEIGHTS = (1.0, 0.8, 0.6, 0.4, 0.3, 1.0)
"""BM25 weights of a chunk's text, heading and the headings above, of its document's title and of
whose it is, and of the terms that the chunk defines."""
TITLE_WEIGHTS = (1.0, 0.6)
"""The same of a document's title and of whose it is."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A document as the catalogue lists it."""

    document_id: str
    title: str | None
    doc_no: str | None
    issuer: tuple[str, ...]
    date: str | None
    effective: str | None
    region: str | None
    level: Level | None
    type: str | None
    gap: Gap | None
    duplicate_of: str | None
    source_file: str
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None
    url: str | None
    compilation: str | None
    chapter: str | None
    inferred: tuple[str, ...]
    clauses: int
    chunks: int

    @property
    def complete(self) -> bool:
        """Whether the whole text is given, for all that is known."""
        return self.gap is None

    def is_of(self, places: Collection[str]) -> bool:
        """Whether its title or region names one of some places, if there are any."""
        about = f"{self.title} {self.region}"
        return not places or any(place in about for place in places)

    def is_from(self, dates: tuple[str, ...]) -> bool:
        """Whether its date lies in one of some years or months, given as 2021 or 2021-11."""
        return (self.date or "").startswith(dates)


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with its place in the source file."""

    position: int
    chunk_id: str
    document_id: str
    clause: int
    path: tuple[str, ...]
    text: str
    is_table: bool
    line_start: int
    line_end: int
    page_start: int | None
    page_end: int | None


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names of a document, folded for comparison."""

    document_id: str
    kind: NameKind
    text: str


CATALOGUE = """
SELECT d.*,
    (SELECT duplicate_of FROM duplicates u WHERE u.document_id = d.document_id) AS duplicate_of,
    (SELECT count(*) FROM clauses c WHERE c.document_id = d.document_id) AS clauses,
    (SELECT count(*) FROM chunks k WHERE k.document_id = d.document_id) AS chunks
FROM documents d ORDER BY d.source_file, d.line_start
"""


class Library:
    """An immutable library folder's database, open for reading; safe to share between threads."""

    def __init__(self, folder: Path, large: int = LARGE) -> None:
        """Open the folder; one of more than ``large`` chunks is searched by `LargeSearch`."""
        uri = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise SetupError(f"打不开文件库 {folder}（{error}），请重新运行：{INGEST}") from error
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.Lock()
        self._least_large = large

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @cached_property
    def documents(self) -> dict[str, CatalogueEntry]:
        """The catalogue by document id, in the order of the source files."""
        return {row["document_id"]: catalogue_entry(row) for row in self._query(CATALOGUE)}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Names of the regions that documents are of, sorted."""
        return tuple(sorted({d.region for d in self.documents.values() if d.region}))

    def chunks(self, positions: Sequence[int]) -> list[StoredChunk]:
        """The chunks at ``positions``, in that order.

        Raises:
            KeyError: there is no chunk at a position.
        """
        if not positions:
            return []
        query = f"SELECT * FROM chunks WHERE position IN ({marks(positions)})"
        rows = self._query(query, tuple(positions))
        found = {row["position"]: stored_chunk(row) for row in rows}
        return [found[position] for position in positions]

    def chunks_of(self, document_id: str) -> list[StoredChunk]:
        """The chunks of a document, in its order.

        Raises:
            KeyError: there is no such document.
        """
        first, last = self.range_of(document_id)
        return self.chunks(range(first, last + 1))

    def chunks_with(self, words: Sequence[str], document_ids: Sequence[str]) -> list[StoredChunk]:
        """The chunks of some documents whose texts hold any of ``words`` as they are written."""
        holds = " OR ".join("instr(text, ?)" for _ in words)
        query = f"SELECT * FROM chunks WHERE document_id IN ({marks(document_ids)}) AND ({holds})"
        rows = self._query(f"{query} ORDER BY position", (*document_ids, *words)) if words else []
        return [stored_chunk(row) for row in rows]

    def chunk_text(self, chunk_id: str) -> str | None:
        """The text of a chunk by its id; None where there is no such chunk."""
        rows = self._query("SELECT text FROM chunks WHERE chunk_id = ?", (chunk_id,))
        return rows[0]["text"] if rows else None

    def positions(self, document_ids: Sequence[str]) -> list[int]:
        """The positions of all chunks of some documents."""
        query = f"SELECT position FROM chunks WHERE document_id IN ({marks(document_ids)})"
        return [row["position"] for row in self._query(query, tuple(document_ids))]

    def position(self, chunk_id: str) -> int:
        """The position of a chunk by its id.

        Raises:
            KeyError: there is no such chunk.
        """
        rows = self._query("SELECT position FROM chunks WHERE chunk_id = ?", (chunk_id,))
        if not rows:
            raise KeyError(chunk_id)
        return int(rows[0]["position"])

    def document_at(self, position: int) -> str:
        """The id of the document that the chunk at ``position`` is of."""
        starts, ids = self._starts
        return ids[bisect_right(starts, position) - 1]

    def range_of(self, document_id: str) -> tuple[int, int]:
        """The first and last position of a document's chunks."""
        return self._ranges[document_id]

    def clause_text(self, document_id: str, ordinal: int) -> str:
        """The text of a clause.

        Raises:
            KeyError: there is no such clause.
        """
        query = "SELECT text FROM clauses WHERE document_id = ? AND ordinal = ?"
        rows = self._query(query, (document_id, ordinal))
        if not rows:
            raise KeyError((document_id, ordinal))
        return str(rows[0]["text"])

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        """Where the chunks of each document are; they follow each other."""
        rows = self._query(
            "SELECT document_id, min(position) AS first, max(position) AS last FROM chunks"
            " GROUP BY document_id ORDER BY first"
        )
        return {row["document_id"]: (row["first"], row["last"]) for row in rows}

    @cached_property
    def _starts(self) -> tuple[list[int], list[str]]:
        return [first for first, _ in self._ranges.values()], list(self._ranges)

    @cached_property
    def twins(self) -> dict[int, int]:
        """By the position of a duplicate's chunk, that of the chunk with the same text."""
        return {row["position"]: row["twin"] for row in self._query("SELECT * FROM twins")}

    def copies(self, position: int) -> list[int]:
        """The positions of the other chunks with the text of the chunk at ``position``."""
        first = self.twins.get(position, position)
        return [other for other in self._groups.get(first, ()) if other != position]

    @cached_property
    def _groups(self) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = {}
        for position, first in self.twins.items():
            groups.setdefault(first, [first]).append(position)
        return groups

    @cached_property
    def printed_pages(self) -> dict[tuple[str, int], str]:
        """The page number printed on a source file's page, by file and page."""
        rows = self._query("SELECT * FROM printed_pages")
        return {(row["source_file"], row["page"]): row["printed"] for row in rows}

    def search_words(
        self, words: Iterable[str], limit: int, admitted: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Positions and BM25 scores (larger is better) of the best chunks with any of ``words``.

        Where ``admitted`` is given, only chunks at these positions are found.
        """
        quoted = {word: quote_word(word) for word in words}
        if not quoted:
            return []
        if self._large is not None:
            return self._large.search(quoted, limit, admitted)
        span = (min(admitted), max(admitted)) if admitted else ()
        rows = self._query(
            f"SELECT rowid, bm25(chunk_words, {marks(FIELD_WEIGHTS)}) AS score FROM chunk_words"
            f" WHERE chunk_words MATCH ? {'AND rowid BETWEEN ? AND ?' if span else ''}"
            " ORDER BY score LIMIT ?",
            (
                *FIELD_WEIGHTS,
                " OR ".join(quoted.values()),
                *span,
                limit if admitted is None else -1,
            ),
        )
        found = [(row["rowid"], -row["score"]) for row in rows]
        return [one for one in found if admitted is None or one[0] in admitted][:limit]

    @cached_property
    def _large(self) -> LargeSearch | None:
        """Word search for a large library."""
        count = self._query("SELECT count(*) AS n FROM chunks")[0]["n"]
        if count <= self._least_large:
            return None
        from corpus.fulltext import LargeSearch

        return LargeSearch(self._query, count, FIELD_WEIGHTS)

    def search_documents(self, words: Iterable[str], limit: int) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the documents whose titles, places or bodies hold ``words``."""
        query = any_of(words)
        if not query:
            return []
        rows = self._query(
            f"SELECT document_id, bm25(document_words, {marks(TITLE_WEIGHTS)}) AS score"
            " FROM document_words WHERE document_words MATCH ? ORDER BY score LIMIT ?",
            (*TITLE_WEIGHTS, query, limit),
        )
        return [(row["document_id"], -row["score"]) for row in rows]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """What the documents are called."""
        return tuple(
            Name(row[0], NameKind(row[1]), row[2])
            for row in self._query("SELECT document_id, kind, name FROM names")
        )

    def targets(
        self,
        *,
        names: Collection[str] = (),
        regions: Collection[str] = (),
        years: Collection[int] = (),
        documents: Collection[str] = (),
        positions: Collection[int] = (),
    ) -> list[StoredTarget]:
        """The targets that meet every condition given, in the order of the chunks.

        Args:
            names: Normalised indicators (`corpus.targets.names`).
            regions: Regions as targets have them.
            years: Years by which.
            documents: Ids of documents.
            positions: Positions of chunks.
        """
        wanted: dict[str, Collection[object]] = {
            "name": names,
            "region": regions,
            "year": years,
            "t.document_id": documents,
            "t.position": positions,
        }
        given = {column: tuple(values) for column, values in wanted.items() if values}
        tests = [f"{column} IN ({marks(values)})" for column, values in given.items()]
        where = f"WHERE {' AND '.join(tests)}" if tests else ""
        values = tuple(value for values in given.values() for value in values)
        return [stored_target(row) for row in self._query(TARGETS.format(where=where), values)]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The catalogue of indicators that there are targets of, the most frequent first."""
        return list_indicators(self._query(INDICATORS))

    @cached_property
    def target_regions(self) -> tuple[str, ...]:
        """Whose the targets are: places, 国家 and companies; sorted."""
        query = "SELECT DISTINCT region FROM targets WHERE region IS NOT NULL ORDER BY region"
        return tuple(row["region"] for row in self._query(query))

    def bigram_counts(self, bigrams: Sequence[str]) -> dict[str, int]:
        """In how many chunks each of some pairs of characters stands, where it does."""
        query = f"SELECT bigram, chunks FROM bigrams WHERE bigram IN ({marks(bigrams)})"
        return {row["bigram"]: row["chunks"] for row in self._query(query, tuple(bigrams))}

    def document_frequency(self, word: str) -> int:
        """How many chunks hold ``word``."""
        query = "SELECT count(*) AS n FROM chunk_words WHERE chunk_words MATCH ?"
        return int(self._query(query, (quote_word(word),))[0]["n"])

    def source(self, source_file: str) -> tuple[bytes, bytes | None]:
        """A source file as it was read, and its sidecar.

        Raises:
            KeyError: the library does not hold this file.
        """
        query = "SELECT content, sidecar FROM sources WHERE source_file = ?"
        rows = self._query(query, (source_file,))
        if not rows:
            raise KeyError(source_file)
        content, sidecar = rows[0]
        return zlib.decompress(content), None if sidecar is None else zlib.decompress(sidecar)

    def _query(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


def marks(values: Sequence[object]) -> str:
    """As many question marks as there are values, for SQL."""
    return ", ".join("?" * len(values))


def any_of(words: Iterable[str]) -> str:
    """The FTS5 query for any of ``words``; empty where there are none."""
    return " OR ".join(quote_word(word) for word in dict.fromkeys(words))


def quote_word(word: str) -> str:
    """``word`` as an FTS5 string, so that operators in it are taken literally."""
    return '"' + word.replace('"', '""') + '"'


def catalogue_entry(row: sqlite3.Row) -> CatalogueEntry:
    """A row of `CATALOGUE` as an entry."""
    values = dict(row)
    for name in ("issuer", "inferred"):
        values[name] = tuple(json.loads(values[name]))
    values["level"] = Level(values["level"]) if values["level"] else None
    values["gap"] = Gap(values["gap"]) if values["gap"] else None
    return CatalogueEntry(**values)


def stored_chunk(row: sqlite3.Row) -> StoredChunk:
    """A row of ``chunks`` as a chunk."""
    values = dict(row)
    values["path"] = tuple(json.loads(values["path"]))
    values["is_table"] = bool(values["is_table"])
    return StoredChunk(**values)
