"""Lines that date documents: found for who asks for the day, and for nobody else."""

from __future__ import annotations

import pytest

from qa.answering.verbatim import quote_imprint
from qa.engine import Engine
from qa.evidence.basis import probability
from qa.evidence.dates import (
    asks_only_when,
    asks_when,
    find_date,
    holds_date,
    names_day,
    written,
)
from qa.query import analyse
from tests.qa.conftest import FindRows


@pytest.mark.parametrize(
    "question",
    [
        "南充市碳达峰实施方案是哪天印发的？",
        "两份意见的落款日期分别是哪天？",
        "那次会议是什么时候召开的？",
        "跟印尼总统通话，是什么日子？",
        "《求是》是哪一期登的？",
        "关于报送年度报告的通知是哪天印发的？",
    ],
)
def test_who_asks_when(question: str) -> None:
    assert asks_when(analyse(question))


@pytest.mark.parametrize(
    "question",
    [
        "南充市什么时候碳达峰？",
        "到哪一年非化石能源消费比重达到25%？",
        "期限是几年？",
        "办法下发后，进展最晚哪天要往上报？",
        "去年的信息几号前要交，是哪天？",
        "公约在纽约开放签字是从哪天到哪天？",
        "协定是哪天生效的？",
        "讲从达峰走到中和用的时间短，怎么说的？",
    ],
)
def test_who_does_not(question: str) -> None:
    assert not asks_when(analyse(question))


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("南充市碳达峰实施方案何时印发？", True),
        ("南府发〔2024〕1号的成文日期", True),
        ("那次会议是什么时候召开的？", True),
        ("绿色信贷指引印发后从哪天起施行？", False),
        ("方案是哪天印发的？2030年的目标是多少？", False),
        ("南充市什么时候碳达峰？", False),
        ("方案是什么时候在哪次会上通过的？", False),
        ("派出的那些单位，最迟什么时候建成？", False),
        ("公约在纽约开放签字是从哪天到哪天？", False),
    ],
)
def test_who_asks_for_nothing_else(question: str, only: bool) -> None:
    assert asks_only_when(analyse(question)) is only


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2024年1月22日", True),
        ("二○一二年一月二十九日", True),
        ("发布时间：2022-05-15", True),
        ("2022年是进入全面建设社会主义现代化国家的重要一年", False),
        ("力争用12个月左右建成", False),
    ],
)
def test_a_text_that_names_a_day(text: str, named: bool) -> None:
    assert names_day(text) is named


@pytest.mark.parametrize(
    ("date", "words"),
    [("2021-10-08", "2021年10月8日"), ("2021-10", "2021年10月"), ("2021", "2021年")],
)
def test_a_date_as_documents_write_it(date: str, words: str) -> None:
    assert written(date) == words


@pytest.mark.parametrize(
    "text", ["（2012年1月29日印发）", "2012 年 1 月 29 日", "二○一二年一月二十九日"]
)
def test_a_text_that_holds_a_date(text: str) -> None:
    assert holds_date(text, "2012-01-29")
    assert not holds_date(text, "2012-01-28")


def test_the_line_that_dates_a_document(plans: Engine) -> None:
    view = plans.view
    dated = [one for one in view.library.documents.values() if one.date]
    assert dated
    for entry in dated:
        line = find_date(entry, view.library)
        assert line is not None and line.is_imprint and not line.is_heading
        assert written(entry.date or "") in "".join(line.text.split())
        assert line.passage.document_id == entry.document_id


def test_the_line_is_evidence_for_who_asks_for_the_day(rows: FindRows) -> None:
    (row,) = rows("南充市碳达峰实施方案是哪天印发的？")
    (line,) = (one for one in row.evidence if one.is_imprint)
    assert line.text == "2024年1月22日"
    part = quote_imprint(line)
    assert part.text == f"《{line.passage.title}》（{line.passage.doc_no}）：“2024年1月22日”"
    assert part.evidence == (line,)
    (other,) = rows("南充市碳达峰实施方案的主要目标是什么？")
    assert not any(one.is_imprint for one in other.evidence)


@pytest.mark.parametrize(
    "question", ["南充市碳达峰实施方案何时印发？", "南府发〔2024〕1号的成文日期是哪天？"]
)
def test_the_line_comes_first_where_only_the_day_is_asked(rows: FindRows, question: str) -> None:
    (row,) = rows(question)
    assert row.evidence[0].text == "2024年1月22日"
    assert row.evidence[0].score > row.evidence[1].score + 1
    assert probability(row) > 0.8


def test_there_is_no_basis_for_a_day_that_no_line_names(rows: FindRows) -> None:
    (row,) = rows("克拉玛依市国家碳达峰试点实施方案是哪天印发的？")
    assert not row.evidence[0].is_imprint
    assert probability(row) == 0
