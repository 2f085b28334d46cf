from __future__ import annotations

import pytest

from corpus.targets.names import normalise_indicator


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("非化石能源消费占比", "非化石能源占一次能源消费比重"),
        ("非化石能源占能源消费总量比例", "非化石能源消费比重"),
        ("单位国内生产总值能源消耗", "单位GDP能耗"),
        ("万元地区生产总值用水量", "单位GDP用水量"),
        ("全国森林覆盖率", "森林覆盖率"),
        ("风电、太阳能发电总装机容量", "风电、太阳能发电装机规模"),
        ("农作物秸秆综合利用率", "秸秆综合利用率"),
    ],
)
def test_two_wordings_of_one_indicator(one: str, other: str) -> None:
    assert normalise_indicator(one) == normalise_indicator(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("非化石能源消费比重", "非化石能源装机比重"),
        ("非化石能源消费比重", "清洁能源消费比重"),
        ("单位GDP能耗", "单位工业增加值能耗"),
        ("新增风电装机容量", "风电装机容量"),
        ("森林覆盖率", "森林蓄积量"),
    ],
)
def test_two_indicators(one: str, other: str) -> None:
    assert normalise_indicator(one) != normalise_indicator(other)
