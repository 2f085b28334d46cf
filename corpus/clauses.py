"""Clauses: from paragraphs to the clause tree of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.headings import Heading, Rank, find_heading, has_rank
from corpus.models import Clause, Text, join_texts
from corpus.outline import Outline
from corpus.tables import table_caption

ANNEX_TITLE = re.compile(r"[^。；：]{2,60}")
GOES_ON = re.compile("；[和或及]?$")
"""How an item ends that others follow."""
STATES = re.compile(r"\d{4}年\d+月|由.{2,20}(?:负责|确定|解释)")
"""What a short paragraph says that is no title: from which day something holds, who decides."""


@dataclass
class Draft:
    """A clause while its paragraphs are gathered."""

    path: tuple[str, ...]
    heading: Text | None = None
    """A heading that is a paragraph of its own; part of the text only where nothing follows."""
    body: list[Text] = field(default_factory=list)

    def finish(self, ordinal: int, before: Draft | None) -> Clause:
        """The clause with all its paragraphs.

        A numbered term stays with its definition, an article's first sentence with the article,
        and the last of some items with what follows it: none is a heading, only as short as one.

        Args:
            ordinal: Its place in the document.
            before: The clause before it.
        """
        heading = [] if self.heading is None else [self.heading]
        if self.body and not (self._ends_items(before) or any(map(is_text, heading))):
            heading = []
        return Clause(ordinal, self.path, join_texts([*heading, *self.body]))

    def _ends_items(self, before: Draft | None) -> bool:
        """Whether the clause before it is no more than a heading, or an item that others follow."""
        if before is None or before.path[:-1] != self.path[:-1]:
            return False
        return not before.body or bool(GOES_ON.search(before.body[-1].text))


def is_text(heading: Text) -> bool:
    """Whether what looks like a heading says something itself: a term, a sentence of an article."""
    is_sentence = has_rank(heading.text, Rank.ARTICLE) or bool(STATES.search(heading.text))
    return bool(heading.numbered) or (heading.text.endswith("。") and is_sentence)


def build_clauses(paragraphs: Sequence[Text]) -> list[Clause]:
    """The clauses in the order of the text, each with the path of headings down to its own.

    A heading with neither text of its own nor parts is a clause whose text is the heading. A table
    is a clause of its own, under the headings above it and its caption.
    """
    outline = Outline()
    drafts = [Draft(path=())]
    for paragraph in paragraphs:
        if paragraph.table:
            caption = table_caption(paragraph)
            drafts.append(Draft((*outline.path, caption), body=[paragraph]))
            drafts.append(Draft(outline.path))
        elif heading := find_heading(paragraph):
            drafts.append(open_draft(outline.enter(heading), heading, paragraph))
        elif is_annex_title(drafts[-1], paragraph):
            drafts[-1] = Draft(outline.extend_label(paragraph.text), drafts[-1].heading)
        else:
            drafts[-1].body.append(paragraph)
    kept = [
        draft for draft, following in pairwise([*drafts, None]) if draft and keeps(draft, following)
    ]
    before = [None, *kept]
    return [draft.finish(ordinal, before[ordinal]) for ordinal, draft in enumerate(kept)]


def open_draft(path: tuple[str, ...], heading: Heading, paragraph: Text) -> Draft:
    """A new clause whose own heading is, or stands in, ``paragraph``."""
    return Draft(path, heading=paragraph) if heading.standalone else Draft(path, body=[paragraph])


def is_annex_title(draft: Draft, paragraph: Text) -> bool:
    """Whether a paragraph is the title of the annex whose number stands right above it."""
    if draft.heading is None or draft.body or not ANNEX_TITLE.fullmatch(paragraph.text):
        return False
    return has_rank(draft.heading.text, Rank.ANNEX)


def keeps(draft: Draft, following: Draft | None) -> bool:
    """Whether a gathered clause has text of its own, or is a heading without any parts."""
    if draft.body:
        return True
    has_parts = following is not None and following.path[: len(draft.path)] == draft.path
    return draft.heading is not None and not has_parts
