from __future__ import annotations

import pytest

from corpus.targets.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("非化石能源消费比重提高到6%左右", [("6", "%", "左右")]),
        ("原煤消费量不超过125万吨", [("125", "万吨", "不超过")]),
        ("供电煤耗降至300克标准煤/千瓦时以下", [("300", "克标准煤/千瓦时", "以下")]),
        ("下降60%-65%", [("60-65", "%", "")]),
        ("新增装机达到7000-8000万千瓦", [("7000-8000", "万千瓦", "")]),
        ("建成5个-6个示范基地", [("5-6", "个", "")]),
        ("节能环保产业主营业务收入达到10,000.50亿元", [("10000.5", "亿元", "")]),
        ("发电量达到9.07万亿千瓦时左右", [("9.07", "万亿千瓦时", "左右")]),
        ("比重超过三成", [("30", "%", "超过")]),
        ("利用率达到百分之六十五以上", [("65", "%", "以上")]),
        ("下降百分之二十点五", [("20.5", "%", "")]),
        ("产值翻两番", [("2", "番", "")]),
        ("收集率提高5个百分点", [("5", "个百分点", "")]),
        ("电能利用效率不得超过1.25", [("1.25", "", "不得超过")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_amounts_of_a_sentence(text: str, amounts: list[tuple[str, str, str]]) -> None:
    found = find_amounts(text)
    assert [(one.value, one.unit, one.qualifier) for one in found] == amounts


@pytest.mark.parametrize(
    "text",
    [
        "到2025年实现碳达峰",
        "2021-2023年行动计划",
        "2021年5月27日发布",
        "国发〔2021〕23号",
        "第3条规定",
        "推广5G技术和CO2捕集",
        "依据GB21256执行",
    ],
)
def test_no_amount_in_years_dates_and_names(text: str) -> None:
    assert find_amounts(text) == []
