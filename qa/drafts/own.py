"""Figures that only say how an author tells something: 五年净增, 过去十年, 三个节点."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.figures import Figure

SPAN_BEFORE = re.compile(r"(?:前|近|过去|今后|未来|这|接下来|头|后|用|[，、]|^)$")
SPAN_BEHIND = re.compile(
    r"^(?:来|间|内|净|新|增|提|降|下降|减|翻|累计|合计|共|后|里|再|下来|时间|之?间)"
)
TALLIED = re.compile(
    r"^(?:主要|关键|重要|重点|具体|核心|方面)?(?:节点|方面|阶段|时点|数字|数据|口径|层面|环节|步骤|文件|部分|要点|关键"
    r"|指标|目标|任务|问题|重点|特点|建议|意见|字|大类|台阶|事|工作|举措|措施|要求|原因|短板|不足|考虑|情况|维度|角度)"
)
COUNTED = frozenset({"个", "件", "条", "次", "批"})
"""Units in which points and tasks are counted."""


def is_own(figure: Figure, there: Collection[Figure]) -> bool:
    """Whether a figure is only the author's way of telling, and the source has none like it.

    Args:
        figure: The figure.
        there: The figures of the source.
    """
    value, unit = figure.quantity
    alike = [one for one in there if one.quantity[1] == unit]
    if unit == "年":
        return is_span(figure) and not alike
    if unit not in COUNTED or value > 10:
        return False
    return bool(TALLIED.match(figure.context.tail)) and not any(
        TALLIED.match(one.context.tail) for one in alike
    )


def is_span(figure: Figure) -> bool:
    """Whether a number of years only says over which time something is told."""
    behind = SPAN_BEHIND.match(figure.context.tail)
    return bool(behind or (figure.context.lead and SPAN_BEFORE.search(figure.context.lead)))
