from __future__ import annotations

import pytest

from corpus.library import Name
from qa.references import find_references
from qa.vocabulary import (
    nicknames,
    says,
    spell_out,
    standard_words,
    synonyms,
    ways_to_say,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("南充市2025年非化石占比", ("非化石能源消费比重", "比重", "比例")),
        ("单位gdp能耗", ("单位地区生产总值能耗", "单位国内生产总值能耗", "能耗强度")),
        ("数据中心PUE", ("电能利用效率", "电能使用效率")),
        ("国企改革", ("国有企业",)),
        ("煤电装机", ("装机容量", "装机规模", "燃煤发电")),
        ("新增装机容量", ("装机规模",)),
        ("hydrogen and coal", ("氢能", "煤炭")),
        ("森林蓄积量", ()),
    ],
)
def test_the_words_of_the_documents_for_everyday_words(text: str, words: tuple[str, ...]) -> None:
    assert standard_words(text) == words


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("单位pue要求", "pue", True),
        ("upue", "pue", False),
        ("renewables", "renewable", True),
        ("charcoal", "coal", False),
        ("新能源车企", "新能源车", True),
        ("新能源", "新能源车", False),
    ],
)
def test_a_latin_word_is_said_only_from_its_beginning(text: str, word: str, said: bool) -> None:
    assert says(text, word) is said


def test_a_word_with_all_that_say_the_same() -> None:
    found = ways_to_say("机房的PUE是多少", ("机房", "pue", "多少"))
    assert found["机房"] == ("机房", "数据中心")
    assert found["pue"] == ("pue", "电能利用效率", "电能使用效率")
    assert found["多少"] == ("多少",)


def test_no_word_stands_for_itself() -> None:
    same = [
        word
        for table in synonyms().values()
        for word, standard in table.items()
        if word in standard.lower().split(" ")
    ]
    assert same == []


def test_words_are_looked_up_in_lower_case_and_stand_for_something() -> None:
    for table in synonyms().values():
        for word, standard in table.items():
            assert word == word.lower().strip()
            assert all(standard.split(" "))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("绿债啥时候开始用", "绿债什么时候开始用"),
        ("为啥要达峰", "为什么要达峰"),
        ("罚款咋算", "罚款怎么算"),
        ("江浙的目标", "江苏和浙江的目标"),
        ("森林覆盖率要到多少来着", "森林覆盖率要到多少呢"),
    ],
)
def test_words_that_are_put_otherwise(said: str, written: str) -> None:
    assert spell_out(said) == written
    assert spell_out(written) == written


@pytest.mark.parametrize("nickname", nicknames())
def test_every_nickname_names_a_shipped_document(
    nickname: str, shipped_names: tuple[Name, ...]
) -> None:
    assert find_references(f"{nickname}是什么时候发布的", shipped_names)
