"""A sentence that is judged, and what is judged of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.drafts.models import DraftVerdict, Edit
from qa.drafts.saying import Saying
from qa.evidence.sentences import Evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence with what is known of where it stands in its draft."""

    saying: Saying
    text: str
    """The sentence with the place's name for 我市."""
    wanted: frozenset[str]
    """Ids of the documents that it names; its words must stand in one of them."""
    preferred: frozenset[str]
    """Ids of the documents that it perhaps means."""
    said: str = ""
    """Its words without who says them, with the place's name for 我市."""

    said_on: str = ""
    """The date on which it says that it was said, as ISO 8601 has it; its text is without it."""

    @property
    def words(self) -> str:
        """What it says, without who says it."""
        return next((one for one in (self.said, self.saying.words) if one in self.text), self.text)

    @property
    def lead(self) -> str:
        """Who says it."""
        return self.text[: self.text.rfind(self.words)]

    @property
    def unnamed(self) -> Asked:
        """The sentence without what it says of its source."""
        return replace(self, text=self.words) if self.lead else self


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it rests on."""

    verdict: DraftVerdict
    detail: str = ""
    rule: str | None = None
    evidence: tuple[Evidence, ...] = ()
    difference: tuple[Edit, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Whether nothing was found, so that another way may find more."""
        return self.verdict in (DraftVerdict.UNFOUNDED, DraftVerdict.NOTHING)
