"""Years that a text names, and the five-year plans that stand for one."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|(?!\d))")
PERIOD = re.compile(r"[“\"]?(十[二三四五六]五)[”\"]?")
PERIOD_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
"""The last year of each five-year plan (中华人民共和国国民经济和社会发展五年规划)."""


def find_years(text: str) -> tuple[int, ...]:
    """The years that a text names; of a five-year plan, its last year."""
    years = [int(match[1]) for match in YEAR.finditer(text)]
    years += [PERIOD_YEARS[match[1]] for match in PERIOD.finditer(text)]
    return tuple(dict.fromkeys(years))
