from __future__ import annotations

import re

import pytest

from corpus.errors import InputError
from corpus.library import Library
from qa.comparing.compare import compare
from qa.comparing.models import Comparison, Row
from qa.comparing.schema import comparison_json
from tests.conftest import is_verbatim

PLACES = ("克拉玛依市", "淄博市", "南充市", "国家")
ASKED = (
    *("非化石能源消费比重", "单位GDP能耗", "森林覆盖率", "单位地区生产总值二氧化碳排放", "碳达峰"),
    *("新能源汽车", "绿色建筑占比", "能源消费总量", "森林蓄积量", "风电、太阳能发电总装机容量"),
)


def texts(row: Row) -> list[str]:
    """What a row's cells say: figures, or why there is none."""
    return ["；".join(value.text for value in cell.values) or cell.note for cell in row.cells]


def rows_of(comparison: Comparison, region: str) -> dict[str, list[str]]:
    """The rows of a place by their basis."""
    rows = (row for row in comparison.rows if row.region == region)
    return {row.basis.label if row.basis else "无": texts(row) for row in rows}


def test_places_by_years(whole: Library) -> None:
    found = compare(whole, "非化石能源消费比重", PLACES)
    assert found.years == (2022, 2025, 2030, 2060)
    assert {row.region: texts(row) for row in found.rows} == {
        "克拉玛依市": ["未提及", "6%左右", "未提及", "未提及"],
        "淄博市": ["未提及", "10%以上", "20%左右", "未提及"],
        "南充市": ["未提及", "41.5%", "43.5%", "未提及"],
        "国家": ["17.3%左右", "20%左右", "25%左右；20%左右", "80%以上"],
    }
    assert tuple(row.region for row in found.rows) == PLACES


def test_documents_that_do_not_agree_are_told_with_their_dates(whole: Library) -> None:
    found = compare(whole, "非化石能源消费比重", ["国家"])
    assert [cell.note for cell in found.rows[0].cells] == ["", "", "不一致", ""]
    (note,) = [note for note in found.notes if "不一致" in note]
    assert re.search(r"25%左右（.*2021-09-22.*）；20%左右（.*巴黎大会.*2015-11-30，共 2 处）", note)


def test_equal_figures_are_one_value_with_several_sources(whole: Library) -> None:
    found = compare(whole, "非化石能源消费比重", ["全国"], ["2025"])
    (value,) = found.rows[0].cells[0].values
    assert len(value.sources) == 3
    titles = {source.document.title for source in value.sources}
    assert "“十四五”节能减排综合工作方案" in titles


def test_other_bases_stand_in_rows_of_their_own(whole: Library) -> None:
    found = compare(whole, "单位地区生产总值二氧化碳排放", ["国家", "南充", "宁夏"])
    assert found.years == (2025, 2030)
    assert rows_of(found, "国家") == {
        "较2005年下降": ["见他行", "65%以上；60%-65%"],
        "较2020年下降": ["18%", "见他行"],
    }
    assert rows_of(found, "南充市") == {
        "较2005年下降": ["见他行", "70%以上"],
        "较2020年下降": ["19%", "见他行"],
    }
    assert rows_of(found, "宁夏回族自治区") == {"下降，未写基期": ["16%", "未提及"]}
    assert any("不同的基期或口径" in note for note in found.notes)


def test_a_change_and_a_level_are_not_mixed(whole: Library) -> None:
    found = compare(whole, "森林蓄积量", ["国家"])
    assert rows_of(found, "国家") == {
        "": ["180亿立方米", "190亿立方米"],
        "较2005年增加": ["见他行", "60亿立方米；45亿立方米左右"],
    }


def test_the_field_that_a_document_is_about_is_a_scope(whole: Library) -> None:
    found = compare(whole, "能源消费总量")
    assert rows_of(found, "国家") == {
        "公共机构口径": ["未提及", "未提及", "未提及", "1.89亿吨标准煤以内"]
    }
    assert rows_of(found, "宁夏回族自治区")[""][0] == "8193万吨标准煤左右"


def test_a_period_is_marked(whole: Library) -> None:
    found = compare(whole, "新增光伏发电装机容量", ["淄博"])
    (value,) = found.rows[0].cells[0].values
    assert (value.text, value.period) == ("400万千瓦以上", "“十四五”期间")


def test_a_place_that_names_the_indicator_without_a_figure(whole: Library) -> None:
    found = compare(whole, "单位GDP能耗")
    (cell,) = [
        cell
        for row in found.rows
        if row.region == "浙江省"
        for cell in row.cells
        if cell.year == 2025
    ]
    assert cell.note == "仅提及"
    assert "均完成国家下达目标" in cell.mentions[0].quote
    assert rows_of(compare(whole, "单位GDP能耗", ["克拉玛依市"]), "克拉玛依市") == {
        "无": ["未提及"] * 4
    }


@pytest.mark.parametrize("asked", ASKED)
def test_every_figure_stands_in_its_clause(whole: Library, asked: str) -> None:
    found = comparison_json(compare(whole, asked))
    targets = [one for row in found["rows"] for cell in row["cells"] for one in cell["targets"]]
    assert targets
    for one in targets:
        assert is_verbatim(one["quote"], one["text"])
        printed = re.sub(r"[\s,]", "", one["quote"]).translate(str.maketrans("—–～", "---"))
        ends = one["value"].split("-")
        assert all(end in printed or "十四五" in printed for end in ends), one
        assert one["qualifier"] in printed


def test_without_places_all_that_set_it_the_country_first(whole: Library) -> None:
    found = compare(whole, "森林覆盖率")
    assert found.regions == ("国家", "江苏省", "浙江省", "南充市", "巴中市", "淄博市")


def test_years_asked_for_one_by_one_and_as_a_range(whole: Library) -> None:
    assert compare(whole, "非化石能源消费比重", ["南充"], ["2025", "2028"]).years == (2025, 2028)
    assert compare(whole, "非化石能源消费比重", ["国家"], ["2023-2030"]).years == (2023, 2025, 2030)


@pytest.mark.parametrize(
    ("regions", "years", "message"),
    [
        (["广东省"], [], "库中没有“广东省”的文件；现有：国家、北京市"),
        (["中国石油"], [], "“中国石油”可指中国石油化工股份有限公司、中国石油天然气集团有限公司"),
        ([], ["2040"], "在这些年份没有数值；有数值的年份：2021、2022"),
        ([], ["明年"], "年份“明年”看不懂"),
    ],
    ids=["no such place", "several places", "no such year", "no year"],
)
def test_what_cannot_be_shown_is_refused(
    whole: Library, regions: list[str], years: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        compare(whole, "非化石能源消费比重", regions, years)


def test_an_empty_indicator_is_refused(whole: Library) -> None:
    with pytest.raises(InputError, match="指标是空的"):
        compare(whole, " ")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("全国", "国家"),
        ("中国", "国家"),
        ("克拉玛依", "克拉玛依市"),
        ("内蒙古", "内蒙古自治区"),
        ("国家电网", "国家电网有限公司"),
        ("华能", "中国华能集团有限公司"),
    ],
)
def test_places_by_what_people_call_them(whole: Library, name: str, place: str) -> None:
    assert compare(whole, "碳达峰", [name]).regions == (place,)


def test_a_table_gives_figures_too(small_library: Library) -> None:
    found = compare(small_library, "森林覆盖率")
    assert {row.region: texts(row) for row in found.rows} == {
        "南充市": ["未提及", "41.5%左右"],
        "淄博市": ["18%", "未提及"],
    }
