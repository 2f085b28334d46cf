from __future__ import annotations

import pytest

from corpus.targets.times import find_times


@pytest.mark.parametrize(
    ("text", "points", "bases"),
    [
        ("到2025年，能耗比2020年下降13.5%", [2025], [2020]),
        ("“十四五”期间新增5600万千瓦", [2025], []),
        ("碳排放强度较“十三五”末下降17%", [], [2020]),
        ("2025年和2030年分别提升至15%、20%", [2025, 2030], []),
        ("2021-2023年行动计划", [2023], []),
        ("在2020年的基础上单位建筑面积能耗下降5%", [], [2020]),
        ("如期实现2030年前碳达峰目标", [], []),
        ("按照《绿色债券支持项目目录（2021年版）》执行", [], []),
        ("力争在2025年实现碳达峰", [2025], []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_years_of_a_sentence(text: str, points: list[int], bases: list[int]) -> None:
    times = find_times(text)
    assert [point.year for point in times.points] == points
    assert [base.year for base in times.bases] == bases
