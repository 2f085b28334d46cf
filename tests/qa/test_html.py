from __future__ import annotations

from dataclasses import replace

from qa.answering.model import Answer, AnswerSentence, Checked, Status, Timings
from qa.citations import Citation
from qa.faces.html import Turn, dialogue_html, evidence_html, highlight
from qa.phrasing.pieces import Draft
from tests.qa.passages import PASSAGE
from tests.qa.test_citations import PLACE

QUOTE = "非化石能源消费比重达41.5%，为实现碳达峰奠定基础。"
CITATION = Citation(1, QUOTE, PASSAGE)
SENTENCE = AnswerSentence("达41.5%。", (1,), Status.SUPPORTED)
TURN = Turn(2, "目标？", passages=(PASSAGE,), sentences=(SENTENCE,), citations=(CITATION,))


def test_a_mark_leads_to_the_card_of_its_clause() -> None:
    assert 'href="#cite-2-1"' in dialogue_html([TURN])
    shown = evidence_html([TURN])
    assert shown.count('id="cite-2-1"') == 1
    assert "（南府发〔2024〕1号）" in shown
    assert "二、主要目标" in shown
    assert "第3—4页" in shown
    assert f"<mark>{QUOTE}</mark>" in shown


def test_cited_clauses_of_earlier_questions_stay() -> None:
    later = replace(TURN, number=3, citations=(), sentences=())
    assert 'id="cite-2-1"' in evidence_html([TURN, later])


def test_everything_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    passage = replace(PASSAGE, title=evil, clause_path=(evil,), text=evil)
    turn = Turn(1, evil, passages=(passage,), draft=evil, error="")
    withheld = AnswerSentence(evil, (), Status.UNSUPPORTED, evil)
    turn = replace(turn, sentences=(withheld,))
    assert "<img" not in dialogue_html([turn]) + evidence_html([turn])
    assert "<img" not in dialogue_html([replace(turn, error=evil)])


def test_a_draft_is_replaced_by_the_checked_sentence() -> None:
    turn = Turn(1, "目标？", passages=(PASSAGE,)).after(Draft("达41"))
    assert "核对中" in dialogue_html([turn])
    turn = turn.after(Checked(SENTENCE, (CITATION,)))
    assert "核对中" not in dialogue_html([turn])
    assert "达41.5%。" in dialogue_html([turn])


def test_a_withheld_sentence_is_told_with_its_reason() -> None:
    withheld = AnswerSentence("达99%。", (), Status.UNSUPPORTED, "99% 不在所引条款中")
    shown = dialogue_html([replace(TURN, sentences=(SENTENCE, withheld))])
    assert "略去了 1 句" in shown
    assert "99% 不在所引条款中" in shown


def test_a_quote_is_found_whatever_its_white_space() -> None:
    assert highlight("到 2025年\n达峰", "到2025年达峰") == "<mark>到 2025年\n达峰</mark>"
    assert highlight("<甲>乙", "乙") == "&lt;甲&gt;<mark>乙</mark>"


def test_a_card_says_what_a_document_lacks_and_where_else_the_text_stands() -> None:
    passage = replace(PASSAGE, gap="只有摘要", also_in=(PLACE,), is_table=True)
    citation = replace(CITATION, passage=passage)
    shown = evidence_html([replace(TURN, passages=(passage,), citations=(citation,))])
    assert "库中此文只有摘要" in shown
    assert "同文另见《2030年前碳达峰行动方案》" in shown
    assert "行列关系请对照原件" in shown
    answer = Answer(
        question="目标？",
        answer="达41.5%。[1]",
        refused=False,
        sentences=(SENTENCE,),
        citations=(citation,),
        nearest=(),
        llm="none",
        timings=Timings(0.1, None, 0.2),
    )
    said = dialogue_html([replace(TURN, citations=(citation,), answer=answer)])
    assert "《南充市碳达峰实施方案》（南府发〔2024〕1号）在库中只有摘要，不是全文。" in said
