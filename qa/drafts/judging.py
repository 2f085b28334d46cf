"""Judging a sentence of a draft: a quotation, a copied sentence, a paraphrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.figures import find_figures, fold_widths
from corpus.years import stated_years
from qa.citations import name_document
from qa.citing.lookup import Lookup
from qa.citing.model import Hit, MatchKind
from qa.drafts.candidates import Candidates
from qa.drafts.models import DraftVerdict, Edit
from qa.drafts.quoting import align, compare, fold_quote
from qa.drafts.saying import Saying
from qa.drafts.sources import Sources, wrong_clause
from qa.evidence.sentences import Evidence
from qa.grounding import RULES, check, make_claim, overlap
from qa.grounding.claim import Claim, Verdict
from qa.library_view import LibraryView
from qa.passages import Passage
from qa.search.filters import Filters

FIGURE_RULES = frozenset(
    {
        *("wholeness", "amounts", "subjects", "indicators", "qualifiers", "directions"),
        *("figure_years", "base_years", "years", "years_of_parts", "dates", "places"),
    }
)
"""Rules whose failing means that a figure or what belongs to it differs."""
NEAR = 0.55
"""Share of a sentence's character pairs from which on a statement is of the same matter."""
COPIED = 0.8
"""The same from which on a sentence is a copy."""
QUOTED = 0.7
"""Likeness from which on a quotation is of a stretch of text."""
LIKE = 0.7
"""The same from which on its words need not all be the statement's."""
WORDING = frozenset({"words", "overlap"})
OF_PART = 0.6
"""Share of the character pairs of a part of a sentence that its statement holds."""
SHORTEST_PART = 6
PARTED = re.compile("[，；,;]")
WEAK = frozenset({DraftVerdict.UNFOUNDED, DraftVerdict.NOTHING})
SHORTEST_COPY = 12
"""Letters of a sentence that is looked for word for word."""
HITS = 6


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
    text: str
    """The sentence with the place's name for 我市."""
    wanted: frozenset[str]
    """Ids of the documents that it speaks of; none where it names none."""
    preferred: frozenset[str]
    """Ids of the documents that it most probably means: of its own place."""


class Judge:
    """Holds sentences against one library."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view
        self._lookup = Lookup(view)
        self._candidates = Candidates(view)
        self.sources = Sources(view.library)

    def judge(self, asked: Asked) -> Judged:
        """The verdict on a sentence."""
        if wrong := self.sources.wrong_number(asked.saying):
            return Judged(DraftVerdict.SOURCE, wrong, "doc_no", self._opening(asked.wanted))
        if AUTHOR.search(asked.saying.text) and not is_checkable(asked.saying):
            return Judged(DraftVerdict.NOTHING)
        if asked.saying.quotes:
            return self._judge_quotes(asked)
        if len(fold_quote(asked.saying.words)) >= SHORTEST_COPY:
            exact = self._exact(asked.saying.words, asked)
            if exact:
                return self._placed(Judged(DraftVerdict.VERBATIM, evidence=exact), asked)
        return self._judge_paraphrase(asked)

    def _judge_quotes(self, asked: Asked) -> Judged:
        """Each quotation word for word, else how it differs."""
        evidence: list[Evidence] = []
        for quote in asked.saying.quotes:
            exact = self._exact(quote, asked)
            if not exact:
                return self._judge_differing(quote, asked)
            evidence += exact
        judged = Judged(DraftVerdict.VERBATIM, evidence=tuple(evidence))
        outside = self._outside(asked, judged)
        return outside or self._placed(judged, asked)

    def _outside(self, asked: Asked, judged: Judged) -> Judged | None:
        """What is wrong with the figures, years and places around quotations."""
        around = asked.text
        for quote in asked.saying.quotes:
            around = around.replace(quote, "")
        plain = fold_widths(around)
        if not (find_figures(plain) or stated_years(plain)):
            return None
        claim = make_claim(asked.text, self._view.regions)
        verdicts = [check(claim, one) for one in judged.evidence]
        wrong = next((v for v in verdicts if v.rule in FIGURE_RULES - {"dates", "years"}), None)
        if wrong is None or any(v.supported for v in verdicts):
            return None
        return replace(judged, verdict=DraftVerdict.FIGURE, detail=wrong.detail, rule=wrong.rule)

    def _judge_differing(self, quote: str, asked: Asked) -> Judged:
        """A quotation that stands nowhere: how it differs from what it is most like."""
        rated = [(*align(quote, one.text), one) for one in self._likely(quote, asked)]
        likeness, words, nearest = max(
            rated,
            key=lambda one: (round(one[0], 2), one[2].passage.document_id in asked.wanted),
            default=(0.0, "", None),
        )
        if nearest is None or likeness < QUOTED:
            return self._judge_paraphrase(asked)
        difference = compare(quote, words)
        verdict = DraftVerdict.MISQUOTED
        if differs_in_figures(difference):
            verdict = DraftVerdict.FIGURE
        detail = f"原文为“{words}”"
        return Judged(verdict, detail, "quote", (nearest,), difference)

    def _likely(self, quote: str, asked: Asked) -> list[Evidence]:
        """The clauses that a quotation may be of, whole."""
        hits = self._lookup.find(quote, HITS).hits
        found = [Evidence(one, one.text, "") for hit in hits for one in hit.passages]
        found += [
            Evidence(join(hit.passages), text_of(hit), "") for hit in hits if len(hit.passages) > 1
        ]
        near = self._candidates.near(quote, asked.wanted)
        return [*found, *(Evidence(one.passage, one.passage.text, "") for one in near[:8])]

    def _exact(self, text: str, asked: Asked) -> tuple[Evidence, ...]:
        """The clauses in which words stand exactly, of the documents that are meant first."""
        for document_id in sorted(asked.wanted or asked.preferred)[:3]:
            found = self._find(text, Filters(document=document_id))
            if found:
                return found
        return self._find(text, Filters())

    def _find(self, text: str, filters: Filters) -> tuple[Evidence, ...]:
        hits = self._lookup.find(text, 1, filters).hits
        if not hits or hits[0].match is not MatchKind.VERBATIM:
            return ()
        return tuple(marked(hits[0]))

    def _judge_paraphrase(self, asked: Asked) -> Judged:
        """Supported by a statement, or how the nearest differs."""
        near = self._candidates.near(asked.text, asked.wanted | asked.preferred)
        own = [one for one in near if self._is_of(one, asked.wanted)]
        judged = self._bind(asked, own) if own else Judged(DraftVerdict.NOTHING)
        if judged.verdict in WEAK:
            others = [one for one in near if one not in own]
            elsewhere = self._bind(unnamed(asked) if own else asked, others)
            better = elsewhere.verdict not in WEAK or not judged.evidence
            judged = elsewhere if better else judged
        if judged.verdict is DraftVerdict.SUPPORTED:
            return self._placed(judged, asked)
        if judged.verdict in WEAK and not is_checkable(asked.saying):
            return Judged(DraftVerdict.NOTHING)
        return (
            judged if judged.verdict is not DraftVerdict.NOTHING else Judged(DraftVerdict.UNFOUNDED)
        )

    def _is_of(self, one: Evidence, documents: frozenset[str]) -> bool:
        return one.passage.document_id in self.sources.with_twins(documents)

    def _bind(self, asked: Asked, candidates: Sequence[Evidence]) -> Judged:
        """The first statement that supports a sentence, else what the nearest says instead."""
        claim = make_claim(asked.text, self._view.regions)
        rated: list[tuple[float, Evidence, Verdict]] = []
        for one in candidates:
            share = overlap(asked.saying.words, one.text)
            verdict = check_draft(claim, one, share)
            if verdict.supported:
                return Judged(DraftVerdict.SUPPORTED, evidence=(one,))
            rated.append((share, one, verdict))
        share, nearest, verdict = max(rated, key=lambda one: one[0], default=(0.0, None, Verdict()))
        if nearest is None or share < NEAR:
            parts = self._bind_parts(asked, candidates)
            return parts or Judged(DraftVerdict.UNFOUNDED, evidence=(nearest,) if nearest else ())
        return self._bind_parts(asked, candidates) or differing(asked, share, nearest, verdict)

    def _bind_parts(self, asked: Asked, candidates: Sequence[Evidence]) -> Judged | None:
        """Each part of a sentence supported by a statement, all of one document."""
        parts = [
            part for part in PARTED.split(asked.text) if len(fold_quote(part)) >= SHORTEST_PART
        ]
        if len(parts) < 2:
            return None
        for document_id in dict.fromkeys(one.passage.document_id for one in candidates):
            own = [one for one in candidates if one.passage.document_id == document_id]
            bound = [self._bind_part(part, own) for part in parts]
            found = tuple(dict.fromkeys(one for one in bound if one is not None))
            if len([one for one in bound if one is not None]) == len(parts):
                return Judged(DraftVerdict.SUPPORTED, evidence=found)
        return None

    def _bind_part(self, part: str, candidates: Sequence[Evidence]) -> Evidence | None:
        claim = make_claim(part, self._view.regions)
        for one in candidates:
            if overlap(part, one.text) >= OF_PART and check(claim, one).supported:
                return one
        return None

    def _placed(self, judged: Judged, asked: Asked) -> Judged:
        """The same, if its words stand where the sentence says that they do."""
        passages = [one.passage for one in judged.evidence]
        places = {one.document_id for one in passages}
        places |= {copy.document_id for one in passages for copy in one.also_in}
        wanted = self.sources.with_twins(asked.wanted)
        if wanted and not wanted & places:
            detail = f"这些话不在所说的文件里，在{name_document(passages[0])}里"
            return replace(judged, verdict=DraftVerdict.SOURCE, detail=detail, rule="document")
        if wrong := wrong_clause(asked.saying, passages):
            return replace(judged, verdict=DraftVerdict.SOURCE, detail=wrong, rule="clause")
        return judged

    def _opening(self, documents: Iterable[str]) -> tuple[Evidence, ...]:
        """The beginning of a document, to show what it is called."""
        for document_id in sorted(documents):
            found = self._view.retriever.search(
                self.sources.entry(document_id).title or document_id,
                1,
                Filters(document=document_id),
            ).passages
            return tuple(Evidence(one, one.text, "") for one in found)
        return ()


def check_draft(claim: Claim, one: Evidence, share: float) -> Verdict:
    """The first rule that a sentence fails, its wording left aside where it is nearly a copy."""
    left_aside = WORDING if share >= LIKE else frozenset()
    for name, rule in RULES.items():
        if name not in left_aside and (detail := rule(claim, one)):
            return Verdict(name, detail)
    return Verdict()


def differing(asked: Asked, share: float, nearest: Evidence, verdict: Verdict) -> Judged:
    """What the nearest statement says instead."""
    if verdict.rule in FIGURE_RULES:
        return Judged(DraftVerdict.FIGURE, verdict.detail, verdict.rule, (nearest,))
    if verdict.rule == "titles" and "发文字号" in verdict.detail:
        return Judged(DraftVerdict.SOURCE, verdict.detail, verdict.rule, (nearest,))
    if wrong := asked.wanted and wrong_clause(asked.saying, [nearest.passage]):
        return Judged(DraftVerdict.SOURCE, wrong, "clause", (nearest,))
    if asked.saying.copied and share >= COPIED:
        _, words = align(asked.saying.words, nearest.text)
        difference = compare(asked.saying.words, words)
        detail = f"原文为“{words}”"
        return Judged(DraftVerdict.MISQUOTED, detail, verdict.rule, (nearest,), difference)
    return Judged(DraftVerdict.UNFOUNDED, verdict.detail, verdict.rule, (nearest,))


def unnamed(asked: Asked) -> Asked:
    """A sentence without what it says of its source."""
    words = asked.saying.words
    return replace(asked, text=words) if words in asked.text else asked


def marked(hit: Hit) -> Iterable[Evidence]:
    """The stretches of a hit's clauses that match, verbatim."""
    for number, passage in enumerate(hit.passages):
        marks = [mark for mark in hit.marks if mark.passage == number]
        if not marks:
            continue
        start, end = marks[0].start, max(mark.end for mark in marks)
        paragraph = passage.text.rfind("\n", 0, start) + 1
        yield Evidence(passage, passage.text[start:end], passage.text[paragraph:start])


def text_of(hit: Hit) -> str:
    """The clauses of a hit as one text."""
    return "\n".join(one.text for one in hit.passages)


def join(passages: Sequence[Passage]) -> Passage:
    """Clauses that follow each other as one passage."""
    return replace(passages[0], text="\n".join(one.text for one in passages))


FIGURE_CHANGED = re.compile(
    r"[\d%‰]|[百千万亿]?(?:吨|千瓦|立方米|公里|个百分点|克)|左右|以[上下内]|不[低高少多]于|不超过|[一二三四五六七八九十百千万亿]+(?=[年个项万亿])"
)


def differs_in_figures(difference: Sequence[Edit]) -> bool:
    """Whether a quotation differs in a figure, its unit, year or qualifier."""
    return any(
        not one.equal and FIGURE_CHANGED.search(f"{one.draft} {one.source}") for one in difference
    )


AUTHOR = re.compile(
    r"如下[。：]|汇报|收悉|请(?:审议|审示|批示|予|领导|认真)|现[将就]|供[^，。]{0,8}(?:参阅|参考|学习)|妥否|下一步|我们将|同志们|特此|为盼|谢谢"
)
"""Words of the author's own, who says nothing of documents."""
CHECKABLE = re.compile(
    r"提出|要求|规定|明确|印发|指出|强调|《|〔|国务院|国家发展改革委|生态环境部|截至|已[有经]|同比"
)


def is_checkable(saying: Saying) -> bool:
    """Whether a sentence says something that a document could bear out."""
    if saying.has_figures or saying.quotes or saying.pointers:
        return True
    if AUTHOR.search(saying.text):
        return False
    return bool(saying.named or CHECKABLE.search(saying.text))
