from __future__ import annotations

import pytest

from corpus.targets.finding import find_targets
from corpus.targets.models import Setting
from corpus.targets.names import normalise_indicator
from corpus.targets.stored import StoredTarget
from qa.comparing.bases import amounts_of, base_of, bound_of, dimension_of, period_of
from qa.comparing.values import write_figure


def stored(text: str) -> StoredTarget:
    """The first target of a text, as a library would hold it."""
    target = find_targets(text, Setting("某市", "某市方案", 2021))[0]
    return StoredTarget(
        position=0,
        chunk_id="c",
        document_id="d",
        name=normalise_indicator(target.indicator),
        is_table=False,
        **{
            name: getattr(target, name)
            for name in (
                *("indicator", "region", "year", "value", "unit", "qualifier", "direction"),
                *("base_year", "binding", "sentence", "place", "figure"),
            )
        },
    )


@pytest.mark.parametrize(
    ("text", "base", "period"),
    [
        ("到2025年，单位GDP能耗比2020年下降13.5%。", "较2020年", ""),
        ("到2025年，单位GDP能耗下降15%。", "未写基期", ""),
        ("“十四五”时期，单位GDP能耗下降13.5%。", "“十四五”期间", "“十四五”期间"),
        ("到“十四五”末，单位GDP能耗下降13.5%。", "未写基期", ""),
        ("2021-2025年，新增光伏装机400万千瓦。", "", "2021—2025年"),
        ("到2025年，累计创建绿色工厂70家。", "", "累计"),
        ("贯彻《“十四五”规划》，到2025年，森林覆盖率达到41.8%。", "", ""),
        ("到2025年，集装箱铁水联运量年均增长15%。", "", ""),
    ],
    ids=["base", "none", "period", "end of a period", "range", "sum", "title", "yearly"],
)
def test_base_and_period(text: str, base: str, period: str) -> None:
    assert (base_of(stored(text)), period_of(stored(text))) == (base, period)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("到2025年，光伏装机达到1.2亿千瓦。", "到2025年，光伏装机达到12000万千瓦。"),
        ("到2025年，绿色工厂不低于50家。", "到2025年，绿色工厂达到50个以上。"),
    ],
    ids=["scale", "counter and bound"],
)
def test_equal_figures(one: str, other: str) -> None:
    a, b = stored(one), stored(other)
    assert amounts_of(a) == amounts_of(b)
    assert bound_of(a) == bound_of(b)
    assert dimension_of(a.unit) == dimension_of(b.unit)


def test_about_is_not_at_least() -> None:
    a, b = stored("到2025年，覆盖率达到25%左右。"), stored("到2025年，覆盖率达到25%以上。")
    assert bound_of(a) != bound_of(b)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("到2025年，非化石能源消费比重提高到 6% 左右。", "6%左右"),
        ("到2025年，清洁能源装机占比不低于50%。", "不低于50%"),
        ("2030年单位GDP二氧化碳排放比2005年下降60%- 65%。", "60%-65%"),
        ("力争2030年前实现碳达峰。", "2030年前"),
        ("“十四五”期间实现碳达峰。", "“十四五”期间"),
    ],
)
def test_a_figure_is_written_as_it_is_printed(text: str, figure: str) -> None:
    assert write_figure(stored(text), text) == figure
