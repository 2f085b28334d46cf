from __future__ import annotations

from dataclasses import replace
from typing import Any

from qa.answering.model import Answer, AnswerSentence, Checked, Status, Timings
from qa.citations import Citation
from qa.dialogues.turns import Turn
from qa.faces.html import dialogue_html, evidence_html, highlight
from qa.phrasing.pieces import Draft
from tests.qa.passages import PASSAGE
from tests.qa.test_citations import PLACE

QUOTE = "非化石能源消费比重达41.5%，为实现碳达峰奠定基础。"
CITATION = Citation(1, QUOTE, PASSAGE)
SENTENCE = AnswerSentence("达41.5%。", (1,), Status.SUPPORTED)
ANSWER = Answer(
    question="目标？",
    answer="达41.5%。[1]",
    refused=False,
    sentences=(SENTENCE,),
    citations=(CITATION,),
    nearest=(),
    llm="none",
    timings=Timings(0.1, None, 0.2),
)
EVIL = "<img src=x onerror=alert(1)>\"'"
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
    passage = replace(PASSAGE, title=EVIL, clause_path=(EVIL,), text=EVIL)
    turn = Turn(1, EVIL, passages=(passage,), draft=EVIL, error="")
    withheld = AnswerSentence(EVIL, (), Status.UNSUPPORTED, EVIL)
    quoted = AnswerSentence(EVIL, (1,), Status.QUOTED, EVIL)
    item = replace(quoted, line=True)
    place = replace(item, status=Status.SUPPORTED)
    side = replace(place, text=f"{EVIL}：{EVIL}", label=EVIL)
    turn = replace(turn, sentences=(withheld, quoted, item, place, side))
    answer = replace(ANSWER, answer=f"{EVIL}\n{EVIL}", notes=(EVIL,))
    turns = [
        *(turn, replace(turn, error=EVIL), replace(turn, answer=answer)),
        replace(turn, answer=replace(answer, refused=True)),
    ]
    shown = dialogue_html(turns) + evidence_html([turn])
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;" in shown
    assert "\"'" not in shown


def show(*sentences: AnswerSentence, **changes: Any) -> str:  # noqa: ANN401 - fields of an answer
    """The answer of these sentences on the page."""
    answer = replace(ANSWER, sentences=sentences, **changes)
    return dialogue_html([replace(TURN, sentences=sentences, answer=answer)])


def in_order(shown: str, *texts: str) -> bool:
    """Whether the texts follow each other, each once."""
    places = [shown.index(text) for text in texts]
    return places == sorted(places) and all(shown.count(text) == 1 for text in texts)


MARK = '<a class="mark" href="#cite-2-1" aria-label="依据1">[1]</a>'


def test_what_is_said_and_what_is_quoted_are_paragraphs() -> None:
    said = AnswerSentence("也到2025年。", (), Status.SUPPORTED)
    quoted = AnswerSentence("到2030年达峰。", (1,), Status.QUOTED)
    shown = show(SENTENCE, said, quoted)
    assert f"<p>达41.5%。{MARK}也到2025年。</p>" in shown
    assert f'<p class="quoted">到2030年达峰。{MARK}</p>' in shown
    assert "左侧有竖线的是原文" in shown
    assert "左侧有竖线的是原文" not in show(SENTENCE)


def test_items_are_a_list_and_keep_their_own_numbers() -> None:
    first = AnswerSentence("a) 专门的报告。", (1,), Status.QUOTED, line=True)
    second = replace(first, text="b) 年度报告。")
    after = AnswerSentence("到2030年达峰。", (1,), Status.QUOTED)
    shown = show(first, second, after)
    items = f"<li>a) 专门的报告。{MARK}</li><li>b) 年度报告。{MARK}</li>"
    assert f'<ul class="quoted numbered">{items}</ul><p class="quoted">到2030年' in shown
    assert '<ul class="quoted"><li>优先发展。' in show(replace(first, text="优先发展。"))


def test_sides_are_the_rows_of_a_table() -> None:
    side = AnswerSentence("南充：达41.5%。", (1,), Status.SUPPORTED, line=True, label="南充")
    more = replace(side, text="南充：为达峰奠定基础。")
    other = replace(side, text="克拉玛依：6%左右。", label="克拉玛依")
    apart = AnswerSentence("两者相差35.5个百分点。", (1,), Status.SUPPORTED, line=True)
    shown = show(side, more, other, apart)
    cell = f"<td><p>达41.5%。{MARK}</p><p>为达峰奠定基础。{MARK}</p></td>"
    assert f'<tr><th scope="row">南充</th>{cell}</tr>' in shown
    assert f'<th scope="row">克拉玛依</th><td><p>6%左右。{MARK}</p></td>' in shown
    assert f"</table><p>两者相差35.5个百分点。{MARK}</p>" in shown
    assert shown.count("<table") == 1


def test_notes_follow_the_answer_each_on_a_line() -> None:
    notes = ("对话模型未能作答（连接不上），以上为原文。", "克拉玛依：资料中未找到依据。")
    shown = show(SENTENCE, notes=notes, llm_failure="连接不上")
    assert in_order(shown, "达41.5%。", *(f">{note}</p>" for note in notes), "用时 0.2 秒")
    assert shown.count("连接不上") == 1


def test_a_refusal_goes_on_with_what_was_looked_for() -> None:
    notes = ("查找的是：南充、2035年。", "《方案》写有2030年的：“43.5%”")
    text = "\n".join(("资料中未找到依据", *notes))
    shown = show(answer=text, refused=True, notes=notes, citations=())
    assert '<p class="answer refused">资料中未找到依据</p>' in shown
    assert in_order(shown, "资料中未找到依据", *(f">{note}</p>" for note in notes), "最接近的条款")


def test_a_quotation_for_words_of_the_model_says_why() -> None:
    why = "模型写的“达99%。”未核对上：99%不在所引条款中"
    quoted = AnswerSentence("到2030年达峰。", (1,), Status.QUOTED, why)
    shown = show(SENTENCE, quoted)
    mark = '<a class="why" href="#why-2">已换成原文</a>'
    assert f'<p class="quoted">{mark}到2030年达峰。{MARK}</p>' in shown
    summary = "<summary>未核对上的话：换成原文 1 句，点开看原因</summary>"
    assert f'<details id="why-2">{summary}<ul><li>已换成原文[1]：{why}</li>' in shown
    withheld = AnswerSentence("达98%。", (), Status.UNSUPPORTED, "98%不在所引条款中")
    shown = show(SENTENCE, quoted, withheld)
    assert "未核对上的话：略去了 1 句，换成原文 1 句" in shown
    assert "<li>已略去：“达98%。”（98%不在所引条款中）</li>" in shown


def test_a_draft_is_replaced_by_the_checked_sentence() -> None:
    turn = Turn(1, "目标？", passages=(PASSAGE,)).after(Draft("达41"))
    assert "核对中" in dialogue_html([turn])
    turn = turn.after(Checked(SENTENCE, (CITATION,)))
    assert "核对中" not in dialogue_html([turn])
    assert "达41.5%。" in dialogue_html([turn])


def test_a_withheld_sentence_is_told_with_its_reason() -> None:
    withheld = AnswerSentence("达99%。", (), Status.UNSUPPORTED, "99% 不在所引条款中")
    shown = dialogue_html([replace(TURN, sentences=(SENTENCE, withheld))])
    assert "未核对上的话：略去了 1 句，点开看原因<" in shown
    assert '<a class="why" href="#why-2">此处略去 1 句：与条款核对不上</a>' in shown
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
    answer = replace(ANSWER, citations=(citation,))
    gap = "《南充市碳达峰实施方案》（南府发〔2024〕1号）在库中只有摘要，不是全文。"
    said = dialogue_html(
        [replace(TURN, citations=(citation,), answer=replace(answer, notes=(gap,)))]
    )
    assert said.count("只有摘要") == 1
    assert f">{gap}</p>" in said
