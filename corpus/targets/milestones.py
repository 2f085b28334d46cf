"""Milestones: the year by which emissions peak or carbon neutrality is reached.

A milestone is a target whose value is the year itself, with 年 as its unit and 前 or 左右 as its
qualifier (``力争2025年左右实现碳达峰``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.targets.folding import Folded
from corpus.targets.indicators import clean
from corpus.targets.models import Setting, Target
from corpus.targets.rules import is_past
from corpus.years import PERIOD_YEARS

YEAR_UNIT = "年"
MILESTONE = re.compile(
    rf"(?:(?P<year>(?<!\d)20\d{{2}})年|[“\"]?(?P<plan>{'|'.join(PERIOD_YEARS)})[”\"]?(?:时期|期间|末)?)"
    r"(?P<qualifier>左右|[底之以]?前)?(?P<between>[^，。；、\d《》]{0,16}?)"
    r"(?P<what>碳达峰|碳中和|达峰|达到峰值|(?:进入)?峰值平台期|净零排放|零碳排放|近零”?排放)"
    r"(?!行动|方案|》|的?目标|十大|工作|、碳中和)"
)
CONSUMED = re.compile(r"消费|用量|排放")
CONTROL = re.compile(r"(?:科学|合理|严格)?(?:控制|压减)")
PEAK = re.compile(r"达峰|峰值")


def find_milestones(sentence: Folded, setting: Setting, earliest: int) -> Iterator[Target]:
    """The milestones of a sentence, of the year ``earliest`` and after, without its wording."""
    if is_past(sentence.text):
        return
    for match in MILESTONE.finditer(sentence.text):
        year = int(match["year"]) if match["year"] else PERIOD_YEARS[match["plan"]]
        if year >= earliest:
            yield make_milestone(match, year, sentence, setting)


def make_milestone(match: re.Match[str], year: int, sentence: Folded, setting: Setting) -> Target:
    """The milestone of a match of `MILESTONE`."""
    return Target(
        indicator=name_of(match, sentence.text),
        region=setting.region,
        year=year,
        value=str(year),
        unit=YEAR_UNIT,
        qualifier=match["qualifier"] or "",
        direction="",
        base_year=None,
        binding=None,
        sentence="",
        place=sentence.place,
        figure=sentence.locate(match.start(), match.start("between")),
    )


def name_of(match: re.Match[str], text: str) -> str:
    """What is reached: 碳达峰 or 碳中和, with what it is said of (运营碳中和, 石油消费达峰)."""
    *earlier, phrase = re.split(r"[，。；：、]", text[: match.start()])
    between = clean(match["between"])
    if not PEAK.search(match["what"]):
        return between + match["what"].replace("”", "")
    subject = clean(clean(phrase) + between)
    if not subject and earlier and CONSUMED.search(earlier[-1]):
        subject = clean(CONTROL.sub("", earlier[-1]))
    return "碳达峰" if "碳" in subject + match["what"] or not subject else subject + "达峰"
