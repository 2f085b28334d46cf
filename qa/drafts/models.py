"""Drafts, their claims, and what the check finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Origin, Remark, Text
from qa.citations import Citation


class DraftVerdict(StrEnum):
    """What the check says of a claim."""

    VERBATIM = "verbatim"
    MISQUOTED = "misquoted"
    SUPPORTED = "supported"
    FIGURE = "figure"
    SOURCE = "source"
    UNFOUNDED = "unfounded"
    NOTHING = "nothing"

    @property
    def shown(self) -> str:
        """The verdict as people read it."""
        return SHOWN[self]

    @property
    def is_error(self) -> bool:
        """Whether the claim differs from what its source says."""
        return self in ERRORS


SHOWN = {
    DraftVerdict.VERBATIM: "引文一致",
    DraftVerdict.MISQUOTED: "引文有出入",
    DraftVerdict.SUPPORTED: "转述有据",
    DraftVerdict.FIGURE: "数据不符",
    DraftVerdict.SOURCE: "出处有误",
    DraftVerdict.UNFOUNDED: "未找到依据",
    DraftVerdict.NOTHING: "无需核对",
}
ERRORS = frozenset({DraftVerdict.MISQUOTED, DraftVerdict.FIGURE, DraftVerdict.SOURCE})


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of a draft."""

    text: str
    line: int
    """1-based line of the file; of a DOCX the place of the paragraph or table row in its body."""
    heading: int = 0
    """The depth of its style as a heading; 0 for text."""
    table: int = 0
    """The number of the table that it is a row of; 0 for text."""
    origins: tuple[Origin, ...] = ()
    """Where its lines begin in ``text``, if it stands on several lines of the file."""

    def line_at(self, offset: int) -> int:
        """The line on which the character at ``offset`` stands."""
        return Text(self.text, self.origins).at(offset).line if self.origins else self.line


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One sentence of a draft."""

    number: int
    """From 1, through the draft."""
    paragraph: int
    """Index of its paragraph."""
    start: int
    end: int
    """Where it stands in its paragraph's text: ``text[start:end]``."""
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read."""

    name: str
    paragraphs: tuple[DraftParagraph, ...]
    claims: tuple[DraftClaim, ...]
    remarks: tuple[Remark, ...] = ()
    """What could not be read, or only in part."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a quotation beside the source's: equal where both say the same."""

    draft: str
    source: str

    @property
    def equal(self) -> bool:
        """Whether the draft says what the source says, but for marks and widths."""
        return self.draft == self.source


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says of one claim, and on what it rests."""

    claim: DraftClaim
    verdict: DraftVerdict
    detail: str = ""
    """In Chinese: what differs, and what the source says."""
    rule: str | None = None
    """The name of the rule that failed."""
    citations: tuple[Citation, ...] = ()
    """The clauses that it rests on or comes nearest to, numbered through the report."""
    difference: tuple[Edit, ...] = ()
    """Of a quotation that differs, piece by piece."""


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A draft with its findings, one a claim, in the draft's order."""

    draft: Draft
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def counts(self) -> dict[DraftVerdict, int]:
        """How many claims have each verdict; all verdicts, in their order."""
        counted = Counter(finding.verdict for finding in self.findings)
        return {verdict: counted[verdict] for verdict in DraftVerdict}

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Every clause that a finding cites, once, by its number."""
        cited = {one.n: one for finding in self.findings for one in finding.citations}
        return tuple(cited[n] for n in sorted(cited))
