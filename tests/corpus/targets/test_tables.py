from __future__ import annotations

from corpus.targets.models import Binding, Setting
from corpus.targets.tables import find_table_targets

CITY = Setting("南充市", "", 2024)


def test_a_table_with_years_in_its_header() -> None:
    text = (
        "表1 主要指标\n序号 指标 单位 2020年 2025年 2030年 属性\n"
        "1 非化石能源消费比重 % 38.2 ≥41.5 43.5左右 约束性\n"
        "2 森林蓄积量（万立方米） - 2800 3000 3200 预期性\n3 说明"
    )
    found = find_table_targets(text, CITY)
    assert [(one.indicator, one.year, one.value, one.unit, one.qualifier) for one in found] == [
        ("非化石能源消费比重", 2025, "41.5", "%", "≥"),
        ("非化石能源消费比重", 2030, "43.5", "%", "左右"),
        ("森林蓄积量", 2025, "3000", "万立方米", ""),
        ("森林蓄积量", 2030, "3200", "万立方米", ""),
    ]
    assert {one.binding for one in found} == {Binding.BINDING, Binding.EXPECTED}
    assert found[0].sentence == "1 非化石能源消费比重 % 38.2 ≥41.5 43.5左右 约束性"


def test_cells_with_spaces_where_the_reader_has_ruled_them() -> None:
    text = "指标 | 单位 | 2025年\n新型 储能 装机 | 万千瓦 | 100"
    assert [one.indicator for one in find_table_targets(text, CITY)] == ["新型 储能 装机"]


def test_a_table_of_places() -> None:
    text = "2022 年市级绿色低碳工业园区建设目标任务\n绿色低碳工业园区建设数（个）\n杭州市 2\n湖州市 3\n合计 5"
    found = find_table_targets(text, Setting("浙江省", "", 2022))
    assert [(one.region, one.year, one.value, one.unit) for one in found] == [
        ("杭州市", 2022, "2", "个"),
        ("湖州市", 2022, "3", "个"),
    ]


def test_nothing_is_taken_from_a_flattened_table_or_a_standard() -> None:
    text = "序号 产品名称 指标名称 指标单位 基准水平 标杆水平\n1\n钢铁\n高炉工序 单位产品能耗 435 361\nGB 21256"
    assert find_table_targets(text, CITY) == []
