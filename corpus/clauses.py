"""Clauses: from paragraphs to the clause tree of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from corpus.headings import Heading, find_heading
from corpus.models import Clause, Text, join_texts


@dataclass
class Draft:
    """A clause while its paragraphs are gathered."""

    path: tuple[str, ...]
    heading: Text | None = None
    """A heading that is a paragraph of its own; part of the text only where nothing follows."""
    body: list[Text] = field(default_factory=list)

    def finish(self, ordinal: int) -> Clause:
        """The clause with all its paragraphs."""
        parts = self.body or ([self.heading] if self.heading else [])
        return Clause(ordinal, self.path, join_texts(parts))


def build_clauses(paragraphs: list[Text]) -> list[Clause]:
    """The clauses in the order of the text, each with the path of headings down to its own.

    A heading with neither text of its own nor parts is a clause whose text is the heading.
    """
    drafts = [Draft(path=())]
    open_headings: list[Heading] = []
    for paragraph in paragraphs:
        heading = find_heading(paragraph.text)
        if heading is None:
            drafts[-1].body.append(paragraph)
            continue
        open_headings = [h for h in open_headings if h.rank < heading.rank] + [heading]
        drafts.append(open_draft(open_headings, paragraph))
    kept = [
        draft for draft, following in pairwise([*drafts, None]) if draft and keeps(draft, following)
    ]
    return [draft.finish(ordinal) for ordinal, draft in enumerate(kept)]


def open_draft(open_headings: list[Heading], paragraph: Text) -> Draft:
    """A new clause under the open headings, the last of which is ``paragraph``'s."""
    draft = Draft(path=tuple(heading.label for heading in open_headings))
    if open_headings[-1].standalone:
        draft.heading = paragraph
    else:
        draft.body.append(paragraph)
    return draft


def keeps(draft: Draft, following: Draft | None) -> bool:
    """Whether a gathered clause has text of its own, or is a heading without any parts."""
    if draft.body:
        return True
    has_parts = following is not None and following.path[: len(draft.path)] == draft.path
    return draft.heading is not None and not has_parts
