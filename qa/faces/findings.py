"""A checked draft in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from qa.drafts.invisible import drop_invisible
from qa.drafts.models import DraftReport, DraftVerdict, Finding
from qa.drafts.wording import (
    Side,
    cite_line,
    count_line,
    difference_parts,
    is_told,
    place_line,
    quote_line,
    remark_line,
    right_words,
)

STYLES = {
    DraftVerdict.VERBATIM: "green",
    DraftVerdict.SUPPORTED: "green",
    DraftVerdict.UNFOUNDED: "yellow",
}
"""Of verdicts; those that are errors are red."""
LOOKS = {Side.BOTH: "", Side.DRAFT: "red strike", Side.SOURCE: "green underline"}


def print_findings(report: DraftReport, console: Console) -> None:
    """Each claim that was checked with what was found, then the counts."""
    for finding in filter(is_told, report.findings):
        print_finding(report, finding, console)
        console.print()
    print_counts(report, console)


def print_counts(report: DraftReport, console: Console) -> None:
    """How the draft was read, and how many claims have each verdict."""
    for remark in report.draft.remarks:
        show(console, remark_line(remark), "yellow")
    show(console, f"{count_line(report)}；用时 {report.seconds:.1f} 秒", "bold")


def print_finding(report: DraftReport, finding: Finding, console: Console) -> None:
    """A claim with its verdict, what differs, and its sources."""
    style = STYLES.get(finding.verdict, "red")
    show(console, f"【{finding.verdict.shown}】{place_line(report, finding)}", f"bold {style}")
    show(console, f"  {drop_invisible(finding.claim.text)}")
    if finding.detail:
        show(console, f"  {drop_invisible(finding.detail)}", style)
    if finding.difference:
        console.print(difference_of(finding), highlight=False)
    if right := right_words(finding):
        show(console, f"  原文：“{right}”", "green")
    for citation in finding.citations:
        show(console, f"  {cite_line(citation)}")
        if citation.quote != right:
            show(console, f"      {quote_line(citation)}", "green")


def difference_of(finding: Finding) -> Text:
    """A difference, its pieces marked by signs and by colours."""
    text = Text("  对照：")
    for part in difference_parts(finding):
        text.append(part.text, LOOKS[part.side])
    return text


def show(console: Console, text: str, style: str = "") -> None:
    """Print a line as it is, nothing in it taken for markup."""
    console.print(text, style=style, markup=False, highlight=False)
