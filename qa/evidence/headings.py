"""Headings that a question asks for: of which document, by which words, and of what subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings import find_marker, read_numeral
from corpus.library import CatalogueEntry
from qa.query import Question
from qa.references import Reference

ALIKE = (
    "重点任务|主要任务|工作任务|目标任务|重点工作|主要工作|工作重点|重点行动|主要行动|任务",
    "主要措施|重点措施|政策措施|工作措施|具体措施|重点举措|主要举措|工作举措|措施|举措",
    "保障措施|组织保障|保障机制|组织实施|保障",
    "基本原则|工作原则|主要原则|总体原则|原则",
    "主要目标|发展目标|工作目标|总体目标",
    "指导思想|总体要求|总体思路",
)
"""Headings that ask and answer for one another; where a document has none of the first two, all
that it holds are its tasks and measures."""
NEITHER = frozenset("部委局厅省市县区两一二三四五六七八九十大")
"""Of a word, what names no subject: 交通部 is 交通运输部, and 十大 are ten."""
GENERIC = frozenset(
    {"意见", "方案", "文件", "通知", "规划", "计划", "政策", "工作", "办法", "条例", "行动"}
    | {"项目", "部分", "章", "内容", "框架", "结构", "报"}
)
"""Words for documents and their parts, which name no subject."""
NO_FIELD = frozenset("|".join((*ALIKE[:2], "重点|主要|具体|领域|方面|抓|干")).split("|"))
"""Words for what a document plans, which name no field."""
BODY = re.compile("[\u4e00-\u9fff]{1,8}[部委局厅]")
"""A body, which may have issued a document that does not say who did."""
LONGEST = 40
"""Characters of a heading that names what stands below it."""
RUN_ON = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}[.．](?!\d).*")
"""A lower heading on the same line."""
THINGS = re.compile(
    f"(?:哪些|哪几[个项条类样件]?|什么)(?:具体|主要|重点)?(?:{ALIKE[0]}|{ALIKE[1]}|[事活]|方面|工作|安排|部署)"
    "|哪几[样件条项]"
    f"|(?:{ALIKE[0]}|{ALIKE[1]})(?:都|分别|主要)?(?:有哪|是什么|包括)"
)
"""What asks for all things that a document plans in a field: 能源转型具体抓哪几件事."""
Path = tuple[str, ...]
"""A heading behind those above it."""


def find_meant(
    question: Question, named: Sequence[Reference], best: Sequence[CatalogueEntry]
) -> CatalogueEntry | None:
    """The document that is meant: the best one that is named, or else that is of the place asked.

    淄博市碳达峰行动方案 names the nation's plan by its words, and means another.
    """
    of_place = [one for one in best if one.is_of(question.places)]
    ids = {one.document_id for one in named}
    return next((one for one in of_place if one.document_id in ids), next(iter(of_place), None))


def number_of(marker: str) -> int | None:
    """The number of a numbering: 三 of 三、, 4 of （4）; None where it is another kind."""
    if digits := re.search(r"\d+", marker):
        return int(digits.group())
    numeral = re.search("[一二三四五六七八九十]+", marker)
    return read_numeral(numeral.group()) if numeral else None


def title_of(heading: str) -> str:
    """A heading without its number and without what runs on behind it."""
    marker = find_marker(heading)
    return RUN_ON.sub("", heading[len(marker.text) if marker else 0 :]).strip()


def left_words(question: Question, text: str, entry: CatalogueEntry) -> list[str]:
    """What a question names beside the document: its subject, if it asks for a part of it."""
    known = "".join((entry.title or "", entry.region or "", *entry.issuer, *question.places))
    return [
        word
        for word in question.names
        if word in text.lower()
        and word not in GENERIC
        and (entry.issuer or not BODY.fullmatch(word))
        and not set(word) - NEITHER <= set(known.lower())
    ]


def is_of_field(title: str, left: Sequence[str]) -> bool:
    """Whether a heading holds the words of the field that a question asks of, if it names one."""
    field = [word for word in left if word not in NO_FIELD]
    return bool(field) and all(word in title for word in field)


def is_named(title: str, text: str, left: Sequence[str]) -> bool:
    """Whether a text asks for what stands below a heading, and for no part of it."""
    words = next((group for group in ALIKE if re.fullmatch(group, title)), re.escape(title))
    return bool(re.search(words, text)) and all(word in title or word in words for word in left)
