"""Judging a sentence of a draft: a quotation, a copied sentence, a paraphrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.figures import find_figures, fold_widths
from corpus.years import stated_years
from qa.citations import name_document
from qa.citing.lookup import Lookup
from qa.citing.model import Hit
from qa.drafts.asked import Asked, Judged
from qa.drafts.binding import bind
from qa.drafts.candidates import Candidates, Statement, whole
from qa.drafts.holding import FIGURE_RULES, LIKE
from qa.drafts.joining import Joiner
from qa.drafts.models import DraftVerdict, Edit
from qa.drafts.quoting import align, compare, fold_quote
from qa.drafts.saying import EVENT, copied_forms, is_authors, is_checkable
from qa.drafts.sources import Sources, wrong_clause, wrong_date
from qa.evidence.sentences import Evidence
from qa.grounding import check, make_claim, overlap
from qa.library_view import LibraryView
from qa.passages import Passage
from qa.search.filters import Filters

QUOTED = 0.7
"""Likeness from which on a quotation is of a stretch of text."""
SHORTEST_COPY = 12
"""Letters of a sentence that is looked for word for word."""
HITS = 6
WHOLE_CLAUSES = 8
OF_OCCASION = 0.5
"""Share of the words for an occasion that a document said there holds."""
OUTSIDE = FIGURE_RULES - {"dates", "years", "wholeness", "amounts", "indicators"}
"""Rules that words around a quotation are held to; its own figures are the source's."""
FIGURE_CHANGED = re.compile(
    r"[\d%‰]|[百千万亿]?(?:吨|千瓦|立方米|公里|个百分点|克)|左右|以[上下内]|不[低高少多]于|不超过"
    r"|(?!一[个项])[一二三四五六七八九十百千万亿]+(?=[年个项万亿])"
)


class Judge:
    """Holds sentences against one library."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view
        self._lookup = Lookup(view)
        self._candidates = Candidates(view)
        self.sources = Sources(view.library)
        self._joiner = Joiner(self._candidates, self.sources, view.regions)

    def judge(self, asked: Asked) -> Judged:
        """The verdict on a sentence."""
        judged = self._judge(asked)
        good = judged.verdict in (DraftVerdict.VERBATIM, DraftVerdict.SUPPORTED)
        passages = [one.passage for one in judged.evidence]
        if good and (wrong := wrong_date(asked.said_on, passages)):
            return replace(judged, verdict=DraftVerdict.FIGURE, detail=wrong, rule="years")
        return judged

    def _judge(self, asked: Asked) -> Judged:
        """The same, whenever it was said."""
        saying = asked.saying
        if wrong := self.sources.wrong_number(saying):
            return Judged(DraftVerdict.SOURCE, wrong, "doc_no", self._opening(asked.wanted))
        if is_authors(saying):
            return Judged(DraftVerdict.NOTHING)
        if saying.quotes:
            return self._judge_quotes(asked)
        for words in copied_forms(saying.words):
            long = len(fold_quote(words)) >= SHORTEST_COPY
            if long and (exact := self._exact(words, asked)):
                judged = Judged(DraftVerdict.VERBATIM, evidence=exact)
                return self._exactly(judged, asked, (words,))
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
        return self._exactly(judged, asked, asked.saying.quotes)

    def _exactly(self, judged: Judged, asked: Asked, quotes: Iterable[str]) -> Judged:
        """Words that are exact, if they stand where it is said and nothing around them is wrong."""
        placed = self._placed(judged, asked)
        if placed.verdict is DraftVerdict.SOURCE:
            return placed
        return self._outside(asked, judged, quotes) or placed

    def _outside(self, asked: Asked, judged: Judged, quotes: Iterable[str]) -> Judged | None:
        """What is wrong with the figures, years and places around words that are exact."""
        around = asked.text
        for quote in quotes:
            around = around.replace(quote, "")
        claim = make_claim(asked.text, self._view.regions)
        plain = fold_widths(around)
        if not (find_figures(plain) or stated_years(plain) or claim.places):
            return None
        verdicts = [check(claim, one) for one in judged.evidence]
        wrong = next((v for v in verdicts if v.rule in OUTSIDE), None)
        if wrong is None or any(v.supported for v in verdicts):
            return None
        if found := self._around(asked, around, judged):
            return replace(judged, evidence=(*judged.evidence, *found))
        return replace(judged, verdict=DraftVerdict.FIGURE, detail=wrong.detail, rule=wrong.rule)

    def _around(self, asked: Asked, around: str, judged: Judged) -> tuple[Evidence, ...]:
        """What the words around a quotation rest on, which may be other clauses than its own."""
        rest = replace(asked, text=around, said=around)
        near = self._candidates.near(around, asked.wanted | asked.preferred)
        found = self._joiner.judge(rest, near, (), judged)
        supported = found is not None and found.verdict is DraftVerdict.SUPPORTED
        return found.evidence if found and supported else ()

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
        figures = differs_in_figures(difference)
        verdict = DraftVerdict.FIGURE if figures else DraftVerdict.MISQUOTED
        return Judged(verdict, f"原文为“{words}”", "quote", (nearest,), difference)

    def _likely(self, quote: str, asked: Asked) -> list[Evidence]:
        """The clauses that a quotation may be of, whole; those that it spans as one."""
        hits = self._lookup.find(quote, HITS).hits
        found = [whole(one) for hit in hits for one in hit.passages]
        found += [whole(join(hit.passages)) for hit in hits if len(hit.passages) > 1]
        near = self._candidates.near(quote, asked.wanted)[:WHOLE_CLAUSES]
        return [*found, *(whole(one.evidence.passage) for one in near)]

    def _exact(self, text: str, asked: Asked) -> tuple[Evidence, ...]:
        """The clauses in which words stand exactly, of the documents that are meant first."""
        anywhere = self._lookup.find_verbatim(text)
        if anywhere is None:
            return ()
        for document_id in sorted(asked.wanted or asked.preferred):
            if found := self._lookup.find_verbatim(text, Filters(document=document_id)):
                return tuple(marked(found))
        return tuple(marked(anywhere))

    def _judge_paraphrase(self, asked: Asked) -> Judged:
        """Supported by a statement, or how the nearest differs."""
        near = self._candidates.near(asked.text, asked.wanted | asked.preferred)
        own = [one for one in near if one.document_id in asked.wanted]
        judged = bind(asked, own, self._view.regions)
        if judged.is_weak and own:
            bare = bind(asked.unnamed, own, self._view.regions)
            judged = judged if bare.is_weak else bare
        if judged.is_weak:
            others = [one for one in near if one not in own]
            elsewhere = self._bind_elsewhere(asked, others, own)
            judged = judged if judged.evidence and elsewhere.is_weak else elsewhere
        doubted = judged.is_weak or judged.verdict is DraftVerdict.FIGURE
        if doubted and is_checkable(asked.saying):
            named = self.sources.with_twins(self.sources.named(asked.saying))
            judged = self._joiner.judge(asked, near, named, judged) or judged
        if judged.verdict is DraftVerdict.SUPPORTED:
            occasion = None if asked.wanted else EVENT.search(asked.saying.text)
            if occasion and occasion["event"]:
                judged = self._on_occasion(occasion, judged)
        if judged.verdict is DraftVerdict.SUPPORTED:
            return self._placed(judged, asked)
        if is_checkable(asked.saying) or is_near(asked, judged):
            return judged
        return Judged(DraftVerdict.NOTHING)

    def _bind_elsewhere(
        self, asked: Asked, others: Sequence[Statement], own: Sequence[Statement]
    ) -> Judged:
        """The sentence in other documents than it names, or said on another occasion."""
        judged = bind(asked.unnamed if own else asked, others, self._view.regions)
        if own or not judged.is_weak or asked.unnamed is asked:
            return judged
        bare = bind(asked.unnamed, others, self._view.regions)
        if bare.verdict is not DraftVerdict.SUPPORTED:
            return judged
        if occasion := EVENT.search(asked.saying.text):
            return self._on_occasion(occasion, bare)
        if judged.rule == "titles":
            detail = f"{judged.detail}；这些话在{name_document(bare.evidence[0].passage)}里"
            return replace(bare, verdict=DraftVerdict.SOURCE, detail=detail, rule="titles")
        return bare

    def _on_occasion(self, occasion: re.Match[str], judged: Judged) -> Judged:
        """What is supported, but was not said on the occasion that a sentence names."""
        passage = judged.evidence[0].passage
        named = occasion["event"] or occasion["this"]
        if overlap(named, f"{passage.heading} {passage.text}") >= OF_OCCASION:
            return judged
        detail = f"这些话在{name_document(passage)}里，资料没有写明是在{named}上说的"
        return replace(judged, verdict=DraftVerdict.SOURCE, detail=detail, rule="occasion")

    def _placed(self, judged: Judged, asked: Asked) -> Judged:
        """The same, if its words stand where the sentence says that they do."""
        passages = [one.passage for one in judged.evidence]
        places = {one.document_id for one in passages}
        places |= {copy.document_id for one in passages for copy in one.also_in}
        if asked.wanted and not asked.wanted & places:
            detail = f"这些话不在所说的文件里，在{name_document(passages[0])}里"
            return replace(judged, verdict=DraftVerdict.SOURCE, detail=detail, rule="document")
        if wrong := wrong_clause(asked.saying, passages):
            return replace(judged, verdict=DraftVerdict.SOURCE, detail=wrong, rule="clause")
        return judged

    def _opening(self, documents: Iterable[str]) -> tuple[Evidence, ...]:
        """The beginning of a document, to show what it is called."""
        for document_id in sorted(documents):
            title = self.sources.entry(document_id).title or document_id
            filters = Filters(document=document_id)
            found = self._view.retriever.search(title, 1, filters).passages
            return tuple(map(whole, found))
        return ()


def is_near(asked: Asked, judged: Judged) -> bool:
    """Whether a sentence that names nothing to check is nearly the words of what it rests on."""
    if judged.verdict is DraftVerdict.SUPPORTED:
        return True
    words = asked.saying.words
    return not judged.is_weak and any(overlap(words, e.text) >= LIKE for e in judged.evidence)


def join(passages: Sequence[Passage]) -> Passage:
    """Clauses that follow each other as one passage."""
    return replace(passages[0], text="\n".join(one.text for one in passages))


def marked(hit: Hit) -> Iterable[Evidence]:
    """The stretches of a hit's clauses that match, verbatim."""
    for number, passage in enumerate(hit.passages):
        marks = [mark for mark in hit.marks if mark.passage == number]
        if not marks:
            continue
        start, end = marks[0].start, max(mark.end for mark in marks)
        paragraph = passage.text.rfind("\n", 0, start) + 1
        yield Evidence(passage, passage.text[start:end], passage.text[paragraph:start])


def differs_in_figures(difference: Sequence[Edit]) -> bool:
    """Whether a quotation differs in a figure, its unit, year or qualifier."""
    return any(
        not one.equal and FIGURE_CHANGED.search(f"{one.draft} {one.source}") for one in difference
    )
