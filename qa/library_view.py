"""A library folder, open for retrieval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.errors import SetupError
from corpus.library import Library
from corpus.storage import VECTORS, open_folder
from embeddings.encoder import Encoder
from embeddings.kinds import load_index
from qa.dialogue import Known
from qa.search.cross_encoder import CrossEncoderReranker
from qa.search.retriever import Retriever
from qa.settings import RetrievalSettings
from qa.targets import TargetIndex


@dataclass(frozen=True)
class LibraryView:
    """A library folder, open, with a retriever over it."""

    folder: Path
    library: Library
    retriever: Retriever
    encoder: Encoder
    chunk_count: int
    known: Known
    """What questions of it can name."""

    @property
    def regions(self) -> tuple[str, ...]:
        """Names of the regions that documents are of."""
        return self.library.regions

    @cached_property
    def targets(self) -> TargetIndex:
        """The targets that its documents set; made when it is first used, for search needs none."""
        return TargetIndex(self.library)


def open_library(data: Path, encoder: Encoder, settings: RetrievalSettings) -> LibraryView:
    """Open the library in use.

    Raises:
        SetupError: there is none, it is damaged, or it was made with another sentence model.
    """
    folder, manifest = open_folder(data)
    if manifest.encoder != encoder.name:
        raise SetupError(
            f"文件库是用句向量模型 {manifest.encoder} 建的，现在设置的是 {encoder.name}，"
            "请改回设置或重新运行：tanwen ingest"
        )
    library = Library(folder)
    index = load_index(folder / VECTORS, manifest.dimension)
    reranker = CrossEncoderReranker(settings.cross_encoder) if settings.cross_encoder else None
    retriever = Retriever(library, index, encoder, settings, reranker=reranker)
    known = Known(library.regions, library.names, settings.home_region)
    return LibraryView(folder, library, retriever, encoder, len(index), known)
