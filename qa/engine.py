"""The engine behind every face: settings, models and library, each loaded when needed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.encoder import Encoder, make_encoder
from embeddings.index import FaissFlatIndex

from corpus.errors import SetupError
from corpus.library import Library
from corpus.storage import VECTORS, current_folder, open_folder
from qa.chat.factory import make_chat_model
from qa.chat.settings import parse_chat_name
from qa.retrieval import Retriever
from qa.settings import RetrievalSettings, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.answering import Answerer


@dataclass(frozen=True, slots=True)
class LibraryView:
    """A library folder, open, with a retriever over it."""

    folder: Path
    library: Library
    retriever: Retriever
    chunk_count: int
    regions: tuple[str, ...]
    """Names of the regions that documents are of."""


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
    index = FaissFlatIndex.load(folder / VECTORS)
    regions = {d.region for d in library.documents.values() if d.region}
    retriever = Retriever(library, index, encoder, settings)
    return LibraryView(folder, library, retriever, len(index), tuple(sorted(regions)))


class Engine:
    """Holds what the faces share; safe to use from several threads."""

    def __init__(self, settings: Settings, data: Path, cache: Path) -> None:
        self.settings = settings
        self.data = data
        self.cache = cache
        self._view: LibraryView | None = None
        self._lock = threading.Lock()

    @cached_property
    def encoder(self) -> Encoder:
        """The sentence encoder."""
        return make_encoder(self.settings.encoder, self.cache)

    @property
    def view(self) -> LibraryView:
        """The library in use, opened anew after an ingest has replaced it."""
        with self._lock:
            if self._view is None or self._view.folder != current_folder(self.data):
                self._view = open_library(self.data, self.encoder, self.settings.retrieval)
            return self._view

    @cached_property
    def chat(self) -> BaseChatModel | None:
        """The chat model of the settings."""
        return make_chat_model(parse_chat_name(self.settings.llm, self.settings.llms), self.cache)

    @property
    def answerer(self) -> Answerer:
        """Answers from the library in use."""
        from qa.answering import Answerer

        return Answerer(
            self.view,
            self.settings.answer,
            self.settings.retrieval.passages,
            self.chat,
            self.settings.llm,
        )

    def warm_up(self) -> None:
        """Load the library, the sentence model and the chat model before the first question."""
        self.view.retriever.search("碳达峰", 1)
        if self.chat is not None:
            self.chat.invoke("你好", max_tokens=1)
