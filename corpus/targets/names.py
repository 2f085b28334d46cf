"""Normalised indicators: one name for what documents write in several ways.

``非化石能源占一次能源消费比重``, ``非化石能源消费占比`` and ``非化石能源消费比重`` are one
indicator; ``非化石能源装机比重`` is another.
"""

from __future__ import annotations

import re

from corpus.regions import place_stem
from corpus.words import fold

WRITINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"^(?:全国|全省|全市|全区|全自治区|全社会(?!研发|用电)|我国|我省|我市|中国|年度)+", ""),
        (r"国内生产总值|地区生产总值|(?<=单位|万元)生产总值", "gdp"),
        (r"万元gdp", "单位gdp"),
        (r"占比重?|比例|比率", "比重"),
        (r"能源消耗总?量?|综合能源消费量?|综合能耗|能源消费强度|能耗强度", "能耗"),
        (r"^能耗(?:强度)?$", "单位gdp能耗"),
        (r"碳排放强度|二氧化碳排放强度|碳排放量?强度", "碳排放强度"),
        (
            r"单位gdp(?:的)?二氧化碳(?:排放)?量?(?:强度)?|单位gdp碳排放量?(?:强度)?",
            "单位gdp二氧化碳排放",
        ),
        (r"非化石能源占(?:一次)?能源(?:消费)?(?:总量)?(?:的)?比重", "非化石能源消费比重"),
        (r"非化石能源占(?:一次)?能源消费(?:总量)?$", "非化石能源消费比重"),
        (r"占终端(?:用能|能源消费)(?:的)?比重", "占终端用能比重"),
        (r"(?:发电)?(?:总)?装机(?:总)?(?:容量|规模)?(?=$|比重)", "装机容量"),
        (r"装机容量比重", "装机比重"),
        (r"农作物秸秆", "秸秆"),
        (r"废弃物", "废物"),
        (r"大宗固体废物|大宗固废", "大宗固废"),
        (r"电能(?:利用|使用)效率|pue值?", "电能利用效率"),
        (r"(?:二氧化)?碳排放(?:总量|量)?(?:达到峰值|达峰)|^达峰$|^达到峰值$", "碳达峰"),
        (r"的|之", ""),
    )
)


def normalise_indicator(indicator: str, region: str = "") -> str:
    """The name under which an indicator is looked up: folded, in one writing.

    Args:
        indicator: In a document's or a person's words.
        region: Whose it is; its name in front is left away.
    """
    name = fold(indicator).removeprefix(region).removeprefix(place_stem(region))
    for pattern, writing in WRITINGS:
        name = pattern.sub(writing, name)
    return name
