"""Locators: where in its document a clause stands, as official documents say it.

三、 is 第三部分, （一） 第（一）项, 1. 第1点 (the ranks of GB/T 9704-2012, 7.3.3). 第十二条 is
itself, without its chapter, for articles are counted through; decimal numbers are 章 and 条, as
standards call theirs. A heading without a number is named by its words. 款 are not numbered in
Chinese law, so none are counted; treaties number theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.headings import NUMERAL

WRITTEN = re.compile(rf"第(?:{NUMERAL}|\d{{1,3}})(?:部分|编|篇|章|节|条)")
ANNEX = re.compile(rf"附(?P<kind>[件录表]?)\s*(?P<number>\d{{1,2}}|[A-Z]|{NUMERAL})?(?=[\s:：]|$)")
DECIMAL = re.compile(r"(?P<number>\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d%])")
TOP_OF_DECIMALS = re.compile(r"(?P<number>\d{1,2})(?=\s)")
BOX = re.compile(rf"专栏\s*(?P<number>\d{{1,2}}|{NUMERAL})")
TABLE = re.compile(r"表\s*(?P<number>\d{1,2}(?:[-—.]\d{1,2})?)")
ARTICLE = re.compile(rf"第(?:{NUMERAL}|\d{{1,3}})条")
CHAPTER = re.compile(rf"第(?:{NUMERAL}|\d{{1,3}})[编篇章节]")
PARAGRAPH = re.compile(rf"(?P<number>{NUMERAL}|\d{{1,2}})(?:[、.]|$)")
"""A 款 of a treaty."""
LETTER = re.compile(r"[（(][a-z][）)]")
UNNAMED_TABLE = "表格"
"""What the library calls a table without a caption."""
TREATY = "国际"
"""The level of documents whose articles have numbered 款."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９．Ａ", "0123456789.A")

POINTS = re.compile(r"(?P<number>\d{1,2})(?:[.、]|$)")
NUMBERED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<number>{NUMERAL})(?:、|$)"), "第{}部分"),
    (re.compile(rf"[（(](?P<number>{NUMERAL})[）)]"), "第（{}）项"),
    (POINTS, "第{}点"),
    (re.compile(r"[（(](?P<number>\d{1,2})[）)]"), "第（{}）点"),
    (re.compile(r"(?P<number>[①-⑳])"), "第{}点"),
    (re.compile(r"[（(](?P<number>[a-z])[）)]"), "第（{}）项"),
    (BOX, "专栏{}"),
    (TABLE, "表{}"),
)
"""A heading's numbering, and what is said for it."""


def locate(path: Sequence[str], level: str | None = None, *, is_table: bool = False) -> str:
    """Where a clause of this path stands: 第三部分第（一）项第2点; nothing above the first.

    Args:
        path: The headings above the clause, the highest first.
        level: Who issued the document.
        is_table: Whether the clause is a table, so that its last heading is its caption.
    """
    labels = without_chapters([label.translate(FULL_WIDTH) for label in path])
    caption = [name_table(labels.pop())] if is_table and labels else []
    parts = treaty_parts(labels) if level == TREATY else plain_parts(labels)
    return "".join([*parts, *caption])


def without_chapters(labels: Sequence[str]) -> list[str]:
    """The headings without the chapters and sections above an article."""
    article = last_where(labels, lambda label: bool(ARTICLE.match(label)))
    return [label for at, label in enumerate(labels) if at >= article or not CHAPTER.match(label)]


def plain_parts(labels: Sequence[str]) -> list[str]:
    """What is said for each heading; of decimal numbers only the last, which holds the others."""
    last = last_where(labels, lambda label: bool(DECIMAL.match(label)))
    parts = []
    for at, label in enumerate(labels):
        if at >= last or not (DECIMAL.match(label) or re.match(r"\d", label)):
            parts.append(name_part(label, first=at == 0))
    return parts


def name_part(label: str, *, first: bool = False) -> str:
    """What is said for a heading.

    Args:
        label: The heading.
        first: Whether none stands above it, so that a bare number counts the document's parts.
    """
    if written := WRITTEN.match(label):
        return written.group()
    if annex := ANNEX.match(label):
        return f"附{annex['kind']}{annex['number'] or ''}"
    if decimal := DECIMAL.match(label):
        return f"第{decimal['number']}条"
    if first and (top := TOP_OF_DECIMALS.match(label)):
        return f"第{top['number']}章"
    return name_numbered(label, first=first) or f"“{label}”部分"


def name_numbered(label: str, *, first: bool) -> str:
    """What is said for a heading that begins with a number; nothing where it does not."""
    for pattern, form in NUMBERED:
        if match := pattern.match(label):
            said = form.format(match["number"])
            return said.replace("点", "部分") if first and pattern is POINTS else said
    return ""


def name_table(caption: str) -> str:
    """What is said for a table: its number, else its caption."""
    if match := TABLE.match(caption):
        return f"表{match['number']}"
    return "附表" if caption == UNNAMED_TABLE else f"“{caption}”表"


def treaty_parts(labels: Sequence[str]) -> list[str]:
    """The same for a treaty: under an article a number is its 款, and letters are its 项.

    The numbering of treaties is not the order of ranks that headings are found by, so that an
    item in brackets may have been taken for what stands above a 款: such an item is left out, and
    so is what stands below an item of no known 款.
    """
    article = last_where(labels, lambda label: bool(ARTICLE.match(label)))
    if article < 0:
        return plain_parts(labels)
    parts = [name_part(label) for label in labels[: article + 1]]
    below = labels[article + 1 :]
    paragraph = last_where(below, lambda label: bool(PARAGRAPH.match(label)))
    if match := PARAGRAPH.match(below[paragraph]) if paragraph >= 0 else None:
        items = [name_part(label) for label in below[paragraph + 1 :]]
        return [*parts, f"第{match['number']}款", *items]
    return parts + [name_part(label) for label in below[:1] if LETTER.match(label)]


def last_where(labels: Sequence[str], holds: Callable[[str], bool]) -> int:
    """The index of the last label for which something holds; -1 if there is none."""
    return max((at for at, label in enumerate(labels) if holds(label)), default=-1)


def locate_all(located: Sequence[str]) -> str:
    """Several locators as one: 第三部分第（一）项第1点、第2点."""
    kept = list(dict.fromkeys(one for one in located if one))
    if len(kept) < 2:
        return "".join(kept)
    shared = common_beginning([split_locator(one) for one in kept])
    head = "".join(shared)
    return head + "、".join(one[len(head) :] for one in kept)


def split_locator(locator: str) -> list[str]:
    """A locator's parts."""
    return re.findall(r"第[^第附专“]+|附[^第附专“]*|专栏[^第附“]+|“[^”]*”[部分表]*|.", locator)


def common_beginning(parts: Sequence[Sequence[str]]) -> list[str]:
    """The parts that all begin with; never all parts of any."""
    shortest = min(len(some) for some in parts) - 1
    count = 0
    while count < shortest and len({some[count] for some in parts}) == 1:
        count += 1
    return list(parts[0][:count])
