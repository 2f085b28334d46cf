from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Line, Origin, Text
from corpus.tables import mark_tables, table_caption
from corpus.unwrap import unwrap

MEASURE = 60
PROSE = "新能源乘用车、新能源客车、新能源货车分别如表所示，各地按规定执行"


def lines(*texts: str) -> list[Line]:
    return [Line(number, 1, text) for number, text in enumerate(texts, start=1)]


def tables(marked: Sequence[Line]) -> list[list[str]]:
    numbers = sorted({line.table for line in marked} - {0})
    return [[line.text for line in marked if line.table == number] for number in numbers]


def test_a_captioned_table_of_the_source() -> None:
    rows = (
        "表 1 新能源乘用车补贴方案（非公共领域）",
        "单位：万元",
        "车辆类型 纯电动续驶里程R(工况法、公里)",
        "纯电动乘用车",
        "300≤R＜400 R≥400",
        "0.91 1.26 /",
    )
    assert tables(mark_tables(lines(PROSE, *rows, PROSE), MEASURE)) == [list(rows)]


def test_two_tables_that_follow_each_other_stay_two() -> None:
    first = (
        "表 3新能源货车补贴方案",
        "车辆",
        "类型",
        "N1类 N2类 N3类",
        "纯电动货车 176 1.01 1.96 2.8",
    )
    second = ("表 4 新能源乘用车补贴方案", "车辆", "类型", "甲 乙 丙", "1 2 3")
    assert tables(mark_tables(lines(*first, *second), MEASURE)) == [list(first), list(second)]


def test_rows_of_a_name_and_a_number_with_their_title() -> None:
    rows = (
        "绿色低碳工业园区建设数（个）",
        "杭州市 2",
        "宁波市 2",
        "温州市 2",
        "湖州市 3",
        "合计 18",
    )
    assert tables(mark_tables(lines("附件：", *rows), MEASURE)) == [list(rows)]


def test_cells_written_downwards() -> None:
    rows = ("燃料消耗量 无烟煤", "烟", "煤", "褐", "煤", "洗", "精", "煤")
    assert tables(mark_tables(lines(PROSE + "。", *rows), MEASURE)) == [list(rows)]


def test_signatures_and_short_lines_are_no_table() -> None:
    signature = ("财 政 部", "工业和信息化部", "科技部", "发展改革委", "2021年 12月 31日")
    issuers = (
        "国家发展改革委 财政部 中国人民银行",
        "银保监会",
        "国家能源局",
        "甲局",
        "2021年2月24日",
    )
    terms = ("3.2", "风险管理 risk management", "协调活动。", "3.3", "风险量化 risk quantification")
    for group in (signature, issuers, terms):
        assert tables(mark_tables(lines(PROSE, *group), MEASURE)) == []


def test_a_heading_ends_a_table() -> None:
    rows = ("序号 产品名称 指标名称", "1", "高炉工序", "千克标准煤/吨 435 361", "GB 21256")
    marked = mark_tables(lines(*rows, "二、重点任务", "（一）建立清单"), MEASURE)
    assert tables(marked) == [list(rows)]


def test_what_the_file_marks_as_a_table_takes_in_its_caption() -> None:
    marked = [
        Line(1, 1, "主要目标如下。"),
        Line(2, 1, "表1 主要指标"),
        Line(3, 1, "指标 | 2025年", table=1),
        Line(4, 1, "比重 | 41.5%", table=1),
    ]
    assert [line.table for line in mark_tables(marked, None)] == [0, 1, 1, 1]


def test_a_table_is_one_text_with_a_line_a_row() -> None:
    rows = [Line(3, 1, "指标 | 2025年", table=1), Line(4, 1, "比重 | 41.5%", table=1)]
    (text,) = unwrap(rows)
    assert (text.text, text.table) == ("指标 | 2025年\n比重 | 41.5%", 1)
    assert [(origin.offset, origin.line) for origin in text.origins] == [(0, 3), (11, 4)]


def test_captions() -> None:
    def caption(text: str) -> str:
        return table_caption(Text(text, (Origin(0, 1, 1),), table=1))

    assert caption("表 1 主要指标\n甲 乙 丙") == "表 1 主要指标"
    assert (
        caption("重点行业能效基准水平和标杆水平\n序号 产品名称") == "重点行业能效基准水平和标杆水平"
    )
    assert caption("2022 年市级园区建设目标任务\n杭州市 2") == "2022年市级园区建设目标任务"
    assert caption("序号 产品名称 指标名称\n1") == "表格"
