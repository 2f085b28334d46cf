from __future__ import annotations

from decimal import Decimal

from corpus.library import Library
from qa.comparing.charts import make_charts
from qa.comparing.compare import compare


def test_figures_of_one_unit_and_basis_are_drawn(whole: Library) -> None:
    (chart,) = make_charts(compare(whole, "非化石能源消费比重", ["淄博", "南充", "国家"]))
    assert (chart.unit, chart.years) == ("%", (2022, 2025, 2030, 2060))
    drawn = {(p.region, p.year): (p.number, p.label) for p in chart.points}
    assert drawn["南充市", 2025] == (Decimal("41.5"), "41.5%")
    assert drawn["国家", 2030] == (Decimal(25), "25%左右")
    assert chart.notes == ("数值不一致的，画最新文件的数值。",)


def test_amounts_are_brought_to_one_unit(whole: Library) -> None:
    charts = make_charts(compare(whole, "森林蓄积量"))
    assert [chart.title for chart in charts] == ["森林蓄积量"]
    (chart,) = charts
    assert chart.unit == "亿立方米"
    drawn = {(p.region, p.year): p.number for p in chart.points}
    assert drawn["南充市", 2025] == Decimal("0.3")
    assert "单位统一换算为亿立方米。" in chart.notes


def test_each_basis_has_a_chart_of_its_own(whole: Library) -> None:
    found = compare(whole, "单位地区生产总值二氧化碳排放")
    titles = [chart.title.partition("（")[2] for chart in make_charts(found)]
    assert titles == ["较2005年下降）", "较2020年下降）"]


def test_years_of_peaking_are_not_drawn(whole: Library) -> None:
    assert make_charts(compare(whole, "碳达峰")) == ()
