"""Several figures for several things: 分别 shared out, one after the other."""

from __future__ import annotations

import re
from itertools import accumulate

from corpus.targets.indicators import METRIC_END
from corpus.words import get_tokenizer

SEPARATORS = (r"、", r"、|和|与|以及", r"、|以及|和|与|及(?!以)")
"""What stands between the items of a list, the surest first."""
PER_UNIT = re.compile(
    r"^(?:单位|万元|人均|每万元?)(?:GDP|国内生产总值|地区生产总值|生产总值|工业增加值|建筑面积|产品|产值)?"
)


def share_out(indicator: str, count: int) -> list[str] | None:
    """The indicators that ``count`` figures belong to, where the subject names as many.

    ``光伏发电、风电装机规模`` for two figures: 光伏发电装机规模 and 风电装机规模.
    """
    for separator in SEPARATORS:
        items = [item for item in re.split(separator, indicator) if item]
        if len(items) == count:
            whole = [with_ending(item, items[-1]) for item in items]
            return [with_prefix(item, whole[0]) for item in whole]
    return None


def with_ending(item: str, last: str) -> str:
    """An item with the ending that it shares with the last one, unless it has its own."""
    if METRIC_END.search(item) or item == last:
        return item
    if item[0] == last[0] and item[:-1] == last[: len(item) - 1]:
        return item + last[len(item) :]
    at = max(last.rfind(item[-2:]) + 2, 1)
    if at < 2:
        at = last.find(item[-1]) + 1
    return item + (last[at:] if at > 0 and last[at:] else after_words(last, len(item)))


def after_words(text: str, length: int) -> str:
    """What follows the words that make up the first ``length`` characters or a little more.

    Where nothing does, what follows the first word.
    """
    ends = list(accumulate(len(word) for word in get_tokenizer().cut(text)))
    end = next((end for end in ends if length <= end < len(text)), ends[0])
    return text[end:]


def with_prefix(item: str, first: str) -> str:
    """An item with the 单位… that the first one begins with, unless it has its own."""
    prefix = PER_UNIT.match(first)
    if prefix is None or PER_UNIT.match(item):
        return item
    return prefix.group() + item
