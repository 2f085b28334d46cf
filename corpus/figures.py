"""Figures in Chinese official text: value, unit, qualifier, direction, year and base year.

``到2025年，非化石能源消费比重提高到6%左右`` has one figure: 6 %, 左右, of 2025; the words
before it, ``非化石能源消费比重提高到``, say of what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.contexts import Context, find_contexts
from corpus.qualifiers import Bound, bounds_of, qualifier_before
from corpus.units import RATE, SCALE, UNIT, measure, split_scale
from corpus.years import find_bases
from corpus.years import last_year as last_year
from corpus.years import without_base_years as without_base_years

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?(?:[/:]\d+(?:\.\d+)?)?"
FIGURE = re.compile(
    rf"(?<![\d.A-Za-z/])(?P<value>{NUMBER})\s*(?P<odd>[余多](?![少数样元边]))?"
    rf"(?P<unit>百分点|{SCALE}(?:{UNIT})?(?:(?<=[^十百千万亿\d]){RATE})?)?(?P<more>(?<=[倍%])(?:多|有余))?"
    r"(?:(?:人口)?(?P<after>左右|及?以[上下内]|之[上下内]|上下|为限|封顶))?"
)
DIRECTIONS = {
    "降": re.compile(r"下降|降低|减少|降至|降到|压减|削减|再降"),
    "升": re.compile(r"增长|提高|上升|增加|提升|新增|扩大"),
}
EXTENT = re.compile("(?:(?P<降>[降减])|(?P<升>[增升涨]))幅")
"""How far something falls or rises, however that moves itself (降幅扩大到37%)."""
REACHED = re.compile(r"(?:[到至为达]|达到|控制在)$")
MOVED = re.compile(
    r"(?:下降|降低|减少|压减|削减|减排|提高|上升|增加|提升|扩大)了?$|增长(?:了|率?达到?)?$"
)
SEGMENT = re.compile(r"[，,；;。：:、（）()]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９％，．－−∶", "0123456789%,.--:")
LEADING_BASE = re.compile(r"[与同和以][^，,；。]{3,12}(?:相比|比较|为基[准期数]?)[，,]")
MEETING = re.compile("全会|全体会议|会议|集体学习|大会|代表大会|党代会|缔约方")
"""What a number of times before it only numbers (十次全会)."""
LATIN = re.compile(r"[A-Za-z]|\+")
"""What follows a number within a name (5G, 范围3+)."""
PLAN = re.compile("行动|计划|规划")
"""What follows the years of a name (三年行动计划)."""
YEAR_IN_BRACKETS = re.compile(r"[(（]((?:19|20)\d{2})年[)）]")
YEAR_BESIDE = re.compile(r"((?:19|20)\d{2})年(?:底|末)?的?$")
"""The year right before a figure, which is its own: 比2025年30亿立方米的目标再增加."""
SAME_UNIT = {"百分点": "个百分点", "°C": "℃"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what its sentence says about it."""

    value: str
    """In plain decimal notation without trailing zeros."""
    unit: str
    qualifier: str
    """As printed, before and after it."""
    direction: str
    """``升``, ``降`` or nothing, by the words before it in its segment."""
    year: int | None
    """The year named last before it in the sentence, a base year left aside."""
    base_year: int | None
    subject: str
    """The words before it in its segment: of what it is the figure."""
    base: str = field(default="", compare=False)
    """What it is compared with: a year, a five-year plan, 峰值."""
    bounds: frozenset[Bound] = field(default=frozenset(), compare=False)
    """What its qualifier means."""
    moved: bool | None = field(default=None, compare=False)
    """Whether it is a change (提高15%) or a level (提高到15%); None where nothing tells."""
    context: Context = field(default_factory=Context, compare=False)
    """All words that say of what it is, and the list of values that it stands in."""

    @property
    def amount(self) -> str:
        """Value and unit as one string."""
        return self.value + self.unit

    @property
    def quantity(self) -> tuple[Decimal, str]:
        """Value and unit in base units, equal for equal amounts (1.2亿千瓦, 12000万千瓦)."""
        head, *below = re.split("[/:]", self.value)
        value, unit = measure(head, self.unit)
        return (value / Decimal(below[0]) if below and Decimal(below[0]) else value), unit


def find_figures(sentence: str, before: str = "") -> list[Figure]:
    """The figures of a sentence, without years, dates and the numbers of its own numbering.

    Args:
        sentence: The sentence.
        before: What stands before it in its paragraph; its last year holds on until another is
            named (``到2025年，…。非化石能源消费比重达41.5%``).
    """
    text = fold_widths(sentence)
    year_before = last_year(fold_widths(before))
    matches = [match for match in FIGURE.finditer(text) if not is_date_or_mark(text, match)]
    contexts = find_contexts(text, [match.span() for match in matches])
    figures = []
    previous_end = 0
    for match, context in zip(matches, contexts, strict=True):
        subject = subject_before(text, previous_end, match.start())
        figures.append(make_figure(match, subject, context, year_before))
        previous_end = match.end()
    following = [*figures[1:], *figures[-1:]]
    return [end_of_range(one, other) for one, other in zip(figures, following, strict=True)]


def end_of_range(figure: Figure, following: Figure) -> Figure:
    """A figure, with the unit of the range that it begins: 0.6万至1万人, 60—65%."""
    if not figure.context.ranged or split_scale(figure.unit)[1]:
        return figure
    if following.unit.startswith(figure.unit):
        return replace(figure, unit=following.unit)
    return replace(figure, unit=figure.unit + following.unit.lstrip("万亿"))


def fold_widths(text: str) -> str:
    """Full-width figures and signs as ASCII, and no white space."""
    return re.sub(r"\s", "", text.translate(FULL_WIDTH))


def is_date_or_mark(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, part of a date, a numbering, or inside a name (2030前, CO2)."""
    unit = match["unit"] or ""
    whole = re.fullmatch(r"\d+", match["value"])
    if unit == "年" and PLAN.match(text, match.end()):
        return True
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
        or (unit == "次" and bool(MEETING.match(text, match.end())))
        or (not unit and bool(LATIN.match(text, match.end())))
    )


def in_date(text: str, match: re.Match[str]) -> bool:
    """Whether a short 年 figure belongs to a date (``21年3月``)."""
    return bool(re.match(r"\d{1,2}月", text[match.end() :]))


def make_figure(
    match: re.Match[str], subject: str, context: Context, year_before: int | None
) -> Figure:
    """The figure of a match of `FIGURE`."""
    unit, after = match["unit"] or "", match["after"] or context.after
    before = match.string[: match.start()]
    qualifier = qualifier_before(subject) or qualifier_before(context.lead)
    beside = YEAR_BESIDE.search(before.removesuffix(qualifier))
    base = "" if beside else find_base(before, context)
    own_year = beside or YEAR_IN_BRACKETS.match(match.string, match.end())
    return Figure(
        value=plain(match["value"]),
        unit=SAME_UNIT.get(unit, unit),
        qualifier=qualifier + (match["after"] or ""),
        direction=find_direction(subject) or find_direction(context.lead),
        year=int(own_year[1])
        if own_year
        else last_year(context.item) or last_year(before) or year_before,
        base_year=int(base) if base.isdigit() else None,
        subject=re.sub(r"^[到至](?:19|20)\d{2}年", "", subject.removesuffix(qualifier)),
        base=base,
        bounds=bounds_of(qualifier, after, bool(match["odd"] or match["more"])),
        moved=find_step((subject or context.lead).removesuffix(qualifier)),
        context=context,
    )


def plain(value: str) -> str:
    """A value in plain decimal notation without trailing zeros; a fraction as it is printed."""
    return value if re.search("[/:]", value) else f"{Decimal(value.replace(',', '')).normalize():f}"


def find_base(before: str, context: Context) -> str:
    """What a figure is compared with: in its own words, or by a phrase that leads the sentence."""
    own = find_bases(context.lead)
    if own:
        return own[-1]
    leading = LEADING_BASE.search(before)
    bases = find_bases(leading.group()) if leading else []
    return bases[-1] if bases and find_direction(context.lead) else ""


def find_step(lead: str) -> bool | None:
    """Whether the words right before a figure make it a change (True) or a level (False)."""
    if EXTENT.search(lead) or MOVED.search(lead):
        return True
    return False if REACHED.search(lead) else None


def subject_before(text: str, previous_end: int, start: int) -> str:
    """The words between the last punctuation or figure and ``start``."""
    return SEGMENT.split(text[previous_end:start])[-1]


def find_direction(subject: str) -> str:
    """Whether the words say that the figure rises (升) or falls (降); the last word counts."""
    if extent := EXTENT.search(subject):
        return extent.lastgroup or ""
    found = [
        (match.start(), name)
        for name, words in DIRECTIONS.items()
        for match in words.finditer(subject)
    ]
    return max(found)[1] if found else ""
