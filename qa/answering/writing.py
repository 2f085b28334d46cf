"""An answer while it is made: its sentences, and the citations that the program binds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answering.model import AnswerSentence, Checked, Status
from qa.citations import Citation
from qa.evidence.sentences import Evidence

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.chat.settings import ChatSettings


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence that is ready to be shown, and the evidence that it rests on."""

    text: str
    evidence: tuple[Evidence, ...]
    status: Status = Status.QUOTED
    line: bool = False
    reason: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat model that phrases answers, or none."""

    name: str
    """As the settings name it."""
    settings: ChatSettings
    model: BaseChatModel | None
    prompts: Path | None = None
    """The user's own prompt templates."""


@dataclass
class Writing:
    """An answer while it is made."""

    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_token: float | None = None
    usage: tuple[int, int] | None = None
    failure: str = ""
    """Why the model did not phrase it, or not all of it."""

    def cite(self, evidence: Evidence) -> int:
        """The number of the citation of ``evidence``, made if it is new; always verbatim."""
        passage = evidence.passage
        quote = evidence.text if evidence.text in passage.text else passage.text
        for citation in self.citations:
            if citation.passage.chunk_id == passage.chunk_id and citation.quote == quote:
                return citation.n
        self.citations.append(Citation(len(self.citations) + 1, quote, passage))
        return len(self.citations)

    def add(self, part: Part) -> Checked:
        """Take a sentence with its citations."""
        numbers = tuple(dict.fromkeys(self.cite(one) for one in part.evidence))
        return self._take(
            AnswerSentence(part.text, numbers, part.status, part.reason, part.line, part.label)
        )

    def withhold(self, text: str, reason: str) -> Checked:
        """Take a sentence that is not supported."""
        return self._take(AnswerSentence(text, (), Status.UNSUPPORTED, reason))

    def _take(self, sentence: AnswerSentence) -> Checked:
        self.sentences.append(sentence)
        return Checked(sentence, tuple(self.citations))

    @property
    def shown(self) -> Sequence[AnswerSentence]:
        """The sentences that are shown."""
        return [one for one in self.sentences if one.status is not Status.UNSUPPORTED]

    @property
    def text(self) -> str:
        """The text shown, with its notes."""
        text, on_line = "", False
        for one in self.shown:
            new_line = "\n" if text and (one.line or on_line) else ""
            text += new_line + one.text + "".join(f"[{n}]" for n in one.citations)
            on_line = one.line
        return "\n".join([text, *self.notes])
