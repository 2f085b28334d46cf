"""The type of a document, by what its title calls it."""

from __future__ import annotations

import re

SUFFIX = re.compile(
    r"[（(](?:试行|暂行|征求意见稿|修订版?|\d{4}年?版|\d{4}年?\s*[-—−－~至]\s*\d{4}年?)[）)]$"
)
ISSUING = re.compile(r"(?:印发|发布|转发)《?(?P<issued>.*?)》?的?通知$")
ENDINGS = {
    "讲话": ("讲话", "致辞", "演讲", "贺信", "强调"),
    "意见": ("意见", "决定"),
    "方案": ("方案", "计划"),
    "规划": ("规划", "纲要"),
    "办法": ("办法", "细则", "条例", "规定", "规则", "措施"),
    "指南": ("指南", "导则", "指引"),
    "标准": ("标准", "规范"),
    "协议": ("公约", "公约》", "议定书", "协定"),
    "通知": ("通知",),
}
"""The types, and how titles of each end."""
SPEECH = re.compile(r"讲话|致辞|演讲|通电话|会晤|考察|重要指示")
"""In a title without such an end, or in that of a compilation's part: what a leader said."""


def find_type(title: str | None) -> str | None:
    """The type that a title names; of a notice that issues another document, the type of that."""
    if title is None:
        return None
    bare = strip_suffixes(title)
    issued = ISSUING.search(bare)
    if issued and (inner := ending_type(strip_suffixes(issued["issued"]))):
        return inner
    return ending_type(bare) or ("讲话" if SPEECH.search(title) else None)


def ending_type(title: str) -> str | None:
    """The type by the end of a title without suffixes."""
    return next((name for name, ends in ENDINGS.items() if title.endswith(ends)), None)


def strip_suffixes(title: str) -> str:
    """The title without ``（试行）``, ``（征求意见稿）`` and the like."""
    bare = "".join(title.split())
    while (shorter := SUFFIX.sub("", bare)) != bare:
        bare = shorter
    return bare
