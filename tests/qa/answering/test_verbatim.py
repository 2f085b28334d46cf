"""Answers in the words of three shipped plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.answering.model import Status
from qa.answering.verbatim import (
    LONGEST_HEADING,
    QUOTED,
    compose,
    cut_heading,
    likely,
    name_place,
    of_its_year,
    spanning,
)
from qa.answering.writing import Part
from qa.engine import Engine
from qa.evidence.features import FEATURES
from qa.evidence.finder import Row
from qa.evidence.lists import find_lists
from qa.evidence.sentences import Evidence, sentences_of
from qa.query import analyse
from tests.conftest import is_verbatim
from tests.qa.answering.answerers import make_answerer
from tests.qa.conftest import FindRows
from tests.qa.passages import PASSAGE, TEXT, parts, passage

SHARE = "南充市2025年非化石能源消费比重目标是多少？"
YEARS = "南充市2025年和2030年非化石能源消费比重相差多少？"
BOTH = "南充市和克拉玛依市2025年非化石能源消费比重目标分别是多少？"
PLACE = "哪份文件规定了南充市2025年单位地区生产总值能耗比2020年下降的目标？"
RECYCLED = "南充市循环经济助力降碳行动有哪些？"
PRINCIPLES = "南充市碳达峰的基本原则有哪些？"
NAMING = re.compile(r"^(?:《.*?：“|南充市：|克拉玛依市：)|”$")
"""What the program says before and after a quotation: its place, or its side."""
FORMS = """金融机构可根据自身的实际情况，选取不同的披露形式对外披露，具体为以下三种形式：
a) 编制发布专门的环境信息报告。
b) 在社会责任报告中对外披露。
c) 在年度报告中对外披露。"""


def answer(rows: FindRows, question: str) -> list[Part]:
    """The parts of the answer to a question."""
    return list(compose(rows(question)))


def is_quotation(part: Part) -> bool:
    """Whether a part is a quotation, with what names it or without; else the program says it."""
    return part.status is Status.QUOTED or bool(NAMING.match(part.text))


def scored(*scores: float) -> list[Evidence]:
    """Sentences with these scores."""
    words = "一二三四五六七八"
    return [
        Evidence(PASSAGE, f"第{word}句话。", "", score)
        for word, score in zip(words, scores, strict=False)
    ]


def with_evidence(row: Row, question: str, evidence: Sequence[Evidence]) -> Row:
    """The row with another question and other evidence."""
    return replace(row, question=analyse(question), evidence=tuple(evidence))


@pytest.mark.parametrize(
    "question",
    [SHARE, BOTH, PLACE, RECYCLED, PRINCIPLES],
    ids=["figure", "comparison", "place", "list", "list in a clause"],
)
def test_what_is_shown_is_verbatim(rows: FindRows, question: str) -> None:
    found = [part for part in answer(rows, question) if is_quotation(part)]
    assert found
    for part in found:
        for one in part.evidence:
            assert one.text in one.passage.text
            assert is_verbatim(NAMING.sub("", part.text), one.text)


def test_a_figure_is_quoted_with_its_year(rows: FindRows) -> None:
    first, *_ = filter(is_quotation, answer(rows, SHARE))
    assert first.status is Status.QUOTED
    assert first.text == first.evidence[0].text
    assert first.text.startswith("到2025年")
    assert is_verbatim("非化石能源消费比重达41.5%", first.text)


def test_a_place_is_named_by_title_number_and_path(rows: FindRows) -> None:
    first, *_ = answer(rows, PLACE)
    place, _, quote = first.text.partition("：")
    title = "《南充市人民政府关于印发南充市碳达峰实施方案的通知》"
    assert place == f"{title}（南府发〔2024〕1号）二、主要目标"
    assert quote == f"“{first.evidence[0].text}”"
    assert is_verbatim("单位地区生产总值能耗比2020年下降14.5%", quote)
    assert first.line


def test_the_place_of_a_clause() -> None:
    path = ("三、重点任务", "（五）循环经济")
    assert name_place(passage(TEXT, clause_path=path)) == (
        "《南充市碳达峰实施方案》（南府发〔2024〕1号）三、重点任务 （五）循环经济"
    )
    bare = passage(TEXT, title=None, doc_no=None, clause_path=())
    assert name_place(bare) == "002.txt"
    nested = passage(TEXT, title="关于印发《方案》的通知", doc_no=None, clause_path=())
    assert name_place(nested) == "《关于印发〈方案〉的通知》"


def test_a_heading_that_is_a_sentence_is_cut() -> None:
    long = "第十二条温室气体重点排放单位应当控制温室气体排放，报告碳排放数据，清缴碳排放配额"
    assert cut_heading(long) == long[:LONGEST_HEADING] + "…"
    assert cut_heading(long[:LONGEST_HEADING]) == long[:LONGEST_HEADING]


def test_a_list_has_an_item_a_line_each_with_its_clause(rows: FindRows) -> None:
    found = answer(rows, RECYCLED)
    assert [re.sub(r"\s", "", part.text)[:4] for part in found] == [
        "1.推进",
        "2.加强",
        "3.推动",
        "4.健全",
    ]
    assert all(part.line for part in found)
    assert len({part.evidence[0].passage.chunk_id for part in found}) == 4


def test_items_of_one_clause_share_a_citation_that_spans_them(rows: FindRows) -> None:
    found = answer(rows, PRINCIPLES)
    assert [part.text for part in found] == [
        "坚持统筹规划，协调发展。",
        "坚持生态优先，绿色发展。",
        "坚持创新驱动，高效发展。",
        "坚持稳妥有序，安全发展。",
    ]
    first, second, third, last = (part.evidence[0] for part in found)
    assert first is second is third
    assert first.text.startswith("——坚持统筹规划")
    assert first.text.endswith("坚持创新驱动，高效发展。")
    assert last.passage.chunk_id != first.passage.chunk_id


def test_the_span_of_items_is_verbatim() -> None:
    (found,) = find_lists([passage(FORMS)])
    span = spanning(found.items)
    assert span.text == "\n".join(FORMS.split("\n")[1:])
    assert spanning(found.items[1:2]).text == "b) 在社会责任报告中对外披露。"


def test_a_sentence_that_leads_in_brings_its_list(rows: FindRows) -> None:
    lead, *items = FORMS.split("\n")
    one = Evidence(passage(FORMS), lead, "", score=5.0)
    other = find_lists([passage("坚持三项原则：\n——节约。好。\n——清洁。好。\n——安全。好。")])
    lists = find_lists([passage(FORMS)])
    (row,) = rows(SHARE)
    row = with_evidence(row, "金融机构怎样披露环境信息？", [one, *other, *lists])
    assert [part.text for part in compose([row])] == [lead, *items]


def test_a_list_that_is_asked_for_follows_the_sentence_before_it(rows: FindRows) -> None:
    text = "在此，我提两点倡议。\n第一，团结互助。\n第二，开放合作。"
    lead, *items = text.split("\n")
    one = Evidence(passage(text), lead, "", score=5.0)
    (row,) = rows(SHARE)
    for question, said in (("有哪些倡议？", [lead, *items]), ("怎样倡议？", [lead])):
        asked = with_evidence(row, question, [one, *find_lists([passage(text)])])
        assert [part.text for part in compose([asked])] == said


def test_what_may_be_meant_as_well_follows_a_list(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    (found,) = find_lists([passage(FORMS)])
    other = scored(1.0)
    for question, score, said in (
        ("有哪些披露形式？", 1.5, 4),
        ("有哪些披露形式？", 9.0, 3),
        ("有哪三种披露形式？", 1.5, 3),
    ):
        asked = with_evidence(row, question, [replace(found, score=score), *other])
        assert len(list(compose([asked]))) == said


def test_a_list_in_the_next_chunk_is_brought_too(rows: FindRows) -> None:
    lead, items = FORMS.split("\n", 1)
    chunks = parts(lead, items)
    (row,) = rows(SHARE)
    one = Evidence(chunks[0], lead, "", score=5.0)
    row = with_evidence(row, "金融机构怎样披露环境信息？", [one, *find_lists(chunks)])
    found = list(compose([row]))
    assert [part.evidence[0].passage.chunk_id for part in found] == [
        "a:0001",
        *["a:0002"] * 3,
    ]


def test_another_list_is_not_brought(rows: FindRows) -> None:
    lead, *_ = FORMS.split("\n")
    one = Evidence(passage(lead), lead, "", score=5.0)
    other = find_lists(
        [passage("具体为以下原则：\n——节约优先。好。\n——清洁生产。好。\n——安全第一。好。")]
    )
    (row,) = rows(SHARE)
    row = with_evidence(row, "金融机构怎样披露环境信息？", [one, *other])
    assert [part.text for part in compose([row])] == [lead]


def test_a_comparison_has_a_line_a_side(rows: FindRows) -> None:
    found = [part for part in answer(rows, BOTH) if is_quotation(part)]
    labels = [part.text.partition("：")[0] for part in found]
    assert list(dict.fromkeys(labels)) == ["南充市", "克拉玛依市"]
    for label, part in zip(labels, found, strict=True):
        assert part.line
        assert part.evidence[0].passage.region == label
        assert part.text == f"{label}：{part.evidence[0].text}"


def test_a_side_that_is_a_year_quotes_only_what_names_it(rows: FindRows) -> None:
    found = [part for part in answer(rows, YEARS) if part.label]
    assert {part.label for part in found} == {"2025年", "2030年"}
    assert all(f"到{part.label}" in part.text.partition("：")[2] for part in found)


def test_the_evidence_of_a_year(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    names = [bool(features[FEATURES.index("year")]) for features in row.features]
    kept = [one for one, its in zip(row.evidence, names, strict=True) if its]
    assert 0 < len(kept) < len(row.evidence)
    assert of_its_year(replace(row, label="2025年")) == kept
    assert of_its_year(replace(row, label="南充市")) == list(row.evidence)
    assert not list(compose([replace(row, label="2025年", features=row.features * 0)]))


def test_what_was_said_in_a_year_is_evidence_of_it(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    dated = row.features * 0
    dated[1, FEATURES.index("dated")] = 1.0
    assert of_its_year(replace(row, label="2025年说", features=dated)) == [row.evidence[1]]


def test_a_document_whose_title_names_a_year_is_quoted(small_engine: Engine) -> None:
    question = "国务院碳达峰行动方案和南充市碳达峰实施方案的非化石能源消费比重分别是多少？"
    answer = make_answerer(small_engine.view).ask(question)
    assert len({one.label for one in answer.sentences if one.label}) == 2


def test_a_list_that_is_not_asked_for_is_not_quoted(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    lists = find_lists([passage(FORMS)])
    sentences = [replace(one, score=5.0) for one in sentences_of(PASSAGE)][1:2]
    row = with_evidence(row, SHARE, [*(replace(one, score=9.0) for one in lists), *sentences])
    assert [part.text for part in compose([row])] == [sentences[0].text]


def test_nothing_found_has_no_answer(rows: FindRows) -> None:
    (row,) = rows(SHARE)
    assert list(compose([])) == []
    assert list(compose([replace(row, evidence=())])) == []


@pytest.mark.parametrize(
    ("scores", "quoted"),
    [
        ((9.0, 2.0, 1.0), 1),
        ((3.0, 2.9, -5.0, -5.0), 2),
        ((3.0, 3.0, 3.0, 3.0, 3.0), QUOTED),
        ((3.0,), 1),
        ((), 0),
    ],
    ids=["sure", "one of two", "any of them", "alone", "none"],
)
def test_more_is_quoted_where_it_is_unsure(scores: tuple[float, ...], quoted: int) -> None:
    ranked = scored(*scores)
    assert likely(ranked, QUOTED) == ranked[:quoted]


def test_no_more_is_quoted_than_allowed() -> None:
    assert len(likely(scored(1.0, 1.0, 1.0), 2)) == 2


def test_what_lies_within_another_is_not_quoted_again() -> None:
    whole, later = TEXT.split("\n")
    ranked = [Evidence(PASSAGE, text, "", 1.0) for text in (whole, whole[-22:], later)]
    assert [one.text for one in likely(ranked, QUOTED)] == [whole, later]


def test_who_asks_for_the_day_and_something_else_gets_both(rows: FindRows) -> None:
    first, *others = answer(
        rows, "南充市碳达峰实施方案是哪天印发的？2025年非化石能源消费比重目标是多少？"
    )
    assert "2024年1月22日" in first.text
    assert any("41.5%" in part.text for part in others)
