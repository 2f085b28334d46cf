from __future__ import annotations

import pytest

from qa.drafts.models import Edit
from qa.drafts.quoting import align, compare, fold_quote

SOURCE = "总体要求。重点行业能源利用效率大幅提升，煤炭消费增长得到严格控制。"


@pytest.mark.parametrize(
    ("quote", "likeness", "words"),
    [
        ("重点行业能源利用效率大幅提升", 1.0, "重点行业能源利用效率大幅提升"),
        ("重点行业能源利用效率大幅提高", 13 / 14, "重点行业能源利用效率大幅提升"),
        ("各个行业能源利用效率大幅提升", 12 / 14, "重点行业能源利用效率大幅提升"),
        ("煤炭消费得到严格控制", 20 / 22, "煤炭消费增长得到严格控制"),
    ],
    ids=["the same", "another end", "another beginning", "words left out"],
)
def test_the_likest_stretch(quote: str, likeness: float, words: str) -> None:
    found = align(quote, SOURCE)
    assert found[1] == words
    assert found[0] == pytest.approx(likeness, abs=0.06)


def test_nothing_is_like_nothing() -> None:
    assert align("", SOURCE) == (0.0, "")
    assert align("重点", "") == (0.0, "")


def test_a_comparison_gives_both_texts_again() -> None:
    quote, source = "应当报告碳排放数据，清缴配额。", "鼓励报告碳排放数据，清缴碳排放配额"
    edits = compare(quote, source)
    assert "".join(edit.draft for edit in edits) == fold_quote(quote).strip(".。")
    assert "".join(edit.source for edit in edits) == fold_quote(source)
    assert edits[0] == Edit("应当", "鼓励")
    assert Edit("", "碳排放") in edits


def test_marks_widths_and_white_space_are_no_differences() -> None:
    assert fold_quote("“双碳”　２０３０ 年〔一〕") == fold_quote("「双碳」2030年【一】")
