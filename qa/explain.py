"""Why a search found what it found: what was understood, and the parts of each score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.regions import full_name
from qa.query import Question
from qa.search.ranking import Ranker
from qa.search.retriever import Ranked, SearchResult

LABELS = {
    "dense": "向量相似",
    "lexical": "词语匹配",
    "fusion": "两路排名",
    "title_share": "标题相合",
    "named": "点名的文件",
    "overlap": "字面重合",
    "defined": "定义了所问的词",
    "year": "年份相符",
    "other_year": "年份不符",
    "issued_in_year": "当年发布",
    "place": "地区相符",
    "other_place": "别处的文件",
    "national": "国家文件",
    "figure": "有数字",
    "definition": "有定义",
    "clause": "点名的条款",
    "length": "篇幅",
    "short": "过短",
}
"""What users read for each feature."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one passage stands where it stands."""

    side: str
    """The question, of one side or the whole, that ranks it best."""
    rank: int
    """1-based rank for that question."""
    lexical_rank: int | None
    """1-based rank by words alone; None where it was not among the first."""
    dense_rank: int | None
    """The same by vectors alone."""
    parts: dict[str, float]
    """What each feature adds to the score, the largest first."""
    merged: int
    """How many chunks it was made of."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was understood, and why each passage is there."""

    text: str
    standard: tuple[str, ...]
    places: tuple[str, ...]
    """Standard names."""
    years: tuple[int, ...]
    clauses: tuple[str, ...]
    named: tuple[str, ...]
    """Titles of the documents that the query names."""
    asks: tuple[str, ...]
    sides: tuple[str, ...]
    basis: float
    """Probability that there is an answer, 0 to 1."""
    reasons: tuple[Reason, ...]
    """Of each passage, in order."""


def explain(
    result: SearchResult,
    titles: Sequence[str],
    regions: Sequence[str],
    basis: float,
    ranker: Ranker,
) -> Explanation:
    """The explanation of a search.

    Args:
        result: The search.
        titles: Titles of the documents that it names.
        regions: Names of the library's regions.
        basis: The probability that there is an answer in it, 0 to 1.
        ranker: What ranked it.
    """
    question = result.understood.question
    return Explanation(
        text=question.text,
        standard=question.standard,
        places=tuple(full_name(place, regions) for place in question.places),
        years=question.years,
        clauses=tuple(labels[0] for labels in question.clauses),
        named=tuple(titles),
        asks=tuple(asked_for(question)),
        sides=tuple(side.text for side in result.understood.sides),
        basis=round(basis, 4),
        reasons=tuple(
            find_reason(block.hit.position, len(block.chunks), result.rankings, ranker)
            for block in result.blocks
        ),
    )


def asked_for(question: Question) -> list[str]:
    """What kind of answer a question wants, for users."""
    kinds = {
        "数字": question.asks_figure,
        "清单": question.asks_list,
        "定义": question.asks_definition,
        "比较": question.asks_comparison,
    }
    return [name for name, asked in kinds.items() if asked]


def find_reason(position: int, merged: int, rankings: Sequence[Ranked], ranker: Ranker) -> Reason:
    """Why the chunk at a position was found, by the ranking that has it first."""
    having = [ranked for ranked in rankings if position in ranked.positions]
    ranked = min(having, key=lambda one: one.positions.index(position))
    row = ranked.positions.index(position)
    parts = ranker.parts(ranked.features[row].tolist())
    return Reason(
        side=ranked.question.text,
        rank=row + 1,
        lexical_rank=rank_in(list(ranked.found.lexical), position),
        dense_rank=rank_in(list(ranked.found.dense), position),
        parts=dict(sorted(parts.items(), key=lambda part: -abs(part[1]))),
        merged=merged,
    )


def rank_in(positions: Sequence[int], position: int) -> int | None:
    """The 1-based rank of a position; None where it is not there."""
    return positions.index(position) + 1 if position in positions else None


def explain_lines(explanation: Explanation) -> list[str]:
    """What was understood, a line each, for users."""
    said = {
        "理解为": "、".join(explanation.standard),
        "地区": "、".join(explanation.places),
        "年份": "、".join(map(str, explanation.years)),
        "条款": "、".join(explanation.clauses),
        "点名的文件": "、".join(f"《{title}》" for title in explanation.named),
        "要的是": "、".join(explanation.asks),
        "分开查": "；".join(explanation.sides),
        "有依据的可能": f"{explanation.basis:.0%}",
    }
    return [f"{name}：{text}" for name, text in said.items() if text]


def reason_line(reason: Reason) -> str:
    """Why a passage is there, on one line, for users."""
    largest = list(reason.parts.items())[:6]
    parts = "，".join(f"{LABELS[name]} {value:+.1f}" for name, value in largest)
    ranks = (
        f"词语第 {reason.lexical_rank or '—'}，向量第 {reason.dense_rank or '—'}，"
        f"重排第 {reason.rank}"
    )
    merged = f"；由 {reason.merged} 段合成" if reason.merged > 1 else ""
    return f"{ranks}；{parts}{merged}"
