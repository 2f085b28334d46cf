"""The engine behind every face: settings, models and library, each loaded when needed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from corpus.errors import InputError
from corpus.storage import current_folder
from embeddings.encoder import Encoder, make_encoder
from qa.answering import verifying
from qa.answering.answerer import Answerer
from qa.answering.writing import Chat
from qa.chat.factory import make_chat_model
from qa.chat.settings import parse_chat_name
from qa.dialogue import Turn, resolve, unknown_here
from qa.evidence.basis import probability
from qa.evidence.finder import EvidenceFinder
from qa.explain import Explanation, explain
from qa.library_view import LibraryView, open_library
from qa.phrasing.writer import warm_up
from qa.query import clean_question
from qa.script import to_chinese
from qa.search.retriever import SearchResult
from qa.settings import Settings

PROMPTS = "prompts"
"""The folder below DATA where the user's own prompt templates lie."""


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
    def chat(self) -> Chat:
        """The chat model of the settings."""
        name = self.settings.llm
        settings = parse_chat_name(name, self.settings.llms)
        model = make_chat_model(settings, self.cache)
        return Chat(name, settings, model, self.data / PROMPTS)

    def understand(self, text: str, history: Sequence[Turn] = ()) -> str:
        """A question as it is answered: cleaned, simplified, and whole without its dialogue.

        Raises:
            InputError: it is empty or too long, or says 我市 and nobody knows which.
            SetupError: the library is not ready.
        """
        cleaned = clean_question(text, self.settings.answer.question_chars)
        whole = resolve(to_chinese(cleaned), history, self.view.known)
        if here := unknown_here(whole, self.view.known):
            raise InputError(
                f"“{here}”指哪里？请写出地名（也可在设置的 [retrieval] 里写明 home_region）"
            )
        return whole

    def understand_text(self, text: str) -> str:
        """A text as it is searched for, which may be longer than a question.

        Raises:
            InputError: it is empty or too long.
            SetupError: the library is not ready.
        """
        cleaned = clean_question(text, self.settings.retrieval.query_chars)
        return resolve(to_chinese(cleaned), (), self.view.known)

    def explain(self, result: SearchResult) -> Explanation:
        """Why a search found what it found."""
        view = self.view
        rows = EvidenceFinder(view).rows(result)
        named = (view.library.documents[one.document_id] for one in result.understood.named)
        titles = [document.title or document.document_id for document in named]
        basis = max(probability(row) for row in rows)
        return explain(result, titles, view.regions, basis, view.retriever.ranker)

    @property
    def answerer(self) -> Answerer:
        """Answers from the library in use."""
        settings = self.settings
        return Answerer(self.view, settings.answer, settings.retrieval.passages, self.chat)

    def require_models(self) -> None:
        """Make the models, which load when they are first used.

        Raises:
            SetupError: the library or a model is not ready.
        """
        _ = self.view, self.chat

    def warm_up_search(self) -> None:
        """Load the library, its targets and the sentence model before the first question."""
        view = self.view
        _ = view.targets
        view.retriever.search("碳达峰", 1)

    def warm_up_chat(self) -> None:
        """Load the chat model and the stable parts of its prompts before the first question."""
        verifying.warm_up(self.chat)
        warm_up(self.chat, self.chat.prompts)
