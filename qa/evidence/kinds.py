"""Kinds: whether a sentence holds the kind of thing that is asked for, be it a time or a rule."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.figures import fold_widths
from corpus.words import fold
from qa.evidence.asked import Asked
from qa.evidence.sentences import Evidence
from qa.query import Question
from qa.search.features import share

KINDS = ("time", "defines", "lists", "items", "joined", "group", "lead_in", "count", "body", "rule")
"""Names of the columns of `kind_agreement`, in order."""
TIME = re.compile(
    r"(?:19|20)\d{2}年|\d+月\d*日?|[一二三四五六七八九十\d]+(?:年|个月|日|天)(?:内|前|底|以)?|之日起"
    r"|十[二三四五六七]五[”\"]?(?:末|初|中|时期|期间|前期|后期)|世纪(?:中叶|下半叶|末)"
)
MANY = 4
"""Items; a list of more is no more of a list."""
MEANS = r"[”\"』」）)]*[^，。]{0,12}[，：]?(?:指(?![南标导引令挥示])|是(?!否)|称为|[=＝])"
"""What may follow a term that is defined."""
TERMS = re.compile("术语|定义")
"""The heading of the terms that a standard defines (GB/T 1.1)."""
LIST = re.compile(r"包括|分为|以下|下列|如下|一是|主要有|即")
BODY = re.compile(r"[部委局厅院会]|政府|公司|集团|部门|负责|牵头|主体")
RULE = re.compile(
    r"不得|不予|禁止|严禁|应当?|可以|不再|原则上?|未经|不应|必须|不能|允许|不宜|限制|一律|方可|[无不]需"
    r"|约谈|通报|[追问]责|处罚|罚款|取消|压减|批评|限批|奖励|表彰|不纳入|责令|处理"
)
"""What is allowed or has to be, and what follows."""


def kind_agreement(
    one: Evidence, question: Question, asked: Asked, pairs: Mapping[str, float]
) -> tuple[float, ...]:
    """The columns `KINDS` of a sentence, 0 to 1; 0 of each kind that is not asked for.

    Args:
        one: The sentence.
        question: The question.
        asked: What kind of thing it asks for.
        pairs: The pairs of its characters with their weights, which add up to 1.
    """
    return (
        float(asked.time and bool(TIME.search(fold_widths(one.text)))),
        float(question.asks_definition and is_definition(one, asked)),
        *(list_agreement(one, asked, pairs) if question.asks_list else (0.0,) * 6),
        float(asked.body and bool(BODY.search(one.text))),
        float(asked.rule and bool(RULE.search(one.text))),
    )


def list_agreement(one: Evidence, asked: Asked, pairs: Mapping[str, float]) -> tuple[float, ...]:
    """Where items are asked for: whether they are announced, how many there are, and where."""
    count = len(one.items) or count_items(one.text)
    many = min(count, MANY) / MANY if count > 1 else 0.0
    return (
        float(bool(LIST.search(one.text))),
        many,
        0.0 if one.items else many,
        float(bool(one.items)),
        share(pairs, fold(one.before)) if one.items else 0.0,
        float(asked.count is not None and count == asked.count),
    )


def count_items(text: str) -> int:
    """How many things a sentence joins by 、, at most: A、B、C are three, A、B和C two."""
    parts = [part for part in re.split(r"[，。；：]", text) if "、" in part]
    return max((part.count("、") + 1 for part in parts), default=1)


def is_definition(one: Evidence, asked: Asked) -> bool:
    """Whether a sentence says what a term of the question is, or stands under its entry."""
    *above, entry = one.passage.clause_path or ("",)
    entries = entry if TERMS.search(" ".join(above)) else ""
    return any(defines(one.text, term) or term in entries for term in asked.terms)


def defines(text: str, term: str) -> bool:
    """Whether a text says what a term is: X是指, 所称X，包括, 以下简称X, the line of a term."""
    name = re.escape(term)
    return bool(
        re.search(name + MEANS, text)
        or re.search(rf"(?:所称的?|称为|简称|即)[“\"]?{name}", text)
        or re.search(rf"{name}[”\"]?这一", text)
        or ("\n" in text and term in text.split("\n")[0])
    )
