"""What a sentence has in common with a question."""

from __future__ import annotations

import pytest

from qa.evidence.features import FEATURES, SentenceRater, Words, held_share
from qa.evidence.kinds import count_items
from qa.evidence.lists import find_lists
from qa.evidence.sentences import Evidence
from qa.query import analyse
from qa.weights import feature_weights, read_weights
from tests.qa.passages import PASSAGE, passage

NO_WORDS = Words({}, {}, {})
SHARE = "到2025年，非化石能源消费比重达41.5%，为实现碳达峰奠定基础。"


def rate(
    question: str, text: str, words: Words = NO_WORDS, path: tuple[str, ...] = ()
) -> dict[str, float]:
    """The features of a sentence, by name."""
    one = Evidence(passage(text, clause_path=path), text, "")
    return rate_evidence(question, one, words)


def rate_evidence(question: str, one: Evidence, words: Words = NO_WORDS) -> dict[str, float]:
    """The features of evidence, by name."""
    rater = SentenceRater(analyse(question, ["南充市"]), words)
    (row,) = rater.rows([one], [0], [0.0])
    return dict(zip(FEATURES, row.tolist(), strict=True))


def test_every_feature_has_a_weight_and_there_are_no_others() -> None:
    table = read_weights("qa.evidence")["features"]
    assert set(table) == set(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES)
    weights = feature_weights("qa.evidence", FEATURES)
    assert weights.tolist() == pytest.approx([table[name] for name in FEATURES])


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (SHARE, (), (1, 0, 0)),
        ("非化石能源消费比重达41.5%。", (), (0, 1, 0)),
        ("非化石能源消费比重达41.5%。", ("二、2025年主要目标",), (1, 1, 0)),
        ("到2030年，非化石能源消费比重达到43.5%。", (), (0, 0, 1)),
        ("到2030年，非化石能源消费比重达到43.5%。", ("二、2025年主要目标",), (0, 0, 1)),
        ("能耗比2025年下降14.5%。", (), (0, 1, 0)),
    ],
    ids=["same", "none", "in the heading", "other", "other than the heading's", "base year"],
)
def test_the_year(text: str, path: tuple[str, ...], expected: tuple[int, ...]) -> None:
    found = rate("南充市2025年非化石能源消费比重是多少？", text, path=path)
    assert (found["year"], found["no_year"], found["other_year"]) == expected


def test_without_a_year_asked_no_year_counts() -> None:
    found = rate("南充市非化石能源消费比重是多少？", SHARE)
    assert (found["year"], found["no_year"], found["other_year"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("循环利用量达到45.08万吨。", (1, 1, 0)),
        ("非化石能源消费比重达41.5%。", (1, 0, 1)),
        ("循环利用量达到四十五万吨。", (1, 1, 0)),
        ("健全资源回收体系。", (0, 0, 0)),
    ],
    ids=["the unit asked", "another unit", "in Chinese numerals", "no figure"],
)
def test_the_figure(text: str, expected: tuple[int, ...]) -> None:
    found = rate("再生资源的循环利用量目标是多少吨？", text)
    assert (found["figure"], found["unit"], found["other_unit"]) == expected


def test_the_place() -> None:
    assert rate("南充市的目标是什么？", "南充市非化石能源消费比重达41.5%。")["place"] == 1
    assert rate("南充市的目标是什么？", SHARE)["place"] == 0


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("什么时候建成？", "到2025年，建成564个节约型机关。", "time"),
        ("整改期限是多久？", "应当在三年内完成改造。", "time"),
        ("谁来统筹？", "市发展改革委统筹协调。", "body"),
        ("什么是碳排放权？", "碳排放权是指分配给重点排放单位的碳排放额度。", "defines"),
        ("什么是碳排放权？", "分配给重点排放单位的额度，简称碳排放权。", "defines"),
        ("什么是绿色设计？", "2.0.3 绿色设计 green design\n落实目标的设计活动。", "defines"),
        ("有哪些基本原则？", "主要有以下原则：", "lists"),
    ],
    ids=["year", "time limit", "body", "是指", "简称", "a term's line", "announced"],
)
def test_the_kind_of_thing_asked(question: str, text: str, name: str) -> None:
    assert rate(question, text)[name] == 1
    assert rate("南充怎样推进垃圾分类？", text)[name] == 0


def test_a_definition_of_another_term_does_not_define() -> None:
    text = "温室气体是指大气中吸收和重新放出红外辐射的气态成分。"
    assert rate("什么是碳排放权？", text)["defines"] == 0


def test_a_list_of_as_many_items_as_asked() -> None:
    text = "具体为以下三种形式：\na) 编制报告。\nb) 社会责任报告。\nc) 年度报告。"
    (found,) = find_lists([passage(text)])
    three = rate_evidence("选取哪三种披露形式？", found)
    four = rate_evidence("选取哪四种披露形式？", found)
    assert (three["items"], three["count"], four["items"], four["count"]) == (0.75, 1, 0.75, 0)
    assert three["group"] == 1
    assert rate("选取哪三种披露形式？", "编制报告。")["group"] == 0


def test_a_list_whose_lead_in_is_like_the_question() -> None:
    words = Words({}, {}, {"披露": 0.5, "形式": 0.5})
    one = Evidence(
        PASSAGE, "甲\n乙", "选取不同的披露形式：", items=(Evidence(PASSAGE, "甲", ""),) * 2
    )
    assert rate_evidence("有哪些披露形式？", one, words)["lead_in"] == 1
    assert rate_evidence("怎样披露？", one, words)["lead_in"] == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("要处理好发展和减排、整体和局部、长远目标和短期目标、政府和市场的关系。", 4),
        ("包括一氧化碳、甲烷，以及二氧化碳。", 2),
        ("非化石能源消费比重达41.5%。", 1),
    ],
)
def test_how_many_things_a_sentence_names(text: str, count: int) -> None:
    assert count_items(text) == count


@pytest.mark.parametrize(
    ("question", "text", "rule"),
    [
        ("煤电机组能自己停吗？", "煤电机组未经许可不得退出运行。", 1),
        ("没完成目标的怎么处理？", "对未完成目标的企业实行通报批评和约谈。", 1),
        ("煤电机组能自己停吗？", "推进煤电机组改造。", 0),
        ("煤电机组有多少？", "煤电机组未经许可不得退出运行。", 0),
    ],
    ids=["allowed", "what follows", "no rule", "no rule asked"],
)
def test_what_is_allowed_or_follows(question: str, text: str, rule: int) -> None:
    assert rate(question, text)["rule"] == rule


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("力争煤炭消费总量在“十四五”末达峰。", 1),
        ("石油消费“十五五”时期进入峰值平台期。", 1),
        ("实施“十四五”规划。", 0),
    ],
)
def test_a_time_may_be_part_of_a_plan_s_five_years(text: str, time: int) -> None:
    assert rate("什么时候见顶？", text)["time"] == time


def test_words_around_a_sentence_are_those_of_its_clause() -> None:
    clause = passage("保供的煤电机组。\n未经许可不得退出运行。", clause_path=())
    one = Evidence(clause, "未经许可不得退出运行。", "")
    found = rate_evidence("煤电机组能退出吗？", one, Words({"煤电": 1.0, "退出": 1.0}, {}, {}))
    assert (found["words_below"], found["words_around"]) == (0.5, 1.0)


def test_other_words_for_the_same_are_held() -> None:
    words = Words({"机房": 1.0, "pue": 1.0}, {"机房": 1.0}, {}, {"机房": ("机房", "数据中心")})
    found = rate("机房的PUE是多少？", "数据中心要节能。", words)
    assert (found["words"], found["names"]) == (0.5, 1.0)


def test_a_name_in_the_heading_counts_in_part() -> None:
    share = held_share({"光伏": 3.0, "南充": 1.0, "氢能": 1.0}, "发展光伏。", "南充市方案", {})
    assert share == pytest.approx((3.0 + 0.6) / 5)
    assert held_share({}, "文", "题", {}) == 0.0


def test_coverage_looks_at_the_document_too() -> None:
    rater = SentenceRater(
        analyse("南充市怎么发展光伏？"), Words({}, {"光伏": 1.0, "南充": 1.0}, {})
    )
    assert rater.coverage(Evidence(PASSAGE, "推进光伏建设。", "")) == pytest.approx(0.8)
    assert rater.coverage(Evidence(PASSAGE, "推进氢能建设。", "")) == pytest.approx(0.3)


def test_the_pairs_are_compared_with_those_of_the_best() -> None:
    words = Words({}, {}, {"光伏": 0.5, "装机": 0.5})
    rater = SentenceRater(analyse("光伏装机是多少？"), words)
    sentences = [Evidence(PASSAGE, text, "") for text in ("光伏优先。", "推进氢能。")]
    rows = rater.rows(sentences, [0, 3], [0.0, -1.0])
    columns = dict(zip(FEATURES, rows.T.tolist(), strict=True))
    assert columns["pairs"] == [0.5, 0.0]
    assert columns["pairs_best"] == [1.0, 0.0]
    assert columns["rank"] == [1.0, 0.5]
    assert columns["passage"] == [0.0, -1.0]


def test_no_sentences_have_no_rows() -> None:
    rater = SentenceRater(analyse("光伏装机是多少？"), NO_WORDS)
    assert rater.rows([], [], []).shape == (0, len(FEATURES))
