from __future__ import annotations

import pytest

from qa.drafts.saying import (
    copied_forms,
    find_quotes,
    is_authors,
    is_checkable,
    read_saying,
    same_number,
    without_lead,
    written_numbers,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("国家行动方案提出，严格控制新增煤电项目。", "严格控制新增煤电项目。"),
        (
            "2021年10月，国务院印发《2030年前碳达峰行动方案》，明确严格控制新增煤电项目。",
            "严格控制新增煤电项目。",
        ),
        ("根据《节约能源法》（2018年修正），严格控制新增煤电项目。", "严格控制新增煤电项目。"),
        ("在能源方面，严格控制新增煤电项目。", "严格控制新增煤电项目。"),
        ("淄博市到2025年，要求装机达到400万千瓦。", "淄博市到2025年，要求装机达到400万千瓦。"),
        ("会议要求落实。", "会议要求落实。"),
    ],
    ids=["said", "printed", "by", "in respect of", "no source", "nothing else"],
)
def test_the_words_without_who_says_them(text: str, words: str) -> None:
    assert without_lead(text) == words


def test_the_lead_is_what_stands_before_the_words() -> None:
    saying = read_saying("《节约能源法》第三条规定，节约资源是我国的基本国策。", ())
    assert saying.words == "节约资源是我国的基本国策。"
    assert saying.lead == "《节约能源法》第三条规定，"
    assert saying.unknown == ("节约能源法",)
    assert saying.pointers == (("第三条",),)
    assert not saying.copied


def test_quotations_are_longer_than_terms_and_in_pieces() -> None:
    text = "围绕“双碳”目标，要求“严格控制新增煤电项目规模……有序淘汰煤电落后产能”。"
    assert find_quotes(text) == ["严格控制新增煤电项目规模", "有序淘汰煤电落后产能"]
    assert find_quotes("在“能源绿色低碳转型行动”部分提出。") == []


def test_a_number_is_given_to_the_title_before_it() -> None:
    text = "《行动方案》（国发〔2021〕23号）和国办发〔2022〕1号提出。"
    assert written_numbers(text)[0] == ("行动方案", "国发〔2021〕23号")
    assert written_numbers(text)[1][0] is None


@pytest.mark.parametrize(
    ("other", "same"),
    [("国发[2021]23号", True), ("国发〔2021〕 23 号", True), ("国发〔2021〕32号", False)],
)
def test_when_two_numbers_are_one(other: str, same: bool) -> None:
    assert same_number("国发〔2021〕23号", other) is same


@pytest.mark.parametrize(
    ("text", "checkable", "authors"),
    [
        ("现将有关情况汇报如下。", False, True),
        ("现将2023年度有关情况汇报如下。", True, True),
        ("下面讲三个方面的意见。", False, False),
        ("下一步，我们将加强组织领导。", False, True),
        ("下一步，我们将装机提高到400万千瓦。", True, False),
        ("绿色低碳发展前景广阔。", False, False),
        ("国务院要求加强组织领导。", True, False),
    ],
)
def test_what_there_is_to_check(text: str, checkable: bool, authors: bool) -> None:
    saying = read_saying(text, ())
    assert (is_checkable(saying), is_authors(saying)) == (checkable, authors)


def test_a_copy_behind_a_few_words() -> None:
    text = "（二）科技攻关上，要持续加大财政科技投入力度。"
    assert list(copied_forms(text)) == [
        text,
        "科技攻关上，要持续加大财政科技投入力度。",
        "要持续加大财政科技投入力度。",
        "持续加大财政科技投入力度。",
    ]


def test_a_number_without_the_words_before_it() -> None:
    assert written_numbers("按照国管节能〔2022〕16号要求") == [(None, "国管节能〔2022〕16号")]
    assert written_numbers("和国发〔2021〕23号") == [(None, "国发〔2021〕23号")]
