"""Pointers: the clauses that a question names by their number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.headings import read_numeral
from corpus.readers.numerals import counting
from qa.references import NUMBERED

CLAUSE = re.compile(
    r"第\s*[（(]?(?P<number>[一二三四五六七八九十百零〇]+|[1-9１-９]\d{0,2})[）)]?\s*(?P<unit>条|章|节|部分|项|点)"
)
UNNUMBERED = {"部分": "{chinese}、", "项": "（{chinese}）", "点": "{digits}."}
"""What citations call the ranks of headings that do not say 第 (GB/T 9704-2012, 7.3.3)."""


def find_clauses(text: str) -> tuple[tuple[str, ...], ...]:
    """How the headings begin that a text points at, each in the forms that documents write.

    第12条 → 第十二条; 第三部分第（一）项 → 第三部分 or 三、, and 第一项 or （一）.
    """
    found = (clause_labels(match["number"], match["unit"]) for match in CLAUSE.finditer(text))
    return tuple(dict.fromkeys(found))


def clause_labels(number: str, unit: str) -> tuple[str, ...]:
    """The beginnings of a heading of a number and a rank."""
    spelled = chinese(number)
    value = int(number) if number.isdigit() else read_numeral(number)
    labels = [f"第{spelled}{unit}"]
    if form := UNNUMBERED.get(unit):
        labels.append(form.format(chinese=spelled, digits=value))
    return tuple(labels)


def stands_in(path: Sequence[str], labels: tuple[str, ...]) -> bool:
    """Whether a clause stands under a heading that begins with one of ``labels``."""
    begins = tuple(unicodedata.normalize("NFKC", label) for label in labels)
    return any(unicodedata.normalize("NFKC", heading).startswith(begins) for heading in path)


def without_pointers(text: str) -> str:
    """The text without 发文字号 and clause numbers: they point, and say nothing of the matter."""
    return CLAUSE.sub(" ", NUMBERED.sub(" ", text))


def chinese(number: str) -> str:
    """A number in Chinese numerals, as headings have it."""
    return counting(int(number)) if number.isdigit() else number
