"""The checked draft as DOCX: the draft itself, comments at its claims, its sources at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.readers.docx_xml import W
from qa.drafts.anchors import Anchors, Spot, cut_out, find_range, lay_beside, mark
from qa.drafts.appendix import append
from qa.drafts.comments import CommentWriter, comment_words
from qa.drafts.docx_file import DocxFile, open_docx
from qa.drafts.fresh import write_fresh
from qa.drafts.models import DraftReport, Finding
from qa.drafts.reading import WORD
from qa.drafts.wording import is_told

if TYPE_CHECKING:
    from lxml.etree import _Element

MARKS = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the elements of the document between which its claim stands."""

    finding: Finding
    first: _Element
    last: _Element
    exact: bool
    """Whether these are the claim; if not, they are the paragraph that it hangs on."""


def to_docx(content: bytes, report: DraftReport) -> bytes:
    """The draft with comments on its claims and the list of sources.

    A DOCX keeps all that is in it: parts other than its body and its comments stay byte for byte.
    Of other drafts a document is made.

    Args:
        content: The bytes that the report's draft was read from.
        report: The findings; every one but 无需核对 gets a comment.

    Raises:
        InputError: a DOCX that no comments can be written into.
    """
    draft = report.draft
    if PurePath(draft.name).suffix.lower() == WORD:
        return annotate(content, report, [paragraph.line for paragraph in draft.paragraphs])
    made = write_fresh(draft)
    return annotate(made.content, report, made.units)


def annotate(content: bytes, report: DraftReport, units: Sequence[int]) -> bytes:
    """A DOCX file with comments and the list of sources.

    Args:
        content: The file.
        report: The findings.
        units: For each of the draft's paragraphs its number in the file's body, from 1.
    """
    file = open_docx(content, report.draft.name)
    placed = sorted(place(Anchors(file), report, units), key=lambda one: one.finding.claim.number)
    comments = CommentWriter(file)
    for number, one in enumerate(placed, start=first_free(file)):
        hung = "" if one.exact else one.finding.claim.text
        comments.add(number, comment_words(one.finding, hung=hung))
        mark(one.first, one.last, number)
    append(file.document, report)
    return file.written()


def place(anchors: Anchors, report: DraftReport, units: Sequence[int]) -> Iterator[Placed]:
    """The findings that are told with their places; runs are cut where claims begin and end."""
    told: dict[int, list[Finding]] = defaultdict(list)
    for finding in filter(is_told, report.findings):
        told[finding.claim.paragraph].append(finding)
    seen: set[int] = set()
    for index, paragraph in enumerate(report.draft.paragraphs):
        # The text of a paragraph comes before that of its boxes and notes, if it has any.
        own = units[index] not in seen
        seen.add(units[index])
        if index in told:
            spots = anchors.spots(units[index]) if own else []
            laid = lay_beside(paragraph.text, spots)
            # From the end on, as `cut_out` demands.
            for finding in reversed(told[index]):
                yield from place_one(anchors, finding, laid, units[index])


def place_one(
    anchors: Anchors, finding: Finding, laid: Sequence[Spot | None], unit: int
) -> Iterator[Placed]:
    """A finding at its claim, else at the paragraph that it hangs on."""
    where = find_range(laid, finding.claim.start, finding.claim.end)
    if where is not None:
        yield Placed(finding, *cut_out(where), exact=True)
    elif whole := anchors.whole(unit):
        yield Placed(finding, *whole, exact=False)


def first_free(file: DocxFile) -> int:
    """The first number that neither a comment nor a mark of one has."""
    found = (*file.comments.iterchildren("*"), *file.document.iter(*MARKS))
    numbers = (one.get(W + "id") or "" for one in found)
    return max((int(number) for number in numbers if number.isdecimal()), default=-1) + 1
