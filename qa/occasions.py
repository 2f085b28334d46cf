"""Occasions: the years and months in a question that date a document or a meeting.

2021年11月APEC峰会上的说法 asks for what a document of that month says; the year stands at its head
and not in its sentences. 2025年非化石能源消费比重 asks for a year that sentences have to name.
"""

from __future__ import annotations

import re

DOCUMENT = (
    "意见|通知|办法|公约|协定|条例|规定|指导|方案|规划|指南|目录|安排"
    "|文件|文章|报告|公报|声明|清单|标准|[版份]"
)
MEETING = (
    "讲话|演讲|讲课|致辞|发言|峰会|会议|大会|会上|论坛|对话|会晤|会谈|通话|电话|调研|考察"
    "|联大|达沃斯"
)
MAKING = "出台|印发|发布|公布|发表|揭牌|召开|宣布|提出|承诺|指出|表示|[说谈讲]"
OCCASION = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})年(?P<month>1[0-2]|[1-9])月(?![底前])"
    rf"|(?<![到至])(?P<only>(?:19|20)\d{{2}})(?!年?前)"
    rf"[^，。？！；]{{0,30}}?(?:{DOCUMENT}|{MEETING}|{MAKING})"
)
"""A year with its month, or a year that a document or a meeting follows."""
AFTER_YEAR = r"(?:(?!(?:19|20)\d{2}年)(?:[^，。？！；和与跟、]|和平)){0,24}"
SAID = re.compile(
    r"(?P<year>(?:19|20)\d{2})年(?P<month>1[0-2]|[1-9])月(?:\d{1,2}日)?(?![底前至到—-])"
    rf"(?:{AFTER_YEAR}(?:{MEETING}|(?<!的)(?:{MAKING}))[上时里中]?)?"
    rf"|(?P<only>(?:19|20)\d{{2}})年{AFTER_YEAR}(?:{MEETING}|(?<!的)[说讲谈])[上时里中]?"
)
"""When and where something was said: 2021年11月APEC峰会上."""


def find_occasions(text: str) -> tuple[str, ...]:
    """The dates of documents and meetings that a question names, as 2021 or 2021-11."""
    return tuple(dict.fromkeys(map(read_date, OCCASION.finditer(text))))


def read_date(match: re.Match[str]) -> str:
    """The year of a match, with its month where it names one."""
    return match["only"] or f"{match['year']}-{int(match['month']):02}"


def find_sayings(text: str) -> dict[tuple[int, int], str]:
    """Where a text says when and where something was said, each with its date."""
    return {match.span(): read_date(match) for match in SAID.finditer(text)}
