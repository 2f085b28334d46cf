"""Search in the shipped documents with the bundled sentence model."""

from __future__ import annotations

import pytest

from qa.engine import Engine
from qa.passages import Passage

pytestmark = pytest.mark.models


def search(engine: Engine, question: str, k: int = 5) -> tuple[Passage, ...]:
    """The passages that a question finds, as the command line searches for it."""
    return engine.view.retriever.search(engine.understand(question), k).passages


@pytest.mark.parametrize("question", ["国发23号文", "国发〔2021〕23号提出了哪些主要目标"])
def test_a_document_by_its_number_comes_first(real_engine: Engine, question: str) -> None:
    first = search(real_engine, question)[0]
    assert first.title == "国务院关于印发2030年前碳达峰行动方案的通知"
    assert first.doc_no == "国发〔2021〕23号"


def test_what_is_asked_of_the_central_enterprises_is_found_in_their_document(
    real_engine: Engine,
) -> None:
    first = search(real_engine, "央企双碳工作要达到什么目标")[0]
    assert first.title == "关于推进中央企业高质量发展做好碳达峰碳中和工作的指导意见"


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("南充市和淄博市2025年非化石能源消费比重哪个高", {"南充市", "淄博市"}),
        ("克拉玛依和南充的森林覆盖率目标分别是多少", {"克拉玛依市", "南充市"}),
    ],
)
def test_a_comparison_of_two_cities_has_both(
    real_engine: Engine, question: str, regions: set[str]
) -> None:
    assert regions <= {passage.region for passage in search(real_engine, question)}


def test_a_comparison_of_two_companies_has_both(real_engine: Engine) -> None:
    found = search(real_engine, "华能和三峡集团分别打算哪一年碳达峰")
    titles = {passage.title for passage in found}
    assert {"中国华能集团有限公司", "中国长江三峡集团有限公司"} <= titles


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        (
            "南充市2025年非化石能源消費比重目標是多少？",
            "南充市2025年非化石能源消费比重目标是多少？",
        ),
        ("什麼是碳排放權？", "什么是碳排放权？"),
    ],
)
def test_traditional_characters_find_the_same_passage(
    real_engine: Engine, traditional: str, simplified: str
) -> None:
    assert search(real_engine, traditional)[0] == search(real_engine, simplified)[0]


def test_a_question_in_english_finds_the_plan(real_engine: Engine) -> None:
    found = search(real_engine, "What is Nanchong's target for the share of non-fossil energy?")
    assert "南府发〔2024〕1号" in {passage.doc_no for passage in found}


def test_a_company_by_its_everyday_name(real_engine: Engine) -> None:
    assert search(real_engine, "包钢打算哪一年碳达峰")[0].title == "包头钢铁（集团）有限责任公司"


def test_a_definition_comes_first(real_engine: Engine) -> None:
    first = search(real_engine, "碳排放权交易管理办法里的碳排放权是指什么")[0]
    assert first.title == "碳排放权交易管理办法（试行）"
    assert "碳排放权：是指" in first.text


def test_an_article_by_its_number(real_engine: Engine) -> None:
    first = search(real_engine, "碳排放权交易管理办法第三十九条怎么规定")[0]
    assert first.title == "碳排放权交易管理办法（试行）"
    assert any(label.startswith("第三十九条") for label in first.clause_path)
