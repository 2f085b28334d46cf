from __future__ import annotations

import pytest

from qa.drafts.asked import Asked, Judged
from qa.drafts.binding import bind
from qa.drafts.candidates import spread, statements
from qa.drafts.saying import read_saying
from tests.qa.passages import PASSAGE, TEXT, passage


def judge(text: str, source: str = TEXT) -> Judged:
    """What is said of a sentence that is held against one clause."""
    asked = Asked(read_saying(text, ()), text, frozenset(), frozenset())
    return bind(asked, list(statements([passage(source)])), ())


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        ("到2030年，非化石能源消费比重达到43.5%。", "supported", None),
        ("到2025年，非化石能源消费比重达到43.5%。", "figure", "figure_years"),
        ("到2030年，非化石能源消费比重达到43.5%以上。", "figure", "qualifiers"),
        ("到2030年，非化石能源消费比重达到43.5万吨。", "figure", "amounts"),
        ("到2030年，非化石能源消费比重再增加两倍。", "unfounded", "amounts"),
        ("各区县建立河长制考核办法，按季度通报。", "unfounded", None),
    ],
    ids=["right", "neighbour", "qualifier", "unit", "worked out", "of something else"],
)
def test_a_paraphrase_beside_one_clause(text: str, verdict: str, rule: str | None) -> None:
    judged = judge(text)
    assert (judged.verdict.value, judged.rule) == (verdict, rule)


def test_statements_are_verbatim_and_reach_over_two_or_three_sentences() -> None:
    found = list(statements([passage("甲县加快改造。乙县加快建设。丙县加快治理。")]))
    texts = [one.evidence.text for one in found]
    assert texts[:3] == ["甲县加快改造。", "乙县加快建设。", "丙县加快治理。"]
    assert "甲县加快改造。乙县加快建设。" in texts
    assert [one.whole for one in found] == [False] * (len(found) - 1) + [True]
    assert all(one.evidence.text in one.evidence.passage.text for one in found)


def test_documents_that_are_named_keep_their_statements() -> None:
    (near,) = statements([passage("甲县加快改造。")])
    (named,) = statements([passage("乙县加快建设。", document_id="b")])
    assert spread([near] * 20 + [named], {"b"}) == [near] * 14 + [named]
    assert near.document_id == PASSAGE.document_id
