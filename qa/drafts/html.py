"""The checked draft as one HTML file without any outside part; every text is escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from qa.citations import Tell
from qa.drafts.invisible import drop_invisible
from qa.drafts.models import DraftParagraph, DraftReport, DraftVerdict, Finding
from qa.drafts.wording import (
    SOURCES,
    cite_line,
    count_line,
    file_line,
    is_told,
    place_line,
    quote_line,
    remark_line,
    right_words,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: a claim's words with its finding, or what stands between."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with what was found in it."""

    paragraph: DraftParagraph
    pieces: tuple[Piece, ...]
    told: tuple[Finding, ...]


def to_html(report: DraftReport) -> str:
    """The whole file: the draft's name over its findings, with its own look and script."""
    from markupsafe import Markup

    return render(
        "report.html.jinja",
        name=drop_invisible(report.draft.name),
        css=Markup(read_part("report.css")),
        script=Markup(read_part("report.js")),
        findings=Markup(findings_html(report)),
    )


def findings_html(report: DraftReport, prefix: str = "", tell: Tell = str) -> str:
    """The draft with its claims marked, the findings below each paragraph, the sources last.

    Args:
        report: The findings.
        prefix: What the ids begin with, so that they stand once on a page with others. The look is
            that of ``report.css`` within an element of the class ``report``.
        tell: What stands for a sentence of the program itself; as it is in files.
    """
    counts = report.counts
    return render(
        "findings.html.jinja",
        report=report,
        prefix=prefix,
        tell=tell,
        blocks=list(make_blocks(report)),
        verdicts=[one for one in DraftVerdict if counts[one] and one != DraftVerdict.NOTHING],
        counts=counts,
        count_line=count_line(report),
        heading=SOURCES,
        is_told=is_told,
        shown=drop_invisible,
        place=lambda finding: tell(place_line(report, finding)),
        right_words=right_words,
        cite_line=lambda citation: cite_line(citation, tell),
        quote_line=quote_line,
        file_line=file_line,
        remark_line=remark_line,
    )


def render(template: str, **values: object) -> str:
    """A template with these values, each escaped unless it is markup."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_part(template)).render(**values)


def read_part(name: str) -> str:
    """A template, the style sheet or the script."""
    return resources.files("qa.drafts").joinpath(name).read_text(encoding="utf-8")


def make_blocks(report: DraftReport) -> Iterator[Block]:
    """The paragraphs of a draft with their findings."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.claim.paragraph].append(finding)
    for index, paragraph in enumerate(report.draft.paragraphs):
        told = tuple(filter(is_told, found[index]))
        yield Block(paragraph, tuple(make_pieces(paragraph.text, found[index])), told)


def make_pieces(text: str, findings: list[Finding]) -> Iterator[Piece]:
    """A paragraph's text cut where its claims begin and end."""
    at = 0
    for finding in findings:
        claim = finding.claim
        if text[at : claim.start]:
            yield Piece(text[at : claim.start])
        yield Piece(text[claim.start : claim.end], finding)
        at = claim.end
    if text[at:]:
        yield Piece(text[at:])
