"""Years that a text names, the five-year plans that stand for one, and years of comparison."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|(?!\d))")
PERIOD = re.compile(r"[“\"]?(十[二三四五六]五)[”\"]?")
PERIOD_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
"""The last year of each five-year plan (中华人民共和国国民经济和社会发展五年规划)."""
NAMED_YEAR = re.compile(
    r"(?<![\d〔\[])((?:19|20)\d{2})年?(?!年?版|\s*[万亿%家个项吨元张台辆座户])(?:至|到|[-—~～])?(?:(?=[^\d〕\]])|$)"
)
YEARS_BETWEEN = re.compile(r"((?:19|20)\d{2})年?\s*[到至—–〜～~-]+\s*((?:19|20)\d{2})")
"""A span of years: 2021年至2023, 2021-2023."""
BASE_POINT = (
    r"(?P<{0}>(?:19|20)\d{{2}}\s*年|[“\"]?十[一二三四五六]五[”\"]?末?|峰值|工业化前|上一?年|去年)"
)
BASE = re.compile(
    rf"(?:[比较]|[高低好优]于)(?:之|起)?\s*{BASE_POINT.format('than')}"
    rf"|[与同和]\s*{BASE_POINT.format('beside')}(?=[^，；。]{{0,6}}相?比)"
    rf"|以\s*{BASE_POINT.format('basis')}(?=[^，；。]{{0,4}}为基)"
    rf"|{BASE_POINT.format('level')}(?=的?(?:水平|基础))"
)
"""What a figure is compared with (比2020年, 较“十三五”末, 与2020年相比, 以2020年为基准)."""


def find_years(text: str) -> tuple[int, ...]:
    """The years that a text names; of a five-year plan, its last year."""
    years = [int(match[1]) for match in YEAR.finditer(text)]
    years += [PERIOD_YEARS[match[1]] for match in PERIOD.finditer(text)]
    return tuple(dict.fromkeys(years))


def stated_years(text: str) -> list[int]:
    """The years that a text states, in its order; 2000亿元 is none, a five-year plan its last."""
    found = [(match.start(), int(match[1])) for match in NAMED_YEAR.finditer(text)]
    found += [(match.start(), PERIOD_YEARS[match[1]]) for match in PERIOD.finditer(text)]
    return [year for _, year in sorted(found)]


def find_bases(text: str) -> list[str]:
    """What a text compares with, in its order: a year's figures, a five-year plan, 峰值.

    The end of a five-year plan is its last year (“十三五”末 → 2020).
    """
    return [read_base(match) for match in BASE.finditer(text)]


def read_base(match: re.Match[str]) -> str:
    """What a match of `BASE` compares with."""
    base = re.sub(r"[\s“”\"年]", "", match[match.lastgroup or 0])
    period = base.removesuffix("末")
    return str(PERIOD_YEARS.get(period, base)) if base.endswith("末") else base


def last_year(text: str) -> int | None:
    """The year that a text names last, one of comparison (比2020年) left aside."""
    years = stated_years(without_base_years(text))
    return years[-1] if years else None


def without_base_years(text: str) -> str:
    """The text with what it compares with (比2020年) blotted out, of the same length."""
    return BASE.sub(lambda match: "比" + "·" * (len(match.group()) - 1), text)
