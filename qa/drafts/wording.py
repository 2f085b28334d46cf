"""How findings are told, the same in the terminal, in HTML and in Word comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Remark
from qa.citations import Citation, Tell, name_source
from qa.drafts.invisible import drop_invisible
from qa.drafts.models import DraftReport, DraftVerdict, Finding

NOTHING_TO_CHECK = "没有可核对的句子"
SOURCES = "核对依据"


class Side(StrEnum):
    """Where a piece of a difference stands."""

    BOTH = "both"
    DRAFT = "draft"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a difference, marked with signs, so that it is told without colours."""

    side: Side
    text: str


def is_told(finding: Finding) -> bool:
    """Whether a finding is told: every one but those of claims that need no check."""
    return finding.verdict is not DraftVerdict.NOTHING


def count_line(report: DraftReport) -> str:
    """How many claims have each verdict, on one line."""
    counts = {verdict: count for verdict, count in report.counts.items() if count}
    told = "，".join(f"{verdict.shown} {count}" for verdict, count in counts.items())
    line = f"共 {len(report.findings)} 句：{told}"
    checked = any(is_told(finding) for finding in report.findings)
    return line if checked else f"{NOTHING_TO_CHECK}（{line}）"


def difference_parts(finding: Finding) -> Iterator[Part]:
    """A difference: ``[-删-]`` stands only in the draft, ``{+增+}`` only in the source."""
    for edit in finding.difference:
        draft, source = drop_invisible(edit.draft), drop_invisible(edit.source)
        if edit.equal:
            yield Part(Side.BOTH, draft)
            continue
        if draft:
            yield Part(Side.DRAFT, f"[-{draft}-]")
        if source:
            yield Part(Side.SOURCE, f"{{+{source}+}}")


def right_words(finding: Finding) -> str:
    """What the source says where a quotation differs; empty where none does."""
    return drop_invisible("".join(edit.source for edit in finding.difference))


def cite_line(citation: Citation, tell: Tell = str) -> str:
    """A source with its number: where it stands, what is missing of it, where else it stands."""
    return f"[{citation.n}] {drop_invisible(name_source(citation.passage, tell))}"


def quote_line(citation: Citation) -> str:
    """The source's own words in quotation marks."""
    return f"“{drop_invisible(citation.quote)}”"


def file_line(citation: Citation) -> str:
    """The source's file."""
    return f"源文件：{drop_invisible(citation.passage.source_file)}"


def place_line(report: DraftReport, finding: Finding) -> str:
    """Where a claim stands in the draft, as ``第 3 句（第 12 行）``."""
    claim = finding.claim
    line = report.draft.paragraphs[claim.paragraph].line_at(claim.start)
    unit = "段" if report.draft.name.lower().endswith(".docx") else "行"
    return f"第 {claim.number} 句（第 {line} {unit}）"


def remark_line(remark: Remark) -> str:
    """What the owner of a draft should know of how it was read."""
    place = f"第 {remark.line} 行：" if remark.line else ""
    return f"注意：{place}{drop_invisible(remark.text)}"
