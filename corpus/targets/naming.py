"""Of what the figures of a group are, and whose."""

from __future__ import annotations

import re

from corpus.targets.grouping import Group
from corpus.targets.indicators import clean, counted_thing, counts_things, sharing_thing
from corpus.targets.models import Target

DONE = re.compile(r"(?:实现|采用|完成|使用|新能源化)[^，。；（]*")
"""What all of something does (``公交车100%实现新能源化``)."""
BOUND = re.compile(r"(不(?:低于|少于|超过|高于|大于))[^，]{2,14}的$")
OWN_PLACE = re.compile(
    r"((?:京津冀|长三角|珠三角|粤港澳大湾区|汾渭平原|黄河流域|长江经济带|南方五省区)(?:及周边)?(?:地区)?"
    r"|[\u4e00-\u9fff]{2}市(?=新增|新建|城|中心))"
)
"""A place that an indicator begins with: 京津冀及周边地区煤炭消费量."""
SHORTEST_THING = 2
"""Characters; what is done with a thing of a shorter name says more (``1000家企业开展审核``)."""
SHORT = 6
"""Characters; an indicator up to this length may be the end of the one before it (年利用量)."""


def find_indicator(group: Group, previous: Target | None) -> str:
    """Of what a group's figures are: the words before, the thing counted, or as before."""
    subject = BOUND.sub("", group.subject)
    if counts_things(subject, group.amounts[-1].unit, group.after):
        share = group.amounts[-1].unit == "%"
        thing = (sharing_thing if share else counted_thing)(group.after)
        if len(thing) <= SHORTEST_THING:
            thing = sharing_thing(group.after)
        if len(thing) >= 2:
            return ("新增" if "新增" in subject else "") + thing
    own = clean(subject)
    if len(own) >= 2:
        done = DONE.match(group.after) if group.amounts[-1].unit == "%" else None
        return complete(own, previous) + (done.group() if done else "")
    if own := clean(group.segment):
        return own
    return previous.indicator if previous else ""


def complete(own: str, previous: Target | None) -> str:
    """An indicator that says too little alone, with what the one before it is about."""
    if previous is None:
        return own
    if len(own) <= SHORT and previous.indicator.endswith(own):
        return previous.indicator
    if own.startswith("占") or own in ("改造", "更新", "修复"):
        return previous.indicator + own
    return own


def place_in(indicator: str, region: str | None) -> tuple[str, str | None]:
    """Indicator and region; an indicator may begin with a place of its own."""
    own = OWN_PLACE.match(indicator)
    if own is None or own[1] == region:
        return indicator, region
    return indicator[own.end() :], own[1]
