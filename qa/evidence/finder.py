"""Finding evidence: the sentences that can answer a question, side by side, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.figures import fold_widths
from corpus.library import Library
from corpus.words import rarity
from corpus.years import find_years
from embeddings.encoder import Encoder
from qa.evidence.asked import find_asked
from qa.evidence.dates import (
    MOMENT,
    asks_day_and_more,
    asks_day_too,
    asks_when,
    find_asked_date,
    find_dates,
    names_day,
)
from qa.evidence.features import SentenceRater, Vector, Words
from qa.evidence.imprint import find_imprints
from qa.evidence.lists import find_lists, leads_in, may_go_on
from qa.evidence.outlines import find_outline
from qa.evidence.ranking import DEEPEST, Ranks, find_ranks, put_first, rank_sentences
from qa.evidence.scope import (
    about_places,
    is_about_place,
    is_imprint_of,
    is_of_another_year,
    is_of_place,
    is_of_side,
    keep_asked_years,
    names_year,
)
from qa.evidence.sentences import Evidence, sentences_of
from qa.evidence.stated import find_latest
from qa.passages import Passage
from qa.pointers import without_pointers
from qa.query import Question
from qa.references import QUOTED
from qa.search.features import Weigher
from qa.search.retriever import Ranked, Retriever, SearchResult
from qa.search.sides import Side
from qa.targets import FoundTarget, TargetIndex
from qa.vocabulary import ways_to_say

LIST_HITS = 6
"""Chunks around which lists are looked for."""
LIST_REACHES = (8, 24)
"""Chunks before and after one of these that are read; more where a list goes on to the edge."""
NO_STATEMENT = re.compile(
    r"(?:各|中央|国务院|有关)[^。]{10,}[：:]|[^，。]{0,12}〔\d{4}〕\d+号"
    r"|[A-Z]{1,4}(?:/[A-Z])? ?[\d.]+[—-]\d{4}"
    r"|(?:尊敬的|各位|女士|先生|同志|朋友|同事)[^。]{0,40}[：:！!]"
)
"""To whom a document or a speech is addressed, and its number."""
SIDE_BY_SIDE = re.compile(r"比|[不异]同|分别|各(?!项|类|地|级|方)|差[异别]|一样|又")
"""What compares lists."""
WHOLE = Side("", "")
"""All that a question asks, where it compares nothing."""


class Searched(Protocol):
    """The library that passages come from."""

    @property
    def library(self) -> Library:
        """The library itself."""

    @property
    def retriever(self) -> Retriever:
        """What found the passages."""

    @property
    def targets(self) -> TargetIndex:
        """The targets that its documents set."""

    @property
    def encoder(self) -> Encoder:
        """The sentence model that it was made with."""

    @property
    def chunk_count(self) -> int:
        """How many chunks there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One side of a question, with the sentences that can answer it."""

    label: str
    """What tells the side from the others; empty where there is only one."""
    question: Question
    ranked: Ranked
    evidence: tuple[Evidence, ...]
    """Best first."""
    features: Vector = field(repr=False)
    """Of each of them, shape (evidence, len(CLOSER))."""
    words: Words = field(repr=False)
    """The words of the question with their rarity."""
    targets: tuple[FoundTarget, ...] = ()
    """The targets that it may ask for, best first."""


class EvidenceFinder:
    """Finds and ranks the sentences of what was found in one library."""

    def __init__(self, view: Searched) -> None:
        self._library = view.library
        self._retriever = view.retriever
        self._targets = view.targets
        self._encoder = view.encoder
        self._total = view.chunk_count
        self._weigher = Weigher(view.library, view.chunk_count)

    def rows(self, found: SearchResult) -> tuple[Row, ...]:
        """A row for each side that the question compares, or one for all of it."""
        understood = found.understood
        if understood.sides and not asks_of_one(understood.question):
            sides = zip(understood.compared, understood.sides, found.rankings[1:], strict=True)
            rows = tuple(self._row(side, asked, ranked, found) for side, asked, ranked in sides)
            if not say_the_same(rows):
                return rows
        return (self._row(WHOLE, understood.question, found.rankings[0], found),)

    def _row(self, side: Side, question: Question, ranked: Ranked, found: SearchResult) -> Row:
        ranks = find_ranks(ranked, found)
        gathered = gather(question, [one for one in found.passages if is_of_side(one, side)])
        sentences = [one for one in gathered if ranks.rank(one) < DEEPEST]
        if question.asks_list or any(leads_in(one.text) for one in sentences):
            sentences += self._lists(question, found.passages, ranks)
        named = [one.document_id for one in found.understood.named]
        unknown = not named and QUOTED.search(question.text)
        if asks_when(question) and not unknown:
            dates = self._dates(question, ranked, side)
            ranks = ranks.with_dates(dates)
            sentences = with_lines([one for one, _ in dates], sentences)
        known = () if unknown else find_imprints(question, named, ranked.positions, self._library)
        imprints = [one for one in known if is_imprint_of(one.passage, side, question)]
        sentences = with_lines(imprints, sentences)
        targets = self._look_up(question, ranked)
        words = self.words(question)
        rater = SentenceRater(question, words, targets)
        if side == WHOLE and (outline := self._outline(found)):
            sentences.append(outline)
        evidence, features = rank_sentences(sentences, rater, ranks, self._encoder)
        asked_for = find_asked_for(question, named, evidence, imprints)
        if not asked_for and not named:
            asked_for = find_latest(question, evidence, targets)
        evidence, features = put_first(asked_for, evidence, features)
        return Row(side.label, question, ranked, evidence, features, words, targets)

    def _dates(self, question: Question, ranked: Ranked, side: Side) -> list[tuple[Evidence, int]]:
        """The lines that date the best documents, each with its document's rank."""
        any_year = asks_day_and_more(question)
        return [
            (one, rank)
            for one, rank in find_dates(ranked.positions[:DEEPEST], self._library)
            if is_imprint_of(one.passage, side, question)
            and (any_year or not is_of_another_year(one, question))
        ]

    def _outline(self, found: SearchResult) -> Evidence | None:
        """The headings that are asked for, if any are."""
        asked, best = found.understood, found.rankings[0].positions[:DEEPEST]
        return find_outline(asked.question, asked.named, best, self._library)

    def _look_up(self, question: Question, ranked: Ranked) -> tuple[FoundTarget, ...]:
        """The targets that a question for a figure may mean, best first."""
        if not (question.asks_figure or question.asks_comparison or question.years):
            return ()
        return tuple(self._targets.look_up(question, frozenset(ranked.positions[:DEEPEST])))

    def _lists(
        self, question: Question, passages: Sequence[Passage], ranks: Ranks
    ) -> list[Evidence]:
        """The lists around the best chunks, without those that are part of another."""
        parts = [part for passage in passages for part in passage.parts or (passage,)]
        best = sorted(parts, key=lambda part: ranks.at.get(part.chunk_id, DEEPEST))[:LIST_HITS]
        fitting = [part for part in best if is_about_place(part, question)]
        found = {one.text: one for part in fitting for one in self._lists_around(part)}
        return [one for one in found.values() if not is_within(one, found.values())]

    def _lists_around(self, part: Passage) -> list[Evidence]:
        """The lists around a chunk, each with all its items."""
        for reach in LIST_REACHES:
            parts = self._retriever.around(part.chunk_id, reach)
            lists = find_lists(parts)
            if not any(may_go_on(one, parts) for one in lists):
                break
        return lists

    def words(self, question: Question) -> Words:
        """The words of a question with their rarity; a name that no chunk holds counts half.

        It may be a name that the library does not know, or only how the question is put.
        """
        held = self._library.document_frequency
        topic = {word: rarity(held(word), self._total) for word in question.topic}
        names = {word: rarity(held(word), self._total) for word in question.names}
        halved = {word: one if held(word) else one / 2 for word, one in names.items()}
        pairs = self._weigher.weights(without_pointers(question.whole))
        return Words(topic, halved, pairs, ways_to_say(question.text, (*topic, *names)))


def gather(question: Question, passages: Sequence[Passage]) -> list[Evidence]:
    """The sentences that can bear on a question, each once."""
    fitting = about_places(passages, question)
    sentences = [
        one
        for passage in fitting
        for part in passage.parts or (passage,)
        if names_year(part, passage, question)
        for one in sentences_of(part)
    ]
    when = asks_when(question)
    sentences = [
        one
        for one in sentences
        if not MOMENT.fullmatch(one.text) or (when and is_of_place(one.passage, question))
    ]
    sentences = [one for one in sentences if not NO_STATEMENT.fullmatch(one.text)]
    return keep_asked_years(first_of_each(sentences), question)


def find_asked_for(
    question: Question,
    named: Sequence[str],
    ranked: Sequence[Evidence],
    imprints: Sequence[Evidence],
) -> list[int]:
    """Where the outline stands, or the lines of a document's head and foot that are asked for."""
    outline = [at for at, one in enumerate(ranked) if one.is_outline]
    if outline:
        return outline[:1]
    if not imprints:
        return find_asked_date(question, named, ranked)
    meant = imprints[0].passage.document_id
    texts = [one.text for one in imprints]
    lines = ((at, one) for at, one in enumerate(ranked) if one.is_imprint)
    own = [at for at, one in lines if one.passage.document_id == meant]
    dated = [at for at in own if asks_day_too(question) and names_day(ranked[at].text)]
    return [*(at for at in own if ranked[at].text in texts), *dated]


def with_lines(lines: Sequence[Evidence], sentences: Sequence[Evidence]) -> list[Evidence]:
    """The lines of documents' heads and feet, and the sentences that are none of these."""
    places = {(one.passage.chunk_id, one.text) for one in lines}
    others = [one for one in sentences if (one.passage.chunk_id, one.text) not in places]
    return [*lines, *others]


def asks_of_one(question: Question) -> bool:
    """Whether what a question names side by side is not compared: a list, or where it stands."""
    listed = question.asks_list and not SIDE_BY_SIDE.search(question.text)
    return listed or find_asked(question).location


def say_the_same(rows: Sequence[Row]) -> bool:
    """Whether one sentence is the best of every side, so that they are none: a road's two ends.

    Years are sides, though one sentence may have the figures of both.
    """
    best = {row.evidence[0].text if row.evidence else row.label for row in rows}
    return len(best) == 1 and not any(find_years(row.label) for row in rows)


def first_of_each(sentences: Iterable[Evidence]) -> Iterator[Evidence]:
    """The sentences without those whose words came before."""
    seen: set[str] = set()
    for one in sentences:
        words = fold_widths(one.text)
        if words not in seen:
            seen.add(words)
            yield one


def is_within(one: Evidence, others: Iterable[Evidence]) -> bool:
    """Whether a list is the beginning or another part of a longer one."""
    return any(len(other.text) > len(one.text) and one.text in other.text for other in others)


def select(ranked: Sequence[Evidence], most: int, chars: int) -> list[Evidence]:
    """The first of ``ranked`` that fit, without those that lie within another."""
    selected: list[Evidence] = []
    for one in ranked:
        if len(selected) == most:
            break
        if any(one.text in other.text for other in selected):
            continue
        if sum(len(other.text) for other in selected) + len(one.text) <= chars:
            selected.append(one)
    return selected
