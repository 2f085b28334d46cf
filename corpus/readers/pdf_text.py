"""The text of a PDF's text layer, with the characters and spaces that were meant."""

from __future__ import annotations

import re
import unicodedata

RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌"
    "⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓"
    "⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶"
    "⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals, each before its character: Unicode's EquivalentUnifiedIdeograph.txt."""
SAME_GLYPH = {"⼾": "户", "㬵": "胶"}
"""Noto CJK SC draws both with one glyph; Unicode's form of the first is the traditional 戶."""
FORMS = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB07), range(0x2F800, 0x2FA1E))
"""Kangxi radicals, compatibility ideographs with the Latin ligatures, and their supplement."""
ORDINARY = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for part in FORMS for code in part}
    | dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))
    | SAME_GLYPH
)
"""The characters that were meant by those that look alike in a font and come out instead."""

READABLE = re.compile(
    r"[\x21-\x7e\xa0-\u04ff\u1e00-\u1eff\u2000-\u2bff\u2e80-\u33ff\u4e00-\u9fff"
    r"\uf900-\ufb06\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""What Chinese documents are written in; a font without its map gives much else."""
MOST_UNREADABLE = 0.3
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

WIDE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]"
LETTER_SPACE = re.compile(rf"(?<={WIDE}) +(?={WIDE})")
ZERO_SPACE = re.compile("(?<=[〇一二三四五六七八九]) +(?=〇)|(?<=〇) +(?=[〇一二三四五六七八九年])")
"""The parser parts 〇 from what is around it where the font of the text lacks it."""
MARK_SPACE = re.compile(rf"(?<={WIDE}) +(?=[，。；：、！？])|(?<=[，；、]) +(?={WIDE})")
TABLE_CELLS = 4
"""A line of so many cells may be a row of a table."""
LONGEST_SPACED_NAME = 15
"""Characters; more of them with spaces between are stretched text, not a signature."""


def tidy(raw: str) -> str:
    """A line with the characters that were meant, without the spaces of stretched text.

    Spaces that part names, titles and the cells of a table stay, and so do those of letter-spaced
    signatures (``财 政 部``).
    """
    text = UNPRINTABLE.sub(" ", raw.translate(ORDINARY)).strip()
    text = ZERO_SPACE.sub("", text)
    cells = text.split()
    if len(cells) < TABLE_CELLS:
        return MARK_SPACE.sub("", text)
    single = all(len(cell) == 1 or cell.isascii() for cell in cells)
    sentence = len(cells) > LONGEST_SPACED_NAME or not {"，", "。", "；", "："}.isdisjoint(cells)
    return LETTER_SPACE.sub("", text) if single and sentence else text


def is_unreadable(text: str) -> bool:
    """Whether too much of a page's text is in characters that no Chinese document is written in."""
    marks = "".join(text.split())
    return len(READABLE.sub("", marks)) > MOST_UNREADABLE * len(marks)
