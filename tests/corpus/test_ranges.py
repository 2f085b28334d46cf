"""An owner's corrections of single documents of a compilation."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.models import Gap, Parsed
from corpus.sources import SourceInput

COMPILATION = """ 第一章 国家

 1.1 关于推动储能发展的意见

为推动储能发展，提出如下意见。

 1.2 关于推动氢能发展的意见

为推动氢能发展，提出如下意见。

附件

氢能发展试点办法

第一条 本办法适用于试点。

 1.3 关于推动光伏发展的意见

为推动光伏发展，提出如下意见。
"""


def parse(sidecar: str, text: str = COMPILATION) -> Parsed:
    return SourceInput("汇编.txt", "", text.encode(), sidecar.encode()).parse()


def outline(parsed: Parsed) -> list[tuple[str | None, int, int]]:
    return [(d.metadata.title, d.line_start, d.line_end) for d in parsed.documents]


def test_without_a_correction() -> None:
    assert outline(parse('title = "储能汇编"')) == [
        ("关于推动储能发展的意见", 3, 5),
        ("关于推动氢能发展的意见", 7, 15),
        ("关于推动光伏发展的意见", 17, 19),
    ]


def test_fields_of_one_document() -> None:
    parsed = parse(
        '[[document]]\nfirst_line = 7\ndoc_no = "发改能源〔2022〕3号"\nissuer = ["国家能源局"]\n'
        'date = "2022-03-01"\nregion = "某市"\ninferred = ["region"]\ncomplete = false'
    )
    first, second, third = (d.metadata for d in parsed.documents)
    assert (second.doc_no, second.issuer, second.date) == (
        "发改能源〔2022〕3号",
        ("国家能源局",),
        "2022-03-01",
    )
    assert (second.region, second.inferred) == ("某市", ("region",))
    assert [document.gap for document in parsed.documents] == [None, Gap.UNKNOWN, None]
    assert (first.doc_no, third.doc_no) == (None, None)


def test_an_annex_becomes_a_document_of_its_own() -> None:
    parsed = parse('[[document]]\nfirst_line = 13\ntitle = "氢能发展试点办法"\ntype = "办法"')
    assert outline(parsed)[1:3] == [("关于推动氢能发展的意见", 7, 11), ("氢能发展试点办法", 13, 15)]
    clauses = [clause.path for clause in parsed.documents[2].clauses]
    assert ("第一条 本办法适用于试点",) in clauses


def test_a_range_takes_in_what_the_rules_took_for_documents() -> None:
    parsed = parse("[[document]]\nfirst_line = 3\nlast_line = 9")
    assert outline(parsed) == [
        ("关于推动储能发展的意见", 3, 9),
        ("关于推动光伏发展的意见", 17, 19),
    ]


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ("[[document]]\nfirst_line = 4", "第 4 行没有文字"),
        ("[[document]]\nfirst_line = 99", "第 99 行没有文字"),
        ("[[document]]\nfirst_line = 3\nlast_line = 99", "只到第 19 行"),
        ("[[document]]\nfirst_line = 3\nlast_line = 3", "没有正文"),
        ("[[document]]\nfirst_line = 7\nlast_line = 3", "last_line 小于 first_line"),
        ("[[document]]\nfirst_line = 0", "first_line"),
        ("[[document]]\nfirst_line = 3\n[[document]]\nfirst_line = 3", "重叠"),
        ("[[document]]\nfirst_line = 3\nlast_line = 9\n[[document]]\nfirst_line = 7", "重叠"),
        ('[[document]]\nfirst_line = 3\nauthor = "甲"', "author"),
        ('[[document]]\nfirst_line = 3\ndate = "2022-13-01"', "date"),
        ('[[document]]\nfirst_line = 3\ninferred = ["region"]', "region 没有填写"),
    ],
)
def test_a_wrong_correction_is_named(sidecar: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"汇编\.txt 旁的 \.toml.*{message}"):
        parse(sidecar)
