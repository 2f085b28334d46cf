"""Answer metrics: key facts, figures, lists, refusals, and the strict pass."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.matching import fold, holds_fact
from eval.questions import Question, QuestionType

FIGURE = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?:%|个?百分点|[亿万千百]*(?:千瓦时|千瓦|立方米|吨标准煤|吨|亩|公顷|平方米"
    r"|平方公里|公里|元|辆|家|人|户|台|座|个|项|倍|件))"
)
YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
WORDS = 12
"""Characters before a figure, or after it, that name its indicator."""
GLUE = re.compile(
    r"目标|指标|达到|提高|下降|计划|要求|不低于|不超过|左右|以上|[的是为达到要至约将年建成]|\d+"
)
"""What stands around figures and names nothing."""
SAME_INDICATOR = 0.5
"""Share of those characters' pairs that must stand near the figure in the clause, too."""
REACH = 60
"""Characters around the figure in the clause among which they are looked for."""
COMPUTED = re.compile(
    r"相差约?(?P<result>[\d.]+)[^\d(]*\((?P<high>[\d.]+)(?P<unit>[^\d\s－-]+)[－-](?P<low>[\d.]+)(?P=unit)"
)
"""A difference with its operands, as `fold` leaves it."""
ITEM = re.compile(r"[、，；。\n]")
SHORTEST_ITEM = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of an answer with what it cites."""

    text: str
    clauses: tuple[str, ...]
    """Title, path, place and text of each clause that it cites."""


def answer_scores(
    question: Question, refused: bool, sentences: Sequence[Shown], places: Sequence[str] = ()
) -> dict[str, float | None]:
    """The scores of one answer by name.

    - ``key_facts``: share of the key facts that the text shown holds; 0 for a refusal.
    - ``figures``: share of its figures that a cited clause has with the same unit, year, indicator
      and place; None without figures.
    - ``list_recall``: as ``key_facts``; ``list_precision``: share of the items named that hold a
      key fact. Of lists only.
    - ``refused``: of unanswerable questions, whether it is a refusal (refusal recall).
    - ``over_refused``: of answerable ones, whether it is.

    Args:
        question: The question.
        refused: Whether the answer is a refusal.
        sentences: The sentences shown.
        places: Names of places that are looked for in sentences.
    """
    text = "" if refused else "".join(one.text for one in sentences)
    facts = [holds_fact(text, fact) for fact in question.key_facts]
    recall = sum(facts) / len(facts) if facts else None
    is_list = question.type is QuestionType.LIST
    return {
        "key_facts": recall,
        "figures": None if refused else figure_support(sentences, places),
        "list_recall": recall if is_list else None,
        "list_precision": list_precision(question, text) if is_list else None,
        "refused": None if question.answerable else float(refused),
        "over_refused": float(refused) if question.answerable else None,
    }


def figure_support(sentences: Sequence[Shown], places: Sequence[str] = ()) -> float | None:
    """Share of the figures shown that one cited clause supports as a whole."""
    supported = [
        supports_difference(sentence)
        if COMPUTED.search(fold(sentence.text))
        else any(
            clause_supports(clause, sentence.text, match, places) for clause in sentence.clauses
        )
        for sentence in sentences
        for match in FIGURE.finditer(fold(sentence.text))
    ]
    return sum(supported) / len(supported) if supported else None


def supports_difference(sentence: Shown) -> bool:
    """Whether a computed difference is that of its operands, each in a cited clause."""
    match = COMPUTED.search(fold(sentence.text))
    if match is None:
        return False
    right = Decimal(match["high"]) - Decimal(match["low"]) == Decimal(match["result"])
    held = [{one.group() for one in FIGURE.finditer(fold(clause))} for clause in sentence.clauses]
    amounts = (match["high"] + match["unit"], match["low"] + match["unit"])
    return right and all(any(amount in some for some in held) for amount in amounts)


def clause_supports(
    clause: str, sentence: str, figure: re.Match[str], places: Sequence[str]
) -> bool:
    """Whether a clause has a sentence's figure with its unit, year, indicator and place."""
    source, said = fold(clause), fold(sentence)
    years = YEAR.findall(said[: figure.start()])
    if years and years[-1] not in source:
        return False
    if any(place in said and place not in source for place in places):
        return False
    before = said[max(0, figure.start() - WORDS) : figure.start()]
    after = said[figure.end() : figure.end() + WORDS]
    return any(
        near(before, source[max(0, match.start() - REACH) : match.start()])
        or near(after, source[match.end() : match.end() + REACH])
        for match in FIGURE.finditer(source)
        if match.group() == figure.group()
    )


def near(words: str, text: str) -> bool:
    """Whether the words beside a figure name what a text beside the same figure names."""
    names = [part for part in GLUE.sub(" ", words).split() if len(part) > 1]
    return bool(names) and pair_share(" ".join(names), text) >= SAME_INDICATOR


def pair_share(words: str, text: str) -> float:
    """Share of the pairs of characters of ``words`` that stand in ``text``, 0 to 1."""
    pairs = {part[i : i + 2] for part in words.split() for i in range(len(part) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs)


def list_precision(question: Question, text: str) -> float | None:
    """Share of the items that a text names that hold a key fact; None where it names none."""
    items = [item for item in ITEM.split(text) if len(item.strip()) >= SHORTEST_ITEM]
    if not items:
        return None
    return sum(any(holds_fact(item, fact) for fact in question.key_facts) for item in items) / len(
        items
    )


def strict_pass(question: Question, refused: bool, scores: Mapping[str, float | None]) -> float:
    """1 if an answer is right in every respect, else 0.

    All key facts, every citation valid and verbatim, every figure supported, all gold evidence
    cited; or, of an unanswerable question, refused.
    """
    if not question.answerable:
        return float(refused)
    wanted = ("key_facts", "citation_validity", "citation_verbatim", "citation_recall")
    whole = all(scores.get(name) == 1.0 for name in wanted)
    return float(not refused and whole and scores.get("figures") in (None, 1.0))
