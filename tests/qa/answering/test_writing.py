from __future__ import annotations

from qa.answering.model import Status
from qa.answering.writing import Part, Writing
from qa.evidence.sentences import Evidence
from tests.qa.passages import PASSAGE, TEXT, passage

FIRST, SECOND = (Evidence(PASSAGE, text, "") for text in TEXT.split("\n"))
ELSEWHERE = Evidence(passage(PASSAGE.text, chunk_id="a:0002"), FIRST.text, "")


def test_sentences_follow_each_other_with_their_marks() -> None:
    writing = Writing()
    writing.add(Part("达41.5%。", (FIRST,)))
    writing.add(Part("达到43.5%。", (SECOND, FIRST)))
    assert writing.text == "达41.5%。[1]达到43.5%。[2][1]"
    assert [citation.quote for citation in writing.citations] == [FIRST.text, SECOND.text]


def test_the_same_words_of_the_same_clause_are_cited_once() -> None:
    writing = Writing()
    assert [writing.cite(one) for one in (FIRST, SECOND, FIRST, ELSEWHERE)] == [1, 2, 1, 3]
    checked = writing.add(Part("达41.5%。", (FIRST, FIRST)))
    assert checked.sentence.citations == (1,)
    assert [citation.n for citation in checked.citations] == [1, 2, 3]


def test_a_line_stands_by_itself() -> None:
    writing = Writing()
    for text in ("甲。", "乙。"):
        writing.add(Part(text, (FIRST,), line=True))
    writing.add(Part("丙。", (SECOND,)))
    writing.add(Part("丁。", (SECOND,)))
    assert writing.text == "甲。[1]\n乙。[1]\n丙。[2]丁。[2]"


def test_a_sentence_that_is_withheld_is_told_and_not_shown() -> None:
    writing = Writing()
    writing.withhold("达99%。", "99% 不在所引条款中")
    checked = writing.add(Part("达41.5%。", (FIRST,), line=True))
    withheld, shown = writing.sentences
    assert (withheld.status, withheld.citations) == (Status.UNSUPPORTED, ())
    assert withheld.reason == "99% 不在所引条款中"
    assert list(writing.shown) == [shown] == [checked.sentence]
    assert writing.text == "达41.5%。[1]"


def test_notes_stand_on_lines_of_their_own() -> None:
    writing = Writing()
    writing.add(Part("达41.5%。", (FIRST,)))
    writing.notes.append("甲方没有查到。")
    assert writing.text == "达41.5%。[1]\n甲方没有查到。"
