"""Qualifiers of a figure: what is printed around it, and the bound that it sets.

以上, 以下 and 以内 include the figure and 超过 does not (民法典 1259): 不低于, 以上 and 至少 set
the same bound, 超过 another.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Bound(StrEnum):
    """What a qualifier makes of its figure."""

    AT_LEAST = "不低于"
    AT_MOST = "不超过"
    ABOVE = "超过"
    BELOW = "低于"
    ABOUT = "约"
    NEARLY = "近"
    ODD = "余"


ENTAILED = {
    Bound.ABOVE: {Bound.AT_LEAST},
    Bound.ODD: {Bound.ABOVE, Bound.AT_LEAST},
    Bound.BELOW: {Bound.AT_MOST},
}
"""What else holds of a figure of which a bound holds: what is 超过40% is 40%以上."""
NOT = "(?:不得|不准|不能|不可|不应|不宜|不会|严禁|禁止|不)"
LOW = "(?:低于|少于|小于|不足)"
HIGH = "(?:高于|超过|大于|多于|突破|超出)"
BOUNDS = {
    Bound.AT_LEAST: rf"{NOT}{LOW}|至少|最少|最低|起码|下限|≥",
    Bound.AT_MOST: rf"{NOT}{HIGH}|至多|最多|最高|最大|上限|≤",
    Bound.ABOVE: rf"{HIGH}|(?<![不高低])超|>|＞",
    Bound.BELOW: rf"{LOW}|不到|不满|<|＜",
    Bound.ABOUT: "大约|大概|约",
    Bound.NEARLY: "将近|接近|近",
}
"""Those that stand before a figure; the first that matches counts."""
AFTER = {
    Bound.AT_LEAST: "及?以上|之上",
    Bound.AT_MOST: "及?以[下内]|之[下内]|为限|封顶",
    Bound.ABOUT: "左右|上下",
}
BEFORE = "|".join(BOUNDS.values())
LINK = "(?:[为是在到至]|达到?|控制在)?"
NEAR = re.compile(rf"((?:(?:{BEFORE})为?)+){LINK}$")
FAR = re.compile(
    rf"({NOT}{LOW}|{NOT}{HIGH}|高于|低于)[^，；。：、,;:\d]{{1,16}}的$"
    r"|([最至][高低多少])[^，；。：、,;:\d]{1,6}$"
)
"""不低于新能源项目装机容量的15%, 最多补助1000万元."""
MARKS = re.compile("|".join(f"(?P<{bound.name}>{words})" for bound, words in BOUNDS.items()))


def qualifier_before(text: str) -> str:
    """The qualifiers that stand right before a figure that ``text`` leads up to, as printed."""
    match = NEAR.search(text) or FAR.search(text)
    return match[match.lastindex or 0] if match else ""


def bounds_of(before: str, after: str, odd: bool = False) -> frozenset[Bound]:
    """The bounds that the words before and after a figure set; none for a plain figure.

    Args:
        before: The qualifiers before it, as `qualifier_before` gives them.
        after: 以上, 左右 and the like.
        odd: Whether 余 or 多 stands in it (50余家).
    """
    found = {Bound[match.lastgroup] for match in MARKS.finditer(before) if match.lastgroup}
    found |= {bound for bound, words in AFTER.items() if after and re.fullmatch(words, after)}
    return frozenset(found | ({Bound.ODD} if odd else set()))


def entailed_by(bounds: frozenset[Bound]) -> frozenset[Bound]:
    """The bounds, and those that hold where they do."""
    return bounds.union(*(ENTAILED.get(bound, ()) for bound in bounds))
