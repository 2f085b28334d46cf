"""Lines at the head and foot of documents: found for who asks for number or issuer."""

from __future__ import annotations

import pytest

from qa.answering.verbatim import quote_imprint
from qa.engine import Engine
from qa.evidence.basis import lacks_imprint, probability
from qa.evidence.imprint import (
    asks_number,
    find_issuer,
    find_number,
    names_number,
    numbered,
    windows,
)
from qa.evidence.sentences import Evidence
from qa.query import analyse
from tests.conftest import build_engine
from tests.qa.conftest import FindRows, find_rows
from tests.qa.passages import passage

NUMBER = "南府发〔2024〕1号"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("南充市碳达峰实施方案的发文字号是什么？", NUMBER),
        ("南府发〔2024〕1号是什么文件？", NUMBER),
        ("南充市碳达峰实施方案是哪个部门印发的？", "南充市人民政府"),
        ("谁印发了淄博市碳达峰工作方案？", "淄博市人民政府"),
        ("淄博市碳达峰工作方案的发文机关", "淄博市人民政府"),
    ],
)
def test_the_line_comes_first(rows: FindRows, question: str, line: str) -> None:
    (row,) = rows(question)
    assert row.evidence[0].text == line
    assert row.evidence[0].is_imprint
    assert line in row.evidence[0].passage.text
    assert probability(row) > 0.8


@pytest.mark.parametrize(
    ("question", "line", "lacks"),
    [
        ("方案的发文字号和印发日期是什么？", "2024年1月22日", False),
        ("方案的发文字号和印发日期是什么？", NUMBER, False),
        ("方案的发文字号和印发日期是什么？", "南充市人民政府", True),
        ("方案的发文字号是什么？", "2024年1月22日", True),
        ("方案是哪天印发的？", "南充市人民政府", True),
    ],
)
def test_one_of_the_lines_asked_for_is_a_basis(question: str, line: str, lacks: bool) -> None:
    best = [Evidence(passage(line), line, "", is_imprint=True)]
    assert lacks_imprint(analyse(question), best) is lacks


@pytest.mark.parametrize(
    "question",
    [
        "南充市碳达峰实施方案由谁负责组织实施？",
        "哪个部门牵头淄博市的建筑节能？",
        "1号机组是什么项目？",
    ],
)
def test_who_asks_for_something_else_gets_none(rows: FindRows, question: str) -> None:
    (row,) = rows(question)
    assert not any(one.is_imprint for one in row.evidence)


def test_a_number_that_a_document_does_not_have_has_no_basis(rows: FindRows) -> None:
    (row,) = rows("克拉玛依市国家碳达峰试点实施方案的发文字号是什么？")
    assert asks_number(row.question)
    assert probability(row) == 0


def test_the_lines_of_every_document_that_has_them(plans: Engine) -> None:
    library = plans.view.library
    for entry in library.documents.values():
        for found, said in (
            (find_number(entry, library), entry.doc_no),
            (find_issuer(entry, library), entry.issuer[0] if entry.issuer else None),
        ):
            assert (found is None) == (said is None)
            if found is not None and said is not None:
                assert found.text in found.passage.text
                assert numbered(said) in numbered(found.text)


def test_lines_that_follow_each_other_without_sentences() -> None:
    found = list(windows("国家发展改革委\n财 政 部\n现将方案印发给你们。\n2022年4月9日"))
    assert "国家发展改革委\n财 政 部" in found
    assert not any("印发" in one for one in found)
    assert list(windows("")) == [""]


def test_bodies_that_sign_in_lines_are_quoted_one_by_one(rows: FindRows) -> None:
    (row,) = rows("谁印发了淄博市碳达峰工作方案？")
    signed = "国家发展改革委\n财 政 部"
    one = row.evidence[0].__class__(passage(signed), signed, "", is_imprint=True)
    said = quote_imprint(one).text
    assert said.endswith("：“国家发展改革委”“财政部”")


FORCE = "第十条 本办法自2022年2月8日起施行。"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A library of one regulation, which says at its end from when it holds."""
    text = (
        "企业环境信息依法披露管理办法\n生态环境部令〔2021〕24号\n2021年12月11日\n"
        "第一条 企业应当披露环境信息。\n第二条 披露应当及时、真实。\n" + FORCE + "\n"
    )
    return build_engine(tmp_path_factory.mktemp("rules"), {"办法.txt": text})


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("环境信息披露办法从什么时候开始执行？", [FORCE]),
        ("企业环境信息依法披露管理办法何时施行", [FORCE]),
        ("企业环境信息依法披露管理办法什么时候开始用", [FORCE]),
        ("企业环境信息依法披露管理办法哪天发布，从哪天起施行？", [FORCE, "2021年12月11日"]),
        ("企业环境信息依法披露管理办法的文号和发布日期", ["〔2021〕24号", "2021年12月11日"]),
    ],
)
def test_all_lines_that_are_asked_for_come_first(
    rules: Engine, question: str, lines: list[str]
) -> None:
    (row,) = find_rows(rules, question)
    assert [one.is_imprint for one in row.evidence[: len(lines)]] == [True] * len(lines)
    assert all(said in one.text for said, one in zip(lines, row.evidence, strict=False))
    assert quote_imprint(row.evidence[0]).text.endswith(f"：“{row.evidence[0].text}”")


@pytest.mark.parametrize(
    "question", ["《能源法》从哪天起施行？", "《能源法》是哪天发布的？", "《能源法》的文号是什么？"]
)
def test_a_document_that_is_not_held_has_no_lines_of_another(rules: Engine, question: str) -> None:
    (row,) = find_rows(rules, question)
    assert not any(one.is_imprint for one in row.evidence)


def test_a_date_is_no_number(rules: Engine) -> None:
    assert names_number("生态环境部令 第24号") and names_number("银发[2021]96号")
    assert not names_number("2021年12月11日")


@pytest.mark.parametrize("text", ["文号是多少", "发文字号", "是几号文"])
def test_who_asks_for_a_number(text: str) -> None:
    assert asks_number(analyse(f"国务院的行动方案{text}"))
