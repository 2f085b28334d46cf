"""Search for LangChain: a retriever and a vector store that any chain can use.

    chain = TanwenRetriever.open(k=5) | format_documents | prompt | model

Kept apart from `qa.search`, so that a search alone does not load LangChain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from pydantic import ConfigDict, Field

from corpus.library import Library
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from embeddings.kinds import build_index
from qa.engine import Engine
from qa.passages import Passage
from qa.schemas import passage_json
from qa.search.filters import NO_FILTERS, Filters
from qa.settings import cache_dir, data_dir, load_settings


class TanwenRetriever(BaseRetriever):
    """The whole search: what ``tanwen search`` finds, as documents."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    engine: Engine
    k: int = Field(default=10, ge=1, le=200)
    filters: Filters = NO_FILTERS

    @classmethod
    def open(
        cls, data: Path | None = None, k: int = 10, filters: Filters = NO_FILTERS
    ) -> TanwenRetriever:
        """A retriever over a data folder; the usual one if none is given.

        Raises:
            InputError: the settings in it are wrong.
        """
        folder = data_dir(data)
        engine = Engine(load_settings(folder), folder, cache_dir())
        return cls(engine=engine, k=k, filters=filters)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        """The passages, best first.

        Raises:
            InputError: the query is empty or too long, or no document meets the filters.
            SetupError: the library or the sentence model is not ready.
        """
        text = self.engine.understand_text(query)
        found = self.engine.view.retriever.search(text, self.k, self.filters)
        return [as_document(passage) for passage in found.passages]


def as_document(passage: Passage) -> Document:
    """A passage as a document: its text, and the other fields of its JSON as metadata."""
    fields = passage_json(passage)
    text = fields.pop("text")
    return Document(page_content=text, metadata=fields, id=passage.chunk_id)


class EncoderEmbeddings(Embeddings):
    """A sentence encoder as LangChain's embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, in order."""
        vectors: list[list[float]] = self.encoder.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self.encoder.encode_queries([text])[0].tolist()
        return vector


class FaissStore(VectorStore):
    """Dense search alone, over a library or over any texts; nothing can be added to it."""

    def __init__(
        self, index: VectorIndex, document_at: Callable[[int], Document], embedding: Embeddings
    ) -> None:
        """Take an index, what stands at each of its rows, and what made its vectors."""
        self._index = index
        self._document_at = document_at
        self._embedding = embedding

    @classmethod
    def of_library(cls, library: Library, index: VectorIndex, encoder: Encoder) -> Self:
        """A store over a library's chunks and the index of their vectors."""

        def document_at(position: int) -> Document:
            (chunk,) = library.chunks([position])
            document = library.documents[chunk.document_id]
            metadata = {
                "document_id": chunk.document_id,
                "title": document.title,
                "doc_no": document.doc_no,
                "clause_path": list(chunk.path),
                "source_file": document.source_file,
                "line_start": chunk.line_start,
                "page_start": chunk.page_start,
            }
            return Document(page_content=chunk.text, metadata=metadata, id=chunk.chunk_id)

        return cls(index, document_at, EncoderEmbeddings(encoder))

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Self:
        """A store over texts."""
        contents = list(texts)
        fields = metadatas or [{} for _ in contents]
        names: Sequence[str | None] = ids or [None] * len(contents)
        documents = [
            Document(page_content=text, metadata=metadata, id=name)
            for text, metadata, name in zip(contents, fields, names, strict=True)
        ]
        vectors = np.array(embedding.embed_documents(contents), dtype=np.float32)
        return cls(build_index(vectors), documents.__getitem__, embedding)

    @property
    def embeddings(self) -> Embeddings:
        """What makes the vectors."""
        return self._embedding

    def similarity_search(
        self,
        query: str,
        k: int = 4,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> list[Document]:
        """The ``k`` nearest documents."""
        return [document for document, _ in self.similarity_search_with_score(query, k)]

    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> list[tuple[Document, float]]:
        """The ``k`` nearest documents with their cosine similarities."""
        vector = np.array([self._embedding.embed_query(query)], dtype=np.float32)
        scores, positions = self._index.search(vector, k)
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return [(self._document_at(position), score) for position, score in pairs]

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        """Cosine similarities are relevance scores already."""
        return float
