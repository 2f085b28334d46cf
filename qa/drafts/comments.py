"""Word comments on claims: verdict, what differs, the right words, the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from qa.drafts.docx_file import COMMENTS, COMMENTS_TYPE, DocxFile
from qa.drafts.docx_words import Shape, Words, make_paragraph
from qa.drafts.models import DraftVerdict, Finding
from qa.drafts.wording import Part, Side, cite_line, difference_parts, quote_line, right_words

if TYPE_CHECKING:
    from docx.oxml.comments import CT_Comments

AUTHOR = "碳问"
INITIALS = "碳"
SHAPE = Shape(style="CommentText")
RED, GREEN, BROWN = "B3261E", "1C6B3A", "8A4B00"
COLOURS = {
    DraftVerdict.VERBATIM: GREEN,
    DraftVerdict.SUPPORTED: GREEN,
    DraftVerdict.UNFOUNDED: BROWN,
}
"""Of verdicts; those that are errors are red."""

Paragraphs = Iterator[tuple[Words, ...]]


def comment_words(finding: Finding, *, hung: str = "") -> Paragraphs:
    """The paragraphs of a comment.

    Args:
        finding: What is told.
        hung: The claim's words, where the comment cannot stand at them.
    """
    colour = COLOURS.get(finding.verdict, RED)
    yield (Words(finding.verdict.shown, colour=colour, bold=True),)
    if hung:
        yield (Words(f"所核对的文字在文本框、脚注等处：“{hung}”"),)
    if finding.detail:
        yield (Words(finding.detail),)
    right = right_words(finding)
    if finding.difference:
        yield (Words("对照："), *(part_words(part) for part in difference_parts(finding)))
    if right:
        yield (Words("原文："), Words(f"“{right}”", colour=GREEN))
    for citation in finding.citations:
        yield (Words(f"依据{cite_line(citation)}"),)
        if citation.quote != right:
            yield (Words(quote_line(citation)),)


def part_words(part: Part) -> Words:
    """A piece of a difference by signs and by its look."""
    match part.side:
        case Side.DRAFT:
            return Words(part.text, colour=RED, strike=True)
        case Side.SOURCE:
            return Words(part.text, colour=GREEN, underline=True)
    return Words(part.text)


class CommentWriter:
    """Adds comments to a DOCX file."""

    def __init__(self, file: DocxFile) -> None:
        from docx.opc.packuri import PackURI
        from docx.oxml.parser import parse_xml
        from docx.package import Package
        from docx.parts.comments import CommentsPart

        self._file = file
        # python-docx looks at all comments before it adds one: each is made by itself, then moved.
        made = cast("CT_Comments", parse_xml(COMMENTS))
        part = CommentsPart(PackURI("/word/comments.xml"), COMMENTS_TYPE, made, Package())
        self._comments = part.comments

    def add(self, number: int, paragraphs: Paragraphs) -> None:
        """Add a comment whose id is ``number``."""
        comment = self._comments.add_comment(author=AUTHOR, initials=INITIALS)
        element = comment._comment_elm
        sign = element.p_lst[0][-1]
        element.remove(element.p_lst[0])
        element.extend(make_paragraph(element, words, SHAPE) for words in paragraphs)
        element.p_lst[0].insert(1, sign)
        element.id = number
        self._file.comments.append(element)
