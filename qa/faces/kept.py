"""What the page keeps of its users: dialogues, as far as the settings say so, and feedback."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from qa.access.visitors import visitor_of
from qa.dialogues.database import FILE, Database
from qa.dialogues.feedback import FeedbackStore
from qa.dialogues.store import DialogueLine, DialogueStore
from qa.dialogues.turns import Versions
from qa.faces.saving import make_packs

if TYPE_CHECKING:
    import gradio as gr

    from qa.engine import Engine


class Kept:
    """The stores of one data folder, each asked for the user of a request."""

    def __init__(self, engine: Engine) -> None:
        """Open the dialogues.

        Raises:
            SetupError: they are to be kept, and cannot be.
        """
        self._engine = engine
        self.keeps = engine.settings.server.keep_dialogues
        self.dialogues = DialogueStore(self._database) if self.keeps else None

    @cached_property
    def _database(self) -> Database:
        return Database(self._engine.data / FILE)

    @cached_property
    def feedback(self) -> FeedbackStore:
        """The feedback, which is kept whatever the settings say of dialogues."""
        return FeedbackStore(self._database)

    def user(self, request: gr.Request) -> str:
        """Who sent a request."""
        assert request.request is not None
        return visitor_of(request.request.scope).name

    def lines(self, request: gr.Request) -> list[DialogueLine]:
        """The user's dialogues."""
        return self.dialogues.lines(self.user(request)) if self.dialogues else []

    def delete(self, request: gr.Request, dialogue_id: str) -> None:
        """Delete one of the user's dialogues."""
        if self.dialogues is not None:
            self.dialogues.delete(self.user(request), dialogue_id)

    def delete_all(self, request: gr.Request) -> None:
        """Delete all of the user's dialogues."""
        if self.dialogues is not None:
            self.dialogues.delete_all(self.user(request))

    def versions(self) -> Versions:
        """What an answer is made with that is begun now."""
        stamp = make_packs(self._engine).library
        return Versions(version("tanwen"), stamp.sha256, stamp.date, self._engine.settings.llm)
