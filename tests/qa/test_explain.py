from __future__ import annotations

import re

import pytest

from qa.engine import Engine
from qa.explain import Explanation, Reason, explain_lines, rank_in, reason_line
from qa.search.retriever import SearchResult

QUESTION = "国发23号文和南充2025年非化石占比分别是多少？第12条"


@pytest.fixture
def found(small_engine: Engine) -> SearchResult:
    return small_engine.view.retriever.search(QUESTION, 6)


@pytest.fixture
def explanation(small_engine: Engine, found: SearchResult) -> Explanation:
    return small_engine.explain(found)


def test_what_was_understood(explanation: Explanation) -> None:
    assert explanation.text == QUESTION
    assert explanation.standard[0] == "非化石能源消费比重"
    assert explanation.places == ("南充市",)
    assert explanation.years == (2025,)
    assert explanation.clauses == ("第十二条",)
    assert explanation.named == ("国务院关于印发2030年前碳达峰行动方案的通知",)
    assert explanation.asks == ("数字", "比较")
    assert len(explanation.sides) == 2
    assert 0 < explanation.basis < 1


def test_the_parts_of_each_reason_add_up_to_the_score(
    found: SearchResult, explanation: Explanation
) -> None:
    assert len(explanation.reasons) == len(found.passages)
    scores = {
        (ranked.question.text, row): score
        for ranked in found.rankings
        for row, score in enumerate(ranked.scores.tolist(), start=1)
    }
    for reason in explanation.reasons:
        expected = scores[reason.side, reason.rank]
        assert sum(reason.parts.values()) == pytest.approx(expected, abs=1e-4)
        sizes = [abs(part) for part in reason.parts.values()]
        assert sizes == sorted(sizes, reverse=True)


def test_a_passage_is_explained_by_the_ranking_that_has_it_first(
    found: SearchResult, explanation: Explanation
) -> None:
    for block, reason in zip(found.blocks, explanation.reasons, strict=True):
        ranks = {
            ranked.question.text: ranked.positions.index(block.hit.position) + 1
            for ranked in found.rankings
            if block.hit.position in ranked.positions
        }
        assert reason.rank == min(ranks.values()) == ranks[reason.side]
        assert reason.merged == len(block.chunks)


def test_the_lines_for_users(explanation: Explanation) -> None:
    lines = explain_lines(explanation)
    names = [line.partition("：")[0] for line in lines]
    assert names == [
        "理解为",
        "地区",
        "年份",
        "条款",
        "点名的文件",
        "要的是",
        "分开查",
        "有依据的可能",
    ]
    assert "点名的文件：《国务院关于印发2030年前碳达峰行动方案的通知》" in lines
    assert lines[-1] == f"有依据的可能：{explanation.basis:.0%}"


def test_what_is_not_there_has_no_line(small_engine: Engine) -> None:
    explanation = small_engine.explain(small_engine.view.retriever.search("积极发展核电", 2))
    assert [line.partition("：")[0] for line in explain_lines(explanation)] == ["有依据的可能"]


def test_a_reason_is_a_line_in_chinese(explanation: Explanation) -> None:
    for reason in explanation.reasons:
        line = reason_line(reason)
        assert "\n" not in line
        assert re.search("[A-Za-z_]", line) is None


def test_a_reason_by_hand() -> None:
    parts = {"overlap": 7.07, "short": -0.24}
    reason = Reason("问题", 1, 3, None, parts, merged=2)
    assert reason_line(reason) == (
        "词语第 3，向量第 —，重排第 1；字面重合 +7.1，过短 -0.2；由 2 段合成"
    )
    alone = Reason("问题", 2, None, 1, {}, merged=1)
    assert reason_line(alone).rstrip("；") == "词语第 —，向量第 1，重排第 2"


def test_ranks_count_from_one() -> None:
    assert (rank_in([7, 8], 8), rank_in([7, 8], 9)) == (2, None)
