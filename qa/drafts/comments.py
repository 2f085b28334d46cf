"""Word comments on claims: verdict, what differs, the right words, the sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.drafts.docx_file import COMMENTS_TYPE, DocxFile
from qa.drafts.invisible import drop_invisible
from qa.drafts.models import DraftVerdict, Finding
from qa.drafts.wording import Part, Side, cite_line, difference_parts, quote_line, right_words

if TYPE_CHECKING:
    from docx.comments import Comments
    from docx.text.paragraph import Paragraph

AUTHOR = "碳问"
INITIALS = "碳"
POINTS = 9
"""The size of a comment's text: a draft's own styles may set its body in 16 points."""
RED, GREEN, BROWN = "B3261E", "1C6B3A", "8A4B00"
COLOURS = {
    DraftVerdict.VERBATIM: GREEN,
    DraftVerdict.SUPPORTED: GREEN,
    DraftVerdict.UNFOUNDED: BROWN,
}
"""Of verdicts; those that are errors are red."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one look in a comment."""

    text: str
    colour: str | None = None
    bold: bool = False
    strike: bool = False
    underline: bool = False


Paragraphs = Iterator[tuple[Words, ...]]


def comment_words(finding: Finding, *, hung: str = "") -> Paragraphs:
    """The paragraphs of a comment.

    Args:
        finding: What is told.
        hung: The claim's words, where the comment cannot stand at them.
    """
    colour = COLOURS.get(finding.verdict, RED)
    yield (Words(finding.verdict.shown, colour, bold=True),)
    if hung:
        yield (Words(f"所核对的文字在文本框、脚注等处：“{hung}”"),)
    if finding.detail:
        yield (Words(finding.detail),)
    right = right_words(finding)
    if right:
        yield (Words("对照："), *(part_words(part) for part in difference_parts(finding)))
        yield (Words("原文："), Words(f"“{right}”", GREEN))
    for citation in finding.citations:
        yield (Words(f"依据{cite_line(citation)}"),)
        if citation.quote != right:
            yield (Words(quote_line(citation)),)


def part_words(part: Part) -> Words:
    """A piece of a difference by signs and by its look."""
    match part.side:
        case Side.DRAFT:
            return Words(part.text, RED, strike=True)
        case Side.SOURCE:
            return Words(part.text, GREEN, underline=True)
    return Words(part.text)


def open_comments(file: DocxFile) -> Comments:
    """The comments of a file, to add to."""
    from docx.opc.packuri import PackURI
    from docx.package import Package
    from docx.parts.comments import CommentsPart

    part = CommentsPart(PackURI("/word/comments.xml"), COMMENTS_TYPE, file.comments, Package())
    return part.comments


def add_comment(comments: Comments, number: int, paragraphs: Paragraphs) -> None:
    """Add a comment with an id of its own."""
    comment = comments.add_comment(author=AUTHOR, initials=INITIALS)
    # python-docx numbers them by those that it finds in the part, not by the marks in the body.
    comment._comment_elm.id = number
    for index, words in enumerate(paragraphs):
        write_words(comment.paragraphs[0] if index == 0 else comment.add_paragraph(), words)


def write_words(paragraph: Paragraph, words: tuple[Words, ...]) -> None:
    """Write words into a paragraph of a comment, whatever the draft's own styles look like."""
    from docx.shared import Pt, RGBColor

    shape = paragraph.paragraph_format
    shape.first_line_indent = shape.left_indent = Pt(0)
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = 1.0
    for one in words:
        run = paragraph.add_run(drop_invisible(one.text))
        run.font.size = Pt(POINTS)
        run.font.bold, run.font.strike = one.bold or None, one.strike or None
        run.font.underline = one.underline or None
        if one.colour:
            run.font.color.rgb = RGBColor.from_string(one.colour)
