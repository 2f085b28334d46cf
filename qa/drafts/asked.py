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

    @property
    def unnamed(self) -> Asked:
        """The sentence without what it says of its source."""
        words = self.saying.words
        return replace(self, text=words) if words in self.text else self


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
