"""Lines at the head and foot of documents: found for who asks for number or issuer."""

from __future__ import annotations

import pytest

from qa.answering.verbatim import quote_imprint
from qa.engine import Engine
from qa.evidence.basis import probability
from qa.evidence.imprint import asks_number, find_issuer, find_number, numbered, windows
from qa.query import analyse
from tests.qa.conftest import FindRows
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


@pytest.mark.parametrize("text", ["文号是多少", "发文字号", "是几号文"])
def test_who_asks_for_a_number(text: str) -> None:
    assert asks_number(analyse(f"国务院的行动方案{text}"))
