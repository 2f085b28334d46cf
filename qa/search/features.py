"""Features: what tells a passage that answers a question from one that is only like it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.models import Level
from corpus.words import bigrams, fold, rarity
from qa.pointers import stands_in, without_pointers
from qa.query import Question
from qa.search.candidates import Found
from qa.search.store import Candidate

ASKING = re.compile(
    r"请问|多少|什么|哪[些个几年份里]?|怎么样?|如何|是指|分别|几[个种类项条]|吗|呢|为何|为什么"
)
"""What only asks: its characters count nothing in overlap."""
FULL_LENGTH = 400
"""Letters; the length feature is 1 from here on."""
SHORT = 40
"""Letters; a shorter chunk is a heading or an item without its context."""
NATIONAL = re.compile(r"全国|国家(?!电网|能源集团|电投)|中央|我国|国务院|中国(?=的|到|在|20)")

FEATURES = (
    "dense",
    "lexical",
    "fusion",
    "title_share",
    "named",
    "overlap",
    "defined",
    "year",
    "other_year",
    "issued_in_year",
    "place",
    "other_place",
    "national",
    "figure",
    "definition",
    "clause",
    "length",
    "short",
)
"""Names of the columns, in order; what each is says `row`."""


class Weigher:
    """Inverse document frequencies of character pairs in one library."""

    def __init__(self, library: Library, total: int) -> None:
        self._library = library
        self._total = total

    def weights(self, text: str) -> dict[str, float]:
        """Each pair of characters of a text with its rarity; the weights add up to 1."""
        pairs = sorted(bigrams(ASKING.sub(" ", text)))
        counts = self._library.bigram_counts(pairs)
        raw = {pair: rarity(counts.get(pair, 0), self._total) for pair in pairs}
        whole = sum(raw.values()) or 1.0
        return {pair: weight / whole for pair, weight in raw.items()}


def share(weights: Mapping[str, float], text: str) -> float:
    """Share of the weights whose pairs stand in a folded text."""
    return sum([weight for pair, weight in weights.items() if pair in text])


def build_features(
    question: Question,
    found: Found,
    candidates: Sequence[Candidate],
    weigher: Weigher,
) -> NDArray[np.float32]:
    """The features of each candidate, shape (candidates, len(FEATURES))."""
    rater = Rater(question, found, weigher.weights(without_pointers(question.whole)))
    rows = [rater.row(candidate) for candidate in candidates]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


class Rater:
    """Computes the features of one question's candidates."""

    def __init__(self, question: Question, found: Found, weights: Mapping[str, float]) -> None:
        self._question = question
        self._found = found
        self._weights = weights
        self._best_dense = max(found.dense.values(), default=0.0)
        self._worst_dense = min(found.dense.values(), default=0.0)
        self._best_lexical = max(found.lexical.values(), default=0.0) or 1.0
        self._best_fused = max(found.fused.values(), default=0.0) or 1.0
        self._named = {one.document_id for one in found.named}
        self._years = set(question.years)
        self._national = bool(NATIONAL.search(question.text))
        self._asked = fold(question.text)
        self._meant = fold(question.whole)
        self._title_shares: dict[str, float] = {}

    def row(self, one: Candidate) -> list[float]:
        """The features of one candidate, in the order of `FEATURES`."""
        position, document_id = one.chunk.position, one.document.document_id
        found = self._found
        return [
            self._nearness(position),
            found.lexical.get(position, 0.0) / self._best_lexical,
            found.fused.get(position, 0.0) / self._best_fused,
            self._title_share(one),
            float(document_id in self._named),
            share(self._weights, one.whole),
            self._defined(one),
            *self._year_agreement(one),
            *self._place_agreement(one),
            *self._kind_agreement(one),
            min(len(one.text), FULL_LENGTH) / FULL_LENGTH,
            float(len(one.text) < SHORT),
        ]

    def _nearness(self, position: int) -> float:
        """0 for the nearest chunk, -1 for the farthest that was looked at, whatever the model."""
        worst = self._worst_dense
        spread = (self._best_dense - worst) or 1.0
        return (self._found.dense.get(position, worst) - self._best_dense) / spread

    def _title_share(self, one: Candidate) -> float:
        """Share of the title's character pairs that the question holds."""
        known = self._title_shares
        if one.document.document_id not in known:
            pairs = bigrams(one.document.title or "")
            held = sum(pair in self._meant for pair in pairs)
            known[one.document.document_id] = held / (len(pairs) + 3)
        return known[one.document.document_id]

    def _pointed_at(self, one: Candidate) -> float:
        """Share of the clauses that the question points at which this one stands in.

        In other documents than the one named, the same number is another clause.
        """
        clauses = self._question.clauses
        if not clauses or (self._named and one.document.document_id not in self._named):
            return 0.0
        return sum(stands_in(one.chunk.path, labels) for labels in clauses) / len(clauses)

    def _defined(self, one: Candidate) -> float:
        """Whether the text defines a term of a question that asks for a definition."""
        asked = self._question.asks_definition
        return float(asked and any(term in self._asked for term in one.defined))

    def _year_agreement(self, one: Candidate) -> tuple[float, ...]:
        asked = self._years
        issued = int((one.document.date or "0")[:4])
        return (
            float(bool(asked & one.years)),
            float(bool(asked and one.years) and not asked & one.years),
            float(issued in asked),
        )

    def _place_agreement(self, one: Candidate) -> tuple[float, ...]:
        places = self._question.places
        region = one.document.region or ""
        about = f"{region} {one.document.title or ''}"
        same = any(place in about for place in places)
        national = one.document.level in (Level.NATION, Level.MINISTRY)
        return (
            float(same),
            float(bool(places and region) and not same),
            float(self._national and not places and national),
        )

    def _kind_agreement(self, one: Candidate) -> tuple[float, ...]:
        question = self._question
        return (
            float(question.asks_figure and one.has_figure),
            float(question.asks_definition and one.defines),
            self._pointed_at(one),
        )
