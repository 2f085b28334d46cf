"""Figures in Chinese official text: value, unit, qualifier, direction, year and base year.

``到2025年，非化石能源消费比重提高到6%左右`` has one figure: 6 %, 左右, of 2025; the words
before it, ``非化石能源消费比重提高到``, say of what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.years import PERIOD, PERIOD_YEARS

SCALED_UNITS = (
    *("千瓦时", "千瓦", "立方米", "吨标准煤", "吨", "亩", "公顷", "平方公里", "平方米", "公里"),
    *("元", "辆", "家", "人", "户", "台", "座", "个", "项", "倍", "件", "次", "吉瓦", "兆瓦"),
)
PLAIN_UNITS = (
    *("%", "个百分点", "百分点", "GW", "MW", "kW", "kV", "℃", "°C", "天", "小时", "年", "月", "日"),
    *("条", "批", "类", "种", "级", "分"),
)
UNITS = (
    *PLAIN_UNITS,
    *(scale + unit for unit in SCALED_UNITS for scale in ("亿", "万", "千", "百", "")),
)
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
FIGURE = re.compile(
    r"(?P<before>不低于|不少于|不超过|不高于|不大于|不小于|超过|高于|低于|大于|小于"
    r"|约为?|大约|近|至少)?"
    rf"(?<![\d.A-Za-z])(?P<value>{NUMBER})\s*(?P<unit>{UNIT})?(?P<after>左右|以上|以下|以内|上下)?"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?:至|到|[-—~～])?(?:(?=\D)|$)")
BASE_YEAR = re.compile(r"[比较]\s*((?:19|20)\d{2})\s*年")
DIRECTIONS = {
    "降": re.compile(r"下降|降低|减少|降至|降到|压减|削减"),
    "升": re.compile(r"增长|提高|上升|增加|提升|新增|扩大"),
}
SEGMENT = re.compile(r"[，,；;。：:、（）()]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９％，．－−", "0123456789%,.--")
SAME_UNIT = {"百分点": "个百分点", "°C": "℃"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what its sentence says about it."""

    value: str
    """In plain decimal notation without trailing zeros."""
    unit: str
    qualifier: str
    direction: str
    """``升``, ``降`` or nothing, by the words before it in its segment."""
    year: int | None
    """The year named last before it in the sentence, a base year left aside."""
    base_year: int | None
    subject: str
    """The words before it in its segment: of what it is the figure."""

    @property
    def amount(self) -> str:
        """Value and unit as one string."""
        return self.value + self.unit


def find_figures(sentence: str, before: str = "") -> list[Figure]:
    """The figures of a sentence, without years, dates and the numbers of its own numbering.

    Args:
        sentence: The sentence.
        before: What stands before it in its paragraph; its last year holds on until another is
            named (``到2025年，…。非化石能源消费比重达41.5%``).
    """
    text = fold_widths(sentence)
    year_before = last_year(fold_widths(before))
    figures = []
    previous_end = 0
    for match in FIGURE.finditer(text):
        if is_date_or_mark(text, match):
            continue
        subject = subject_before(text, previous_end, match.start())
        figures.append(make_figure(text, match, subject, year_before))
        previous_end = match.end()
    return figures


def fold_widths(text: str) -> str:
    """Full-width figures and signs as ASCII, and no white space."""
    return re.sub(r"\s", "", text.translate(FULL_WIDTH))


def is_date_or_mark(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, part of a date, a numbering, or inside a name (2030前, CO2)."""
    unit = match["unit"] or ""
    whole = re.fullmatch(r"\d+", match["value"])
    if unit in ("年", "月", "日"):
        return not (unit == "年" and len(match["value"]) < 4 and not in_date(text, match))
    if whole and not unit and re.fullmatch(r"(?:19|20)\d{2}", match["value"]):
        return True
    follows = text[match.end() : match.end() + 1]
    starts = match.start() == 0 and follows in (".", "、", "．", ")", "）")
    return (
        starts
        or follows in ("号", "条", "款", "届", "号文")
        or text[: match.start()].endswith("第")
    )


def in_date(text: str, match: re.Match[str]) -> bool:
    """Whether a short 年 figure belongs to a date (``21年3月``)."""
    return bool(re.match(r"\d{1,2}月", text[match.end() :]))


def make_figure(text: str, match: re.Match[str], subject: str, year_before: int | None) -> Figure:
    """The figure of a match of `FIGURE`."""
    unit = match["unit"] or ""
    before = text[: match.start()]
    base = [int(found[1]) for found in BASE_YEAR.finditer(subject)]
    return Figure(
        value=f"{Decimal(match['value'].replace(',', '')).normalize():f}",
        unit=SAME_UNIT.get(unit, unit),
        qualifier=(match["before"] or "") + (match["after"] or ""),
        direction=find_direction(subject),
        year=last_year(before) or year_before,
        base_year=base[-1] if base else None,
        subject=re.sub(r"^[到至](?:19|20)\d{2}年", "", subject),
    )


def subject_before(text: str, previous_end: int, start: int) -> str:
    """The words between the last punctuation or figure and ``start``."""
    return SEGMENT.split(text[previous_end:start])[-1]


def find_direction(subject: str) -> str:
    """Whether the words say that the figure rises (升) or falls (降); the last word counts."""
    found = [
        (match.start(), name)
        for name, words in DIRECTIONS.items()
        for match in words.finditer(subject)
    ]
    return max(found)[1] if found else ""


def last_year(text: str) -> int | None:
    """The year that a text names last, a base year (比2020年) left aside."""
    text = without_base_years(text)
    found = [(match.start(), int(match[1])) for match in YEAR.finditer(text)]
    found += [(match.start(), PERIOD_YEARS[match[1]]) for match in PERIOD.finditer(text)]
    return max(found)[1] if found else None


def without_base_years(text: str) -> str:
    """The text with its base years (比2020年) blotted out, of the same length."""
    return BASE_YEAR.sub(lambda match: "比" + "·" * (len(match.group()) - 1), text)
