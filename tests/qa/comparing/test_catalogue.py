from __future__ import annotations

from corpus.library import Library
from qa.comparing.catalogue import list_indicators


def test_indicators_with_their_counts(whole: Library) -> None:
    lines = {line.group.label: line for line in list_indicators(whole)}
    found = lines["森林覆盖率"]
    assert (found.targets, found.regions, found.years) == (7, 4, (2025, 2030))
    counts = [line.targets for line in lines.values()]
    assert counts == sorted(counts, reverse=True)


def test_only_those_whose_names_hold_a_text(whole: Library) -> None:
    labels = [line.group.label for line in list_indicators(whole, "绿色建筑")]
    assert labels == [
        "城镇新建建筑中绿色建筑面积占比",
        "城镇新建建筑中绿色建筑占比",
        "星级绿色建筑占比",
    ]
    assert list_indicators(whole, "彩票") == []
