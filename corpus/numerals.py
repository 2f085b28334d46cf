"""Chinese numerals that are amounts, written as figures: 百分之六十 → 60%, 每五年 → 每5年.

Only a numeral before a unit of measure is an amount; 十四五, 第三条 and 一批 are none.
"""

from __future__ import annotations

import re

from corpus.units import UNIT

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    **{"〇": 0, "○": 0, "两": 2},
}
PLACES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二三四五六七八九两十百千]"
BARE = frozenset({"百", "千", "一"})
"""One of these before a counter mostly counts nothing (一个, 千家万户)."""
COUNTED_BY_ONE = re.compile(r"年|次|倍|个月|小时|天|级|星级|[万亿]*元|亿")
YEAR = re.compile(r"[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
PERCENT = re.compile(rf"百分之({NUMERAL}+(?:点{NUMERAL}+)?)")
TENTHS = re.compile(rf"({NUMERAL}|(?<![\d.])\d)成([五半])?(?![立为果员本效品分都长套熟就功型交份])")
PART = re.compile(rf"({NUMERAL}+)分之({NUMERAL}+)")
HALF = re.compile(r"一半|半数")
AMOUNT = re.compile(
    rf"(?<![第零〇一二三四五六七八九两十百千万亿])({NUMERAL}+)(?=多|余|几)?(?=[万亿]*千?(?:{UNIT}))"
)

AMOUNT_AHEAD = rf"[万亿]*千?(?:{UNIT})"
LINKED = "(?:[到至]|[-—~～]+)"
RANGE = re.compile(
    rf"(?<![第零〇一二三四五六七八九两十百千万亿点])({NUMERAL}+)(?=[万亿]*{LINKED}{NUMERAL}+{AMOUNT_AHEAD})"
)
"""The first end of a range, which has no unit of its own (三千万至四千万千瓦)."""
PERCENT_RANGE = re.compile(rf"百分之({NUMERAL}+){LINKED}({NUMERAL}+)(?![万亿个项倍])")
TENTHS_RANGE = re.compile(rf"(?<![第十百千])({NUMERAL})(?={LINKED}{NUMERAL}成)")
DECIMAL = re.compile(rf"({NUMERAL}+点{NUMERAL}+)(?=[万亿]+|{AMOUNT_AHEAD})")
"""Decimals (一点二亿千瓦)."""
COMPOUND = re.compile(rf"({NUMERAL}+)(亿|万)零?({NUMERAL}{{2,}})(?=(万?)千?(?:{UNIT}))")
"""Two scales (四亿五千万吨, 三万五千吨)."""
COMPOUND_DIGITS = re.compile(r"(?<![\d.])(\d{1,4})亿(\d{1,4})(?=万)")
RATE_FIRST = re.compile(
    rf"每(年|天|日|小时|平方公里|平方米)(?!\d+[年月日])((?:约|超过|不超过|不低于)?\d[\d.]*[百千万亿]*(?:{UNIT}))(?!/)"
)
"""A rate before its amount (每小时35蒸吨), which documents mostly write behind it."""


def write_figures(text: str) -> str:
    """The text with its amounts in Chinese numerals as figures."""
    text = YEAR.sub(lambda match: "".join(str(DIGITS[char]) for char in match.group()), text)
    text = PERCENT_RANGE.sub(lambda match: f"{read(match[1])}%至{read(match[2])}%", text)
    text = PERCENT.sub(lambda match: f"{read_decimal(match[1])}%", text)
    text = TENTHS_RANGE.sub(lambda match: f"{read(match[1])}0%", text)
    text = TENTHS.sub(write_tenths, text)
    text = PART.sub(lambda match: f"{read(match[2])}/{read(match[1])}", text)
    text = HALF.sub("50%", text)
    text = COMPOUND_DIGITS.sub(lambda match: str(int(match[1]) * 10**4 + int(match[2])), text)
    text = DECIMAL.sub(lambda match: read_decimal(match[1]), COMPOUND.sub(write_compound, text))
    text = RANGE.sub(lambda match: str(read(match[1])), text)
    return RATE_FIRST.sub(r"\2/\1", AMOUNT.sub(write_amount, text))


def write_tenths(match: re.Match[str]) -> str:
    """Tenths in hundredths: 七成 → 70%, 一成五 → 15%."""
    tenths = match[1] if match[1].isdigit() else str(read(match[1]))
    return f"{tenths}{'5' if match[2] else '0'}%"


def write_compound(match: re.Match[str]) -> str:
    """An amount in two scales in the smaller one: 四亿五千 before 万吨 → 45000."""
    whole, scale, rest, below = match.groups()
    if (scale == "亿") != bool(below):
        return match.group()
    return str(read(whole) * 10**4 + read(rest))


def write_amount(match: re.Match[str]) -> str:
    """The numeral as figures, where it counts something."""
    by_one = COUNTED_BY_ONE.match(match.string, match.end())
    if match[1] in BARE and not by_one:
        return match.group()
    return str(read(match[1]))


def read_decimal(numeral: str) -> str:
    """A Chinese numeral with or without decimals, in figures (六十点五 → 60.5)."""
    whole, _, after = numeral.partition("点")
    decimals = "".join(str(DIGITS.get(char, "")) for char in after)
    return f"{read(whole)}.{decimals}" if decimals else str(read(whole))


def read(numeral: str) -> int:
    """A Chinese numeral below 10,000 (三百二十 → 320, 十二 → 12)."""
    total, digit = 0, 0
    for char in numeral:
        if char in PLACES:
            total += (digit or 1) * PLACES[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit
