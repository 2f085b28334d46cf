"""Retrieval: BM25 over words and dense vectors, joined by reciprocal rank fusion."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from corpus.errors import InputError
from corpus.library import CatalogueEntry, Library, StoredChunk
from corpus.words import cut_words
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from qa.fusion import fuse_ranks
from qa.passages import Passage, make_passage, make_place
from qa.query import content_words
from qa.settings import RetrievalSettings


@dataclass(frozen=True, slots=True)
class Filters:
    """Explicit filters; a document must meet all that are set."""

    region: str | None = None
    year: int | None = None
    issuer: str | None = None
    level: str | None = None
    type: str | None = None
    document: str | None = None

    def admits(self, document: CatalogueEntry) -> bool:
        """Whether a document meets the filters; what it does not print meets none."""
        return (
            (self.region is None or self.region in (document.region or ""))
            and (self.year is None or (document.date or "").startswith(str(self.year)))
            and (self.issuer is None or any(self.issuer in name for name in document.issuer))
            and (self.level is None or self.level == document.level)
            and (self.type is None or self.type == document.type)
            and (self.document is None or self.document == document.document_id)
        )

    @property
    def given(self) -> dict[str, str | int]:
        """The filters that are set, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found for a query, best first."""

    query: str
    filters: Filters
    passages: tuple[Passage, ...]
    seconds: float


class Retriever:
    """Searches one library."""

    def __init__(
        self, library: Library, index: VectorIndex, encoder: Encoder, settings: RetrievalSettings
    ) -> None:
        self._library = library
        self._index = index
        self._encoder = encoder
        self._settings = settings

    def search(self, query: str, k: int, filters: Filters = NO_FILTERS) -> SearchResult:
        """The best ``k`` passages for a cleaned query.

        Raises:
            InputError: no document meets the filters.
        """
        started = time.perf_counter()
        admitted = self._admitted(filters)
        limit = max(k, self._settings.candidates)
        found = (self._lexical(query, limit, admitted), self._dense(query, limit, admitted))
        rankings = [self._once(positions, admitted) for positions in found]
        best = fuse_ranks(rankings, self._settings.rrf_k)[:k]
        passages = self._passages(best)
        return SearchResult(query, filters, passages, round(time.perf_counter() - started, 4))

    def _admitted(self, filters: Filters) -> frozenset[int] | None:
        if not filters.given:
            return None
        ids = [d.document_id for d in self._library.documents.values() if filters.admits(d)]
        if not ids:
            given = "、".join(f"{name}={value}" for name, value in filters.given.items())
            raise InputError(f"没有文件符合筛选条件：{given}，可用 tanwen documents 查看有哪些文件")
        return frozenset(self._library.positions(ids))

    def _lexical(self, query: str, limit: int, admitted: frozenset[int] | None) -> list[int]:
        words = content_words(cut_words(query))
        return [position for position, _ in self._library.search_words(words, limit, admitted)]

    def _dense(self, query: str, limit: int, admitted: frozenset[int] | None) -> list[int]:
        vectors = self._encoder.encode_queries([query])
        _, positions = self._index.search(vectors, limit, admitted)
        return [int(position) for position in positions[0] if position >= 0]

    def _once(self, positions: Sequence[int], admitted: frozenset[int] | None) -> list[int]:
        """The positions; of chunks with the same text only the one to cite first."""
        twins = self._library.twins
        first = (twins.get(position, position) for position in positions)
        pairs = zip(first, positions, strict=True)
        return list(dict.fromkeys(p if admitted is None or p in admitted else q for p, q in pairs))

    def _passages(self, ranked: Sequence[tuple[int, float]]) -> tuple[Passage, ...]:
        chunks = self._library.chunks([position for position, _ in ranked])
        return tuple(
            self._passage(chunk, score) for chunk, (_, score) in zip(chunks, ranked, strict=True)
        )

    def _passage(self, chunk: StoredChunk, score: float) -> Passage:
        documents = self._library.documents
        document = documents[chunk.document_id]
        others = self._library.chunks(self._library.copies(chunk.position))
        also_in = tuple(make_place(other, documents[other.document_id]) for other in others)
        page = (document.source_file, chunk.page_start or 0)
        printed = self._library.printed_pages.get(page)
        return make_passage(chunk, document, score, printed, also_in)
