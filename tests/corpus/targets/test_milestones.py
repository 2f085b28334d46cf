from __future__ import annotations

import pytest

from corpus.targets.finding import find_targets
from corpus.targets.models import Setting


@pytest.mark.parametrize(
    ("text", "milestones"),
    [
        (
            "三峡集团力争于2023年率先实现碳达峰，2040年实现碳中和。",
            [("碳达峰", "2023", ""), ("碳中和", "2040", "")],
        ),
        ("中国石油将力争在2025年左右实现碳达峰。", [("碳达峰", "2025", "左右")]),
        (
            "中国将力争2030年前实现碳达峰、2060年前实现碳中和。",
            [("碳达峰", "2030", "前"), ("碳中和", "2060", "前")],
        ),
        ("努力争取到2040年左右实现运营碳中和。", [("运营碳中和", "2040", "左右")]),
        ("石油消费“十五五”时期进入峰值平台期。", [("石油消费达峰", "2030", "")]),
        (
            "科学控制成品油消费总量，力争“十四五”达到峰值。",
            [("成品油消费总量达峰", "2025", "")],
        ),
        ("贯彻落实2030年前碳达峰行动方案。", []),
    ],
    ids=["two", "左右", "前", "operations", "period", "phrase before", "a plan's name"],
)
def test_the_year_that_a_peak_is_reached_by(
    text: str, milestones: list[tuple[str, str, str]]
) -> None:
    found = find_targets(text, Setting("国家", "", 2021))
    assert [(one.indicator, one.value, one.qualifier) for one in found] == milestones
    assert all((one.unit, str(one.year)) == ("年", one.value) for one in found)
