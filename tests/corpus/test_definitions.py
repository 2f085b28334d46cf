from __future__ import annotations

import pytest

from corpus.definitions import defined_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("本办法所称碳排放权，是指分配给重点排放单位的碳排放额度。", ["碳排放权"]),
        ("第三条 本指引所称绿色信贷是指支持环境改善的信贷。", ["绿色信贷"]),
        ("（一）温室气体：是指大气中吸收红外辐射的气态成分。", ["温室气体"]),
        ("“绿色债券”指募集资金专门用于绿色项目的债券。", ["绿色债券"]),
        ("2.0.6 绿色建造 green construction\n按照绿色发展的要求进行工程建设。", ["绿色建造"]),
        ("碳达峰是指二氧化碳排放达到峰值；碳中和系指净零排放。", ["碳达峰", "碳中和"]),
        ("碳达峰是指达到峰值。碳达峰是指不再增长。", ["碳达峰"]),
    ],
    ids=["本办法所称", "article", "item", "quoted", "standard", "two sentences", "twice"],
)
def test_the_term_that_a_clause_defines(text: str, terms: list[str]) -> None:
    assert defined_terms(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "坚持以新发展理念为指导，明确考核指标。",
        "有关部门要加强指导，指定专人负责。",
        "各地要按照本指南，指引企业披露信息。",
        "为推进绿色低碳转型，落实各方责任，健全统计核算体系，是指导今后一个时期工作的文件。",
        "碳是指元素。",
        "到2025年，非化石能源消费比重达到20%。",
    ],
)
def test_no_term_where_none_is_defined(text: str) -> None:
    assert defined_terms(text) == []
