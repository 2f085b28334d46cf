"""Amounts: a value or a range with its unit and qualifiers, in figures or Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.figures import SAME_UNIT, plain
from corpus.numerals import read, read_decimal

BASES = (
    *("千瓦时", "千瓦", "瓦", "千伏安", "度", "立方米", "平方公里", "平方千米", "平方米", "公里"),
    *("千米", "米", "公顷", "亩", "吨标准煤", "吨标煤", "吨二氧化碳当量", "吨二氧化碳", "吨"),
    *("千克标准煤", "千克标准油", "千克标煤", "克标准煤", "千克", "公斤", "克", "标准箱", "标箱"),
    *("美元", "欧元", "元", "辆", "家", "人次", "人", "户", "台套", "台", "座", "个", "项", "倍"),
    *("件", "份", "次", "张", "名", "处", "所", "套", "只", "艘", "架", "株", "篇", "根", "支"),
    *("部", "对", "回", "吉瓦", "兆瓦", "千伏", "焦耳", "标方", "桩", "盏", "种", "类", "批", "条"),
)
PLAIN = ("%", "‰", "个百分点", "百分点", "GWh", "GW", "MWh", "MW", "kWh", "kW", "kV", "℃", "小时")
SCALES = ("万亿", "千亿", "百亿", "亿", "千万", "百万", "万", "千", "百", "")
PER = (
    *("吨标准煤", "千瓦时", "立方米", "平方米", "万元", "亿元", "元", "吨", "年", "天", "日"),
    *("小时", "人", "户", "亩", "公里", "公顷", "kWh", "标准箱", "天"),
)


def any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


SCALED = tuple(scale + base for scale in SCALES for base in BASES)
UNIT = rf"(?:{any_of((*PLAIN, *SCALED, '万亿', '亿', '万'))})(?:/(?:{any_of(PER)}))*"
BEFORE = (
    r"不(?:得|应|能|可)?(?:低于|少于|超过|高于|大于|小于|突破)|大于等于|小于等于|超过|高于|低于|大于|小于|突破"
    r"|至少|最低|最多|最高|约为|大约|约|近|超|[≥≤>＞<＜]"
)
AFTER = r"左右|及?以上|及?以下|以内|之内|上下|及以内"
RANGE = r"-|至|到"
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
CHINESE = r"[一二三四五六七八九十百零两点]+"
AMOUNT = re.compile(
    rf"(?P<before>{BEFORE})?(?:"
    rf"(?<![\dA-Za-z.])(?P<low>{NUMBER})(?:(?:{UNIT})?(?:{RANGE})(?P<high>{NUMBER})(?!年))?"
    rf"(?P<unit>{UNIT})?"
    rf"|百分之(?P<percent>{CHINESE})|(?P<tenths>[一二两三四五六七八九])成(?![立为果员熟套本功效])"
    rf"|(?P<count>[一二两三四五六七八九十]+)(?P<counted>倍|番)"
    rf")(?:多(?=个|家))?(?P<after>{AFTER})?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it stands, its qualifiers included."""

    value: str
    unit: str
    qualifier: str
    start: int
    end: int
    follows: str
    """Its qualifier that stands after it."""


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a folded sentence, without years, dates and numbering."""
    matches = AMOUNT.finditer(text)
    return [make_amount(match) for match in matches if not is_other_number(text, match)]


def make_amount(match: re.Match[str]) -> Amount:
    """The amount of a match of `AMOUNT`."""
    value, unit = read_value(match)
    qualifier = (match["before"] or "") + (match["after"] or "")
    return Amount(value, unit, qualifier, match.start(), match.end(), match["after"] or "")


def read_value(match: re.Match[str]) -> tuple[str, str]:
    """Value and unit of a match of `AMOUNT`."""
    if match["percent"]:
        return plain(read_decimal(match["percent"])), "%"
    if match["tenths"]:
        return f"{read(match['tenths'])}0", "%"
    if match["count"]:
        return str(read(match["count"])), match["counted"]
    ends = [plain(end) for end in (match["low"], match["high"]) if end]
    unit = match["unit"] or ""
    return "-".join(ends), SAME_UNIT.get(unit, unit)


YEAR_NUMBER = re.compile(r"(?:19|20)\d{2}")
NUMBERING = re.compile(r"[、.．)）:]|号|条|款|届|级|期|层|次会议|年|月|日|周年|[-_A-Za-z＋+]")
PRECEDING = re.compile(r"(?:第|[A-Za-z_/+“〔＋]|专栏|附件|附表|表|图|GB|T|公式)$")


def is_other_number(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, a date, a numbering, a ratio, or part of a name."""
    if match["low"] is None:
        return False
    if match["unit"]:
        return bool(PRECEDING.search(text[: match.start("low")])) or is_year_range(match)
    if YEAR_NUMBER.fullmatch(match["low"]):
        return True
    after, before = text[match.end() :], text[: match.start("low")]
    return bool(NUMBERING.match(after) or PRECEDING.search(before) or before.endswith(":"))


def is_year_range(match: re.Match[str]) -> bool:
    """Whether a range is one of years (``2021-2023``)."""
    return bool(YEAR_NUMBER.fullmatch(match["low"]) and match["high"])
