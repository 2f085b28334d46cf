from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.library import Library
from corpus.targets.names import normalise_indicator
from qa.comparing.indicators import Indicators, group_indicators, key_of, rules, same_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("非化石能源消费占比", "非化石能源占一次能源消费比重"),
        ("非化石能源占能源消费总量比例", "非化石能源消费比重"),
        ("单位GDP能耗", "单位地区生产总值能源消耗"),
        ("单位GDP碳排放", "单位国内生产总值二氧化碳排放"),
        ("规模以上工业企业单位增加值能耗", "规模以上单位工业增加值能耗"),
        ("新能源新增装机", "新增新能源装机容量"),
        ("一般工业固体废弃物综合利用率", "一般工业固废综合利用率"),
        ("县级及以上党政机关建成节约型机关目标", "县级及以上党政机关建成节约型机关"),
        ("碳排放量较峰值", "碳排放总量较峰值"),
        ("新能源车占比", "新能源汽车比重"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("非化石能源消费比重", "非化石能源装机比重"),
        ("非化石能源消费比重", "可再生能源消费比重"),
        ("单位GDP能耗", "规模以上工业单位增加值能耗"),
        ("规模以上工业单位增加值能耗", "单位工业增加值能耗"),
        ("单位GDP能耗", "单位GDP二氧化碳排放"),
        ("新增新能源装机", "新能源装机"),
        ("新能源再新增装机", "新能源新增装机"),
        ("大宗固废综合利用率", "大宗工业固废综合利用率"),
        ("湿地保护率", "自然湿地保护率"),
        ("城镇新建建筑中绿色建筑占比", "城镇新建建筑中绿色建筑面积占比"),
        ("森林覆盖率", "森林蓄积量"),
        ("二氧化碳排放总量", "单位GDP二氧化碳排放"),
    ],
)
def test_never_taken_together(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


def test_every_rule_says_why() -> None:
    assert all(rule["why"] for rule in rules()["same"])


def test_what_the_rules_put_together_in_the_shipped_documents(whole: Library) -> None:
    """All groups of more than one normalised name; a new one has to be looked at."""
    groups = group_indicators(whole.indicators).values()
    found = {frozenset(one.name for one in group.members) for group in groups}
    assert {group for group in found if len(group) > 1} == {
        frozenset(names)
        for names in (
            (
                "规模以上工业企业单位增加值能耗",
                "规模以上工业单位增加值能耗",
                "规模以上单位工业增加值能耗",
            ),
            ("新增新能源装机容量", "新能源新增装机容量"),
            ("一般工业固体废物综合利用率", "一般工业固废综合利用率"),
            (
                "县级及以上党政机关建成节约型机关",
                "县级及以上党政机关建成节约型机关目标",
            ),
            ("碳排放总量较峰值", "碳排放量较峰值"),
            ("天然气产量", "天然气年产量"),
        )
    }


def test_wordings_that_are_one_name_since_they_were_read(whole: Library) -> None:
    """How the documents write the most common indicators of more than one wording."""
    written: dict[str, set[str]] = {}
    for target in whole.targets():
        written.setdefault(target.name, set()).add(target.indicator)
    assert written["非化石能源消费比重"] == {
        "非化石能源消费比重",
        "非化石能源消费占比",
        "非化石能源占一次能源消费比重",
        "非化石能源占能源消费总量比重",
        "非化石能源占能源消费总量比例",
    }
    assert written["非化石能源装机比重"] == {"非化石能源发电装机比重", "非化石能源装机占比"}
    assert not any("装机" in name for name in written["非化石能源消费比重"])


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("非化石能源消费占比", ["非化石能源消费比重"]),
        ("非化石占比", ["非化石能源消费比重"]),
        ("單位GDP能耗", ["单位GDP能耗"]),
        (
            "绿色建筑占比",
            ["城镇新建建筑中绿色建筑面积占比", "城镇新建建筑中绿色建筑占比", "星级绿色建筑占比"],
        ),
    ],
    ids=["other wording", "everyday word", "traditional", "part of several names"],
)
def test_what_a_name_stands_for(whole: Library, asked: str, taken: list[str]) -> None:
    assert [group.label for group in Indicators(whole).find(asked).taken] == taken


def test_near_indicators_are_told_and_left(whole: Library) -> None:
    near = [group.label for group in Indicators(whole).find("非化石能源消费比重").near]
    assert {"非化石能源装机占比", "清洁能源消费比重", "可再生能源消费比重"} <= set(near)


def test_an_unknown_indicator_is_refused_with_near_ones(whole: Library) -> None:
    with pytest.raises(
        InputError, match=r"没有文件给“森林覆盖面积”定过数值；相近的指标：.*森林覆盖率（"
    ):
        Indicators(whole).find("森林覆盖面积")
    with pytest.raises(InputError, match="没有名称相近的指标"):
        Indicators(whole).find("彩票中奖号码")


def test_a_name_that_may_be_too_many_indicators_is_refused(whole: Library) -> None:
    with pytest.raises(
        InputError, match=r"“能源”可指 .* 个指标，请写明是哪一个，如：非化石能源消费比重"
    ):
        Indicators(whole).find("能源")


def test_keys_keep_what_no_rule_is_about() -> None:
    assert same_key(normalise_indicator("森林覆盖率")) == "森林覆盖率"
