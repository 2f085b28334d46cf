"""Evidence for questions over three shipped plans, and over the small library."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.readers.numerals import counting
from corpus.words import rarity
from corpus.years import find_years
from qa.engine import Engine
from qa.evidence.features import FEATURES
from qa.evidence.finder import (
    EvidenceFinder,
    first_of_each,
    gather,
    is_within,
    say_the_same,
    select,
)
from qa.evidence.ranking import CLOSER
from qa.evidence.sentences import Evidence
from qa.query import analyse
from tests.conftest import build_engine, is_verbatim
from tests.qa.conftest import FindRows, find_rows
from tests.qa.passages import PASSAGE, TEXT, passage

SHARE = "南充市2025年非化石能源消费比重目标是多少？"
BOTH = "南充市和克拉玛依市2025年非化石能源消费比重目标分别是多少？"
RECYCLED = "南充市循环经济助力降碳行动有哪些？"


@pytest.mark.parametrize(
    ("question", "words", "file"),
    [
        (SHARE, "非化石能源消费比重达41.5%", "002"),
        ("淄博市2025年非化石能源消费比重要到多少？", "非化石能源消费比重提高至10%以上", "001"),
        ("克拉玛依市2025年非化石能源消费比重要到多少？", "非化石能源消费比重提高到6%左右", "000"),
        ("请问南充市2025年要建成多少个节约型机关？", "建成564个节约型机关", "002"),
        ("南充2030年九类再生资源的循环利用量目标是多少吨？", "到2030年达到45.08万吨", "002"),
    ],
    ids=["南充", "淄博", "克拉玛依", "things", "mass"],
)
def test_the_best_sentence_answers(rows: FindRows, question: str, words: str, file: str) -> None:
    (row,) = rows(question)
    assert is_verbatim(words, row.evidence[0].text)
    assert row.evidence[0].passage.source_file.startswith(file)


@pytest.mark.parametrize("question", [SHARE, RECYCLED], ids=["figure", "list"])
def test_the_evidence_is_ranked_and_verbatim(rows: FindRows, question: str) -> None:
    (row,) = rows(question)
    assert row.features.shape == (len(row.evidence), len(CLOSER))
    assert all(one.score >= other.score for one, other in pairwise(row.evidence))
    names = row.features[:, FEATURES.index("names")]
    assert ((names >= 0) & (names <= 1)).all()
    for one in row.evidence:
        for piece in one.items or (one,):
            assert piece.text in piece.passage.text


def test_other_places_and_years_are_left_out(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    assert {one.passage.region for one in row.evidence} == {"南充市"}
    for one in row.evidence:
        named = find_years(re.sub(r"[比较]\s*20\d\d\s*年", "", one.text))
        assert not named or 2025 in named


def test_a_comparison_has_a_row_a_side(rows: FindRows) -> None:
    first, second = rows(BOTH)
    assert (first.label, second.label) == ("南充市", "克拉玛依市")
    for row in (first, second):
        assert {one.passage.region for one in row.evidence} == {row.label}
    assert is_verbatim("41.5%", first.evidence[0].text)
    assert is_verbatim("6%左右", second.evidence[0].text)


def test_a_side_that_the_library_does_not_know_has_no_evidence(rows: FindRows) -> None:
    known, unknown = rows("南充市和攀枝花市2025年非化石能源消费比重目标分别是多少？")
    assert known.evidence
    assert (unknown.label, unknown.evidence) == ("攀枝花市", ())
    assert unknown.features.shape == (0, len(CLOSER))


def test_a_list_across_clauses_is_found_whole(rows: FindRows) -> None:
    (row,) = rows(RECYCLED)
    best = row.evidence[0]
    assert [re.sub(r"\s", "", item.text)[:4] for item in best.items] == [
        "1.推进",
        "2.加强",
        "3.推动",
        "4.健全",
    ]
    assert len({item.passage.chunk_id for item in best.items}) == 4


def test_a_list_of_many_clauses_is_found_to_its_end(tmp_path: Path) -> None:
    items = [f"（{counting(number)}）第{number}类企业的碳排放数据；" for number in range(1, 21)]
    text = "\n\n".join(["# 碳排放数据管理办法", "一、总则", "核查下列数据：", *items])
    (row,) = find_rows(build_engine(tmp_path, {"办法.md": text}), "核查哪些碳排放数据？")
    found = max(row.evidence, key=lambda one: len(one.items))
    assert [item.text for item in found.items] == items


def test_lists_are_looked_for_only_where_one_is_asked_or_led_in_to(rows: FindRows) -> None:
    (row,) = rows("请问南充市2025年要建成多少个节约型机关？")
    led_in = any(one.text.endswith("：") for one in row.evidence)
    assert led_in or not any(one.items for one in row.evidence)


def test_no_list_is_part_of_another(rows: FindRows) -> None:
    (row,) = rows(RECYCLED)
    lists = [one for one in row.evidence if one.items]
    assert lists
    assert not any(is_within(one, lists) for one in lists)


def test_a_word_that_no_chunk_holds_counts_half(small_engine: Engine) -> None:
    view = small_engine.view
    words = EvidenceFinder(view).words(analyse("南充市的贡嘎雪山和森林"))
    count = view.library.document_frequency
    assert count("森林") > 0
    assert words.names["森林"] == rarity(count("森林"), view.chunk_count)
    unknown = next(word for word in words.names if not count(word))
    assert words.names[unknown] == rarity(0, view.chunk_count) / 2
    assert sum(words.pairs.values()) == pytest.approx(1)


def test_a_rarer_word_weighs_more(small_engine: Engine) -> None:
    words = EvidenceFinder(small_engine.view).words(analyse("南充市森林覆盖率和能源"))
    assert words.topic["覆盖率"] > words.topic["能源"] > 0


def texts(question: str, text: str, **changes: object) -> list[str]:
    """The sentences of a text that can bear on a question."""
    found = gather(analyse(question, ["南充市"]), [passage(text, **changes)])
    return [one.text for one in found]


def test_another_place_or_year_is_no_evidence() -> None:
    assert texts("成都市2025年非化石能源消费比重是多少", TEXT) == []
    assert texts("南充市2027年非化石能源消费比重是多少", TEXT) == []


def test_the_place_may_stand_in_the_title_only() -> None:
    assert texts("淄博市2025年的比重", TEXT, title="淄博市碳达峰工作方案", region=None)


def test_the_year_may_stand_in_the_heading_only() -> None:
    text = "非化石能源消费比重达到41.5%。"
    assert texts("南充市2025年的比重", text, clause_path=("二、2025年主要目标",)) == [text]
    assert texts("南充市2025年的比重", text, clause_path=("二、主要目标",)) == []


def test_sentences_of_other_years_cannot_answer() -> None:
    kept = texts(SHARE, TEXT)
    assert TEXT.split("\n")[0] in kept
    assert not any(text.startswith("到2030年") for text in kept)
    assert not texts(SHARE, "2025年起步。\n到2023年，人均能耗比2025年降低4%。")[1:]


def test_the_same_words_are_evidence_once() -> None:
    text = "非化石能源消费比重达４１．５％。"
    pieces = [Evidence(passage(one), one, "") for one in (text, "非化石能源消费比重达41.5%。")]
    assert [one.text for one in first_of_each(pieces)] == [text]


def test_when_something_was_said_is_evidence_only_where_that_is_asked() -> None:
    text = "时间：2014 年 11 月 12 日\n摘要：中国计划2030年左右二氧化碳排放达到峰值。"
    asked = "中美气候变化联合声明是什么时候发表的？"
    assert texts(asked, text) == text.split("\n")
    assert texts("中国计划怎样控制二氧化碳排放？", text) == text.split("\n")[1:]


def test_what_is_selected_fits_and_lies_in_no_other() -> None:
    whole, later = TEXT.split("\n")
    ranked = [Evidence(PASSAGE, text, "") for text in (whole, whole[-20:], later)]
    assert [one.text for one in select(ranked, most=6, chars=700)] == [whole, later]
    assert [one.text for one in select(ranked, most=1, chars=700)] == [whole]
    assert [one.text for one in select(ranked, most=6, chars=len(later))] == [whole[-20:]]
    assert select([], most=6, chars=700) == []


@pytest.mark.parametrize(
    "text", ["女士们，先生们，朋友们：", "各位同事！", "各省、自治区、直辖市人民政府："]
)
def test_whom_a_text_addresses_is_no_statement(text: str) -> None:
    said = passage(f"{text}\n各位同事要共同努力，实现可持续发展。")
    found = [one.text for one in gather(analyse("怎样实现可持续发展？"), [said])]
    assert found == ["各位同事要共同努力，实现可持续发展。"]


def test_sides_that_one_sentence_speaks_for_are_none(rows: FindRows) -> None:
    south, west = rows(BOTH)
    assert not say_the_same([south, west])
    same = replace(west, evidence=south.evidence)
    assert say_the_same([south, same])
    assert not say_the_same([replace(south, label="2025年"), replace(same, label="2030年")])
    assert not say_the_same([replace(south, evidence=()), replace(west, evidence=())])
