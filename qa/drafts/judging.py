"""Judging a sentence of a draft: a quotation, a copied sentence, a paraphrase."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.figures import find_figures, fold_widths
from qa.citations import name_document
from qa.drafts.candidates import Candidates
from qa.drafts.models import DraftVerdict, Edit
from qa.drafts.quoting import FoldedLibrary, align, compare, fold_quote
from qa.drafts.saying import Saying
from qa.drafts.sources import Sources, source_titles, wrong_clause
from qa.evidence.sentences import Evidence
from qa.grounding import check, make_claim, overlap
from qa.grounding.claim import Claim, Verdict
from qa.library_view import LibraryView
from qa.passages import Passage

FIGURE_RULES = frozenset(
    {
        *("wholeness", "amounts", "subjects", "indicators", "qualifiers", "directions"),
        *("figure_years", "base_years", "years", "years_of_parts", "dates", "places"),
    }
)
"""Rules whose failing means that a figure or what belongs to it differs."""
WORD_RULES = frozenset({"bodies", "roles", "negation", "modality", "opposites", "replaced"})
"""Rules whose failing means that the source says something else."""
NEAR = 0.55
"""Share of a sentence's character pairs from which on a statement is of the same matter."""
COPIED = 0.8
"""The same from which on a sentence is a copy."""
QUOTED = 0.7
"""Likeness from which on a quotation is of a stretch of text."""
SHORTEST_COPY = 12
"""Letters of a sentence that is looked for word for word."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it rests on."""

    verdict: DraftVerdict
    detail: str = ""
    rule: str | None = None
    evidence: tuple[Evidence, ...] = ()
    difference: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence with what is known of where it stands in its draft."""

    saying: Saying
    wanted: frozenset[str]
    """Ids of the documents that it speaks of; none where it names none."""
    text: str
    """The sentence with the place's name for 我市."""


class Judge:
    """Holds sentences against one library."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view
        self._folded = FoldedLibrary(view.library)
        self._candidates = Candidates(view)
        self.sources = Sources(view.library)

    def judge(self, asked: Asked) -> Judged:
        """The verdict on a sentence that has something to check, or may have."""
        if wrong := self.sources.wrong_number(asked.saying):
            return Judged(DraftVerdict.SOURCE, wrong, "doc_no", self._opening(asked.wanted))
        if asked.saying.quotes:
            return self._judge_quotes(asked)
        if len(fold_quote(asked.saying.words)) >= SHORTEST_COPY:
            exact = self._exact(asked.saying.words, asked.wanted)
            if exact:
                judged = Judged(DraftVerdict.VERBATIM, evidence=tuple(exact))
                return self._placed(judged, asked)
        return self._judge_paraphrase(asked)

    def _exact(self, text: str, wanted: Collection[str]) -> list[Evidence]:
        """The clauses in which words stand exactly, those of the documents that are wanted first."""
        runs = sorted(self._folded.find(text), key=lambda run: run.document_id not in wanted)
        return [one for run in runs[:1] for one in self._evidence(run.positions, text)]

    def _evidence(self, positions: Sequence[int], text: str) -> list[Evidence]:
        passages = self._view.retriever.at(positions)
        return [Evidence(one, one.text, "") for one in passages]
