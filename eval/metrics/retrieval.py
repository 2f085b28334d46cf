"""Retrieval metrics by evidence, computed with ir-measures (MacAvaney et al. 2022).

What is to be found is not a chunk but each quote of the gold evidence: a passage that holds it, in
the gold document or in a document that gives the same text, stands for it once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.matching import SAME_PLACE, share_in
from eval.questions import GoldEvidence, Question

CUTOFFS = (1, 5, 10, 20)
ALL_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A ranked passage, as a run records it."""

    text: str
    files: frozenset[str]
    """Its source file, and those in which the same text stands."""


def is_place(evidence: GoldEvidence, found: Found) -> bool:
    """Whether a passage is where a quote stands."""
    return (
        evidence.source_file in found.files and share_in(evidence.quote, found.text) >= SAME_PLACE
    )


def first_ranks(question: Question, ranked: Sequence[Found]) -> list[int | None]:
    """The 1-based rank at which each quote of the gold evidence is found first."""
    return [
        next((rank for rank, one in enumerate(ranked, start=1) if is_place(evidence, one)), None)
        for evidence in question.evidence
    ]


def retrieval_scores(question: Question, ranked: Sequence[Found]) -> dict[str, float | None]:
    """The scores of one question by name; all None where nothing is to be found.

    - ``recall@k``: share of the quotes found in the first k passages.
    - ``all@10``: 1 if all quotes are found in the first ten.
    - ``mrr``: 1 / rank of the first passage that holds any quote.
    - ``ndcg@10``: DCG with gain 1 for each quote at its first rank and discount ``log2(rank + 1)``,
      by that of the ideal ranking (Järvelin & Kekäläinen 2002).
    """
    names = [*(f"recall@{k}" for k in CUTOFFS), f"all@{ALL_WITHIN}", "mrr", "ndcg@10"]
    if not question.answerable:
        return dict.fromkeys(names, None)
    ranks = first_ranks(question, ranked)
    scores = measured(ranks, len(ranked))
    within = [rank is not None and rank <= ALL_WITHIN for rank in ranks]
    values = [*(scores[f"R@{k}"] for k in CUTOFFS), float(all(within))]
    return dict(zip(names, [*values, scores["RR"], scores["nDCG@10"]], strict=True))


def measured(ranks: Sequence[int | None], length: int) -> Mapping[str, float]:
    """Recall, RR and nDCG by ir-measures; quotes found at the same rank follow each other."""
    import ir_measures

    by_rank: dict[int, list[str]] = {}
    for number, rank in enumerate(ranks):
        if rank is not None:
            by_rank.setdefault(rank, []).append(f"e{number}")
    run = {}
    for rank in range(1, length + 1):
        for place, name in enumerate(by_rank.get(rank, [f"p{rank}"])):
            run[name] = length - rank + 1 - place / (len(ranks) + 1)
    recalls = [ir_measures.parse_measure(f"R@{k}") for k in CUTOFFS]
    measures = [*recalls, ir_measures.RR, ir_measures.nDCG @ 10]
    qrels = {"q": {f"e{number}": 1 for number in range(len(ranks))}}
    values = ir_measures.calc_aggregate(measures, qrels, {"q": run})
    return {str(measure): float(value) for measure, value in values.items()}
