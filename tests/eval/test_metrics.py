"""Each metric on an example worked by hand."""

from __future__ import annotations

import math

import pytest

from eval.matching import fold, holds, holds_fact, longest_common_run, share_in
from eval.metrics.answers import (
    COMPUTED,
    Shown,
    answer_scores,
    figure_support,
    strict_pass,
    supports_difference,
)
from eval.metrics.citations import Cited, citation_scores
from eval.metrics.rates import bootstrap, compare, make_rate, mcnemar, wilson
from eval.metrics.retrieval import Found, first_ranks, retrieval_scores
from eval.questions import GoldEvidence, Question, QuestionType
from eval.records import headings_of
from eval.render import failure

FIRST = "到2025年，非化石能源消费比重达41.5%，单位地区生产总值能耗比2020年下降14.5%。"
SECOND = "到2030年，非化石能源消费比重达到43.5%，如期实现碳达峰目标。"
OTHER = "加强组织领导，落实各方责任，强化监督评价。"
FILE = "002.txt"


def gold(quote: str) -> GoldEvidence:
    return GoldEvidence(source_file=FILE, quote=quote, line=1)


def question(
    kind: QuestionType = QuestionType.NUMERIC, *quotes: str, facts: tuple[str, ...] = ("41.5%",)
) -> Question:
    answerable = kind is not QuestionType.UNANSWERABLE
    return Question(
        id="q",
        type=kind,
        question="南充市非化石占比目标？",
        answerable=answerable,
        key_facts=facts if answerable else (),
        evidence=tuple(map(gold, quotes or (FIRST,))) if answerable else (),
    )


def found(text: str, file: str = FILE) -> Found:
    return Found(text, frozenset({file}))


def test_a_figure_is_held_only_whole() -> None:
    assert holds("比重达 41.5 %。", "41.5%")
    assert not holds("比重达41.5%。", "1.5%")
    assert not holds("比重达16%。", "6%")
    assert not holds("达1.55亿", "1.5")
    assert holds("１２５万吨", "125万吨")
    assert holds_fact("“十四五”末达到", "2025年|“十四五”末")
    assert not holds_fact("2030年达到", "2025年|“十四五”末")


def test_shares_and_runs() -> None:
    assert share_in(FIRST, "前言。" + FIRST) == 1.0
    assert share_in(FIRST, OTHER) == 0.0
    assert longest_common_run("非化石能源的消费比重", FIRST) == 5


def test_retrieval_of_two_quotes_at_ranks_2_and_4() -> None:
    asked = question(QuestionType.COMPARISON, FIRST, SECOND)
    ranked = [found(OTHER), found(SECOND), found(OTHER + "甲"), found("二、" + FIRST), found("乙")]
    assert first_ranks(asked, ranked) == [4, 2]
    scores = retrieval_scores(asked, ranked)
    ideal = 1 + 1 / math.log2(3)
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert scores == {
        "recall@1": 0.0,
        "recall@5": 1.0,
        "recall@10": 1.0,
        "recall@20": 1.0,
        "all@10": 1.0,
        "mrr": 0.5,
        "ndcg@10": pytest.approx(gained / ideal),
    }


def test_two_quotes_in_one_passage_are_both_found() -> None:
    scores = retrieval_scores(question(QuestionType.LIST, FIRST, SECOND), [found(FIRST + SECOND)])
    assert (scores["recall@1"], scores["recall@5"], scores["ndcg@10"]) == (0.5, 1.0, 1.0)


def test_the_same_words_in_another_document_are_not_the_evidence() -> None:
    elsewhere = found(FIRST, "001.txt")
    twin = Found(FIRST, frozenset({"001.txt", FILE}))
    assert first_ranks(question(), [elsewhere, twin]) == [2]


def test_nothing_is_to_be_found_for_an_unanswerable_question() -> None:
    scores = retrieval_scores(question(QuestionType.UNANSWERABLE), [found(FIRST)])
    assert set(scores.values()) == {None}


def test_citations() -> None:
    right = Cited("非化石能源消费比重达41.5%", found(FIRST), stored=True)
    wrong = Cited("强化领导", found(OTHER), stored=False)
    scores = citation_scores(
        question(QuestionType.LIST, FIRST, SECOND), False, [right, wrong], [1, 0, 2]
    )
    assert scores == {
        "citation_validity": 0.5,
        "citation_verbatim": 0.5,
        "citation_precision": 0.5,
        "citation_recall": 0.5,
        "citation_coverage": pytest.approx(2 / 3),
    }
    assert set(citation_scores(question(), True, [], []).values()) == {None}


@pytest.mark.parametrize(
    ("headings", "file", "recall"),
    [
        (("二、主要目标", SECOND[:12] + " "), FILE, 1.0),
        (("二、主要目标",), FILE, 0.5),
        ((SECOND[:12],), "001.txt", 0.0),
    ],
    ids=["heading", "another", "another file"],
)
def test_a_heading_that_a_citation_names_is_cited(
    headings: tuple[str, ...], file: str, recall: float
) -> None:
    one = Cited(FIRST, found(FIRST, file), True, headings)
    asked = question(QuestionType.LIST, FIRST, SECOND[:12])
    assert citation_scores(asked, False, [one], [1])["citation_recall"] == recall


def test_a_citation_names_the_title_of_its_document_and_the_headings_of_its_clause() -> None:
    path = ["三、重点行动", "（一）能源行动"]
    assert headings_of({"title": "南充市碳达峰实施方案", "clause_path": path}) == (
        "南充市碳达峰实施方案",
        *path,
    )
    assert headings_of({"title": None, "clause_path": path}) == tuple(path)


ITEMS = ("（一）重点排污单位；", "（二）实施强制性清洁生产审核的企业；", "（三）上市公司及子公司；")


@pytest.mark.parametrize(
    ("cited", "file", "recall"),
    [(ITEMS, FILE, 1.0), (ITEMS[:1], FILE, 0.0), (ITEMS, "001.txt", 0.0)],
    ids=["all its items", "one item", "another file"],
)
def test_a_quote_over_several_clauses_is_cited_by_all_of_them(
    cited: tuple[str, ...], file: str, recall: float
) -> None:
    citations = [Cited(text, found(text, file), True) for text in cited]
    asked = question(QuestionType.LIST, "".join(ITEMS))
    assert citation_scores(asked, False, citations, [1])["citation_recall"] == recall


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("到2025年，南充市非化石能源消费比重达41.5%。", 1.0),
        ("到2030年，南充市非化石能源消费比重达41.5%。", 0.0),
        ("到2025年，南充市非化石能源消费比重达45.1%。", 0.0),
        ("到2025年，淄博市非化石能源消费比重达41.5%。", 0.0),
        ("到2025年，南充市森林覆盖率达41.5%。", 0.0),
        ("到2025年，南充市非化石能源消费比重达41.5%，能耗下降14.5%。", 1.0),
        ("加强领导。", None),
        ("南充市非化石能源消费占比的目标是41.5%。", 1.0),
        ("41.5%是南充市的非化石能源消费比重。", 0.0),
    ],
    ids=[
        "right",
        "year",
        "value",
        "place",
        "indicator",
        "two figures",
        "no figure",
        "other words around",
        "indicator after it only",
    ],
)
def test_figures_as_whole_tuples(sentence: str, support: float | None) -> None:
    shown = [Shown(sentence, ("南充市碳达峰实施方案\n" + FIRST,))]
    assert figure_support(shown, ["南充市", "淄博市"]) == support


@pytest.mark.parametrize(
    ("said", "supported"),
    [
        ("两者相差2.0个百分点（43.5%－41.5%，由程序算出）。", True),
        ("两者相差约2.0个百分点（43.5%－41.5%，由程序算出）。", True),
        ("两者相差3.0个百分点（43.5%－41.5%，由程序算出）。", False),
        ("两者相差2.0个百分点（43.6%－41.6%，由程序算出）。", False),
        ("两者相差29.0个百分点（43.5%－14.5%，由程序算出）。", True),
        ("两者相差2.0个百分点。", False),
    ],
    ids=["right", "about", "wrong", "operands not cited", "another right one", "no operands"],
)
def test_a_computed_difference_is_that_of_its_operands(said: str, supported: bool) -> None:
    shown = Shown(said, (FIRST, SECOND))
    assert supports_difference(shown) is supported
    assert figure_support([shown]) == float(supported)
    assert not supports_difference(Shown(said, (OTHER,)))


def test_the_parts_of_a_computed_difference() -> None:
    match = COMPUTED.search(fold("两者相差约300万千瓦（700万千瓦－400万千瓦，由程序算出）。"))
    assert match is not None
    assert match.groupdict() == {"result": "300", "high": "700", "unit": "万千瓦", "low": "400"}
    assert COMPUTED.search(fold("相差2个百分点（43.5%－400万千瓦）")) is None


def test_answers_and_the_strict_pass() -> None:
    asked = question(QuestionType.LIST, FIRST, facts=("41.5%", "14.5%|14.5个百分点"))
    shown = [Shown("比重达41.5%、森林覆盖率、能耗", (FIRST,))]
    scores = answer_scores(asked, False, shown)
    assert (scores["key_facts"], scores["list_recall"]) == (0.5, 0.5)
    assert scores["list_precision"] == pytest.approx(1 / 3)
    assert (scores["refused"], scores["over_refused"]) == (None, 0.0)
    whole = {
        "key_facts": 1.0,
        "citation_validity": 1.0,
        "citation_verbatim": 1.0,
        "citation_recall": 1.0,
        "figures": None,
    }
    assert strict_pass(asked, False, whole) == 1.0
    assert strict_pass(asked, False, whole | {"figures": 0.5}) == 0.0
    assert strict_pass(asked, True, whole) == 0.0


def test_refusals() -> None:
    nothing = question(QuestionType.UNANSWERABLE)
    assert answer_scores(nothing, True, [])["refused"] == 1.0
    assert strict_pass(nothing, True, {}) == 1.0
    assert strict_pass(nothing, False, {}) == 0.0
    refused = answer_scores(question(), True, [])
    assert (refused["over_refused"], refused["key_facts"], refused["figures"]) == (1.0, 0.0, None)


def test_wilson_interval_of_8_in_10() -> None:
    """p = 0.8, z² = 3.8415: (0.99207 ± 0.31362) / 1.38415."""
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)


def test_a_rate_leaves_out_what_does_not_apply() -> None:
    rate = make_rate([1.0, None, 0.0, 1.0])
    assert rate is not None
    assert rate.mean == pytest.approx(2 / 3)
    assert rate.count == 3
    assert make_rate([None]) is None


def test_mcnemar_of_1_and_9() -> None:
    """Two-sided exact: 2 * (C(10,0) + C(10,1)) / 2**10."""
    assert mcnemar(9, 1) == pytest.approx(22 / 1024)
    assert mcnemar(0, 0) == 1.0


def test_bootstrap_draws_documents_not_items() -> None:
    same = [("a", 1.0)] * 50 + [("b", 0.0)] * 50
    low, high = bootstrap(same)
    assert (low, high) == (0.0, 1.0)


def test_comparing_a_run_with_itself_and_with_a_better_one() -> None:
    first = {"q1": 0.0, "q2": 1.0, "q3": None, "q4": 0.0}
    itself = compare(first, first, {})
    assert itself is not None
    assert (itself.mean, itself.low, itself.high, itself.p) == (0.0, 0.0, 0.0, 1.0)
    assert not itself.beyond_chance
    better = compare(first, {"q1": 1.0, "q2": 1.0, "q3": 1.0, "q4": 1.0}, {})
    assert better is not None
    assert (better.better, better.worse) == (2, 0)
    assert better.mean == pytest.approx(2 / 3)


def test_a_report_says_why_items_did_not_pass() -> None:
    whole = {"strict": 0.0, "key_facts": 1.0, "citation_recall": 1.0, "figures": 1.0}
    assert failure({"strict": 0.0}) == "出错"
    assert failure({**whole, "refused": 0.0}) == "应拒答而没有拒答"
    assert failure({"strict": 0.0, "key_facts": 0.0, "over_refused": 1.0}) == "不该拒答而拒答"
    assert failure({**whole, "figures": 0.5}) == "数字无据"
    assert failure({**whole, "key_facts": 0.5, "citation_recall": 0.5}) == "要点和证据都缺"
    assert failure({**whole, "key_facts": 0.5}) == "引了证据而要点不全"
    assert failure({**whole, "citation_recall": 0.5}) == "要点齐全而证据没有引全"
