"""Numbers as the number formats of Word write them (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
POSITIONAL = str.maketrans("0123456789", "〇一二三四五六七八九")
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
LARGEST = 9999
"""Beyond it a number is written in decimal, as is one below 1 where a format has no zero."""


def write_number(number: int, style: str) -> str:
    """A number in a number format (``w:numFmt``); in decimal where the format has no sign for it.

    Formats that Chinese documents do not use are written in decimal too.
    """
    write = FORMATS.get(style)
    return str(number) if write is None or not 0 <= number <= LARGEST else write(number)


def counting(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一."""
    if number == 0:
        return DIGITS[0]
    written = ""
    for place, digit in enumerate(reversed(str(number))):
        part = DIGITS[int(digit)] + (UNITS[place] if digit != "0" else "")
        written = part + written if digit != "0" or written[:1] not in ("", "零") else written
    return written.removeprefix("一") if written.startswith("一十") else written


def japanese_counting(number: int) -> str:
    """一, 十, 十一, 百一: without 零, and without 一 before a unit."""
    if number == 0:
        return "〇"
    places = enumerate(reversed(str(number)))
    parts = [
        ("" if digit == "1" and place else DIGITS[int(digit)]) + UNITS[place]
        for place, digit in places
        if digit != "0"
    ]
    return "".join(reversed(parts))


def from_signs(first: str, count: int) -> Callable[[int], str]:
    """A format of ``count`` signs that follow ``first`` in Unicode, decimal beyond them."""

    def write(number: int) -> str:
        return chr(ord(first) + number - 1) if 1 <= number <= count else str(number)

    return write


def letters(number: int) -> str:
    """A, B, … Z, AA, BB."""
    if number == 0:
        return "0"
    turns, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (turns + 1)


def roman(number: int) -> str:
    """I, II, III, IV."""
    written = ""
    for size, sign in ROMAN:
        times, number = divmod(number, size)
        written += sign * times
    return written or "0"


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": japanese_counting,
    "ideographDigital": lambda number: str(number).translate(POSITIONAL),
    "ideographTraditional": lambda number: (
        STEMS[number - 1] if 1 <= number <= len(STEMS) else str(number)
    ),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalEnclosedCircle": from_signs("①", 20),
    "decimalEnclosedCircleChinese": from_signs("①", 20),
    "decimalEnclosedParen": from_signs("⑴", 20),
    "decimalEnclosedFullstop": from_signs("⒈", 20),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "none": lambda number: "",
}
