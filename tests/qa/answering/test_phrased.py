"""Answers that a chat model phrases, over three shipped plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answering.model import Answer, AnswerSentence, Status
from qa.answering.phrased import LABEL, choose, differs, is_phrased, label, shape_of
from qa.chat.settings import TransformersChat
from qa.engine import Engine
from qa.evidence.finder import Row
from qa.evidence.sentences import Evidence
from qa.grounding import make_claim
from qa.phrasing.pieces import Shape
from qa.query import analyse
from qa.settings import AnswerSettings
from tests.conftest import is_verbatim
from tests.qa.answering.answerers import LINES, SEVERAL, Ask, make_answerer
from tests.qa.conftest import FindRows
from tests.qa.passages import PASSAGE, TEXT, passage

QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
WASTE = "南充市怎样推进垃圾分类？"
TRUE = "到2025年，南充市非化石能源消费比重达41.5%。"
ENERGY = "到2025年，南充市单位地区生产总值能耗比2020年下降14.5%。"
LIE = "到2025年，南充市非化石能源消费比重达43.5%。"
BOTH_FIGURES = f"{TRUE[:-1]}，单位地区生产总值能耗比2020年下降14.5%。"
NONSENSE = "南充市将在木星上建设41.5%的非化石能源基地。"
WORDS_ONLY = "到2025年，南充市绿色低碳循环发展的经济体系初步形成。"


def shown(answer: Answer) -> list[AnswerSentence]:
    """The sentences of an answer that are shown."""
    return [one for one in answer.sentences if one.status is not Status.UNSUPPORTED]


def test_a_true_sentence_is_bound_to_the_clause_that_it_names(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {TRUE}\n")
    assert answer.answer == f"{TRUE}[1]"
    (citation,) = answer.citations
    assert citation.passage.doc_no == "南府发〔2024〕1号"
    assert is_verbatim("非化石能源消费比重达41.5%", citation.quote)
    assert citation.quote in citation.passage.text
    assert answer.sentences[0].status is Status.SUPPORTED
    assert (answer.notes, answer.llm_failure) == ((), "")


@pytest.mark.parametrize(
    "reply",
    [f"[2] {TRUE}\n", f"[9] {TRUE}\n", f"{TRUE}\n"],
    ids=["another number", "a number that was not given out", "no number"],
)
def test_else_it_is_bound_to_another_that_supports_it(plans: Engine, reply: str) -> None:
    answer = make_answerer(plans.view, reply, settings=SEVERAL).ask(QUESTION)
    assert answer.answer == f"{TRUE}[1]"
    assert is_verbatim("非化石能源消费比重达41.5%", answer.citations[0].quote)


@pytest.mark.parametrize(
    "lie",
    [
        LIE,
        "到2025年，非化石能源消费比重达10%以上。",
        "到2030年，非化石能源消费比重达41.5%。",
        "到2025年，单位地区生产总值能耗比2005年下降14.5%。",
        "到2025年，单位地区生产总值能耗比2020年提高14.5%。",
        "淄博市非化石能源消费比重达41.5%。",
        ENERGY,
        "到2025年，光伏发电装机比重达41.5%。",
        NONSENSE,
    ],
    ids=[
        "2030's figure",
        "another city's",
        "another year",
        "base year",
        "direction",
        "another city",
        "without the figure asked",
        "another indicator",
        "nonsense",
    ],
)
def test_a_false_sentence_is_replaced_by_the_words_of_its_clause(ask: Ask, lie: str) -> None:
    answer = ask(QUESTION, f"[1] {lie}\n")
    (one,) = shown(answer)
    assert (one.status, one.citations) == (Status.QUOTED, (1,))
    assert one.text == answer.citations[0].quote
    assert one.text in answer.citations[0].passage.text
    assert lie in one.reason
    assert lie not in answer.answer
    assert "41.5%" in answer.answer


def test_a_sentence_without_a_figure_is_withheld_where_one_is_asked(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {WORDS_ONLY}\n[1] {TRUE}\n")
    first, second = answer.sentences
    assert (first.status, first.reason) == (Status.UNSUPPORTED, "没有写出所问的数字")
    assert second.status is Status.SUPPORTED
    assert answer.answer == f"{TRUE}[1]"


def test_where_no_figure_is_asked_none_is_wanted(plans: Engine) -> None:
    said = "南充市加快建立生活垃圾分类体系。"
    answer = make_answerer(plans.view, f"[1] {said}\n", settings=SEVERAL).ask(WASTE)
    assert not any("所问的数字" in one.reason for one in answer.sentences)


def test_the_words_of_a_clause_replace_one_false_sentence_only(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {LIE}\n[1] {NONSENSE}\n")
    first, second = answer.sentences
    assert (first.status, second.status) == (Status.QUOTED, Status.UNSUPPORTED)
    assert second.reason
    assert NONSENSE not in answer.answer


def test_after_a_true_sentence_a_false_one_of_its_clause_is_withheld(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {TRUE}\n[1] {LIE}\n")
    assert [one.status for one in answer.sentences] == [Status.SUPPORTED, Status.UNSUPPORTED]
    assert answer.answer == f"{TRUE}[1]"


def test_if_all_is_withheld_the_clause_is_quoted(ask: Ask) -> None:
    answer = ask(QUESTION, f"{LIE}\n{NONSENSE}\n")
    assert [one.status for one in answer.sentences[:2]] == [Status.UNSUPPORTED] * 2
    assert answer.sentences[0].reason == "没有写出所问的 41.5%"
    assert answer.sentences[1].reason
    quoted = shown(answer)[-1]
    assert quoted.status is Status.QUOTED
    assert quoted.text in [citation.quote for citation in answer.citations]
    assert "41.5%" in answer.answer
    assert not answer.refused


def test_two_sentences_of_one_clause_have_one_citation(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {TRUE}\n[1] {BOTH_FIGURES}\n")
    assert answer.answer == f"{TRUE}[1]{BOTH_FIGURES}[1]"
    assert len(answer.citations) == 1


def test_numbers_that_the_model_types_in_its_sentence_are_no_marks(ask: Ask) -> None:
    answer = ask(QUESTION, f"1. {TRUE[:-1]}[7]。 [1] \n **")
    assert [one.text for one in answer.sentences] == [TRUE]
    assert answer.answer == f"{TRUE}[1]"


@pytest.mark.parametrize(
    ("question", "phrased"),
    [
        (QUESTION, True),
        (WASTE, True),
        ("南充市循环经济助力降碳行动有哪些？", False),
        ("什么是循环经济？", False),
        ("南充市和克拉玛依市2025年非化石能源消费比重目标分别是多少？", False),
        ("哪份文件规定了南充市2025年能耗下降的目标？", False),
    ],
    ids=["figure", "plain", "list", "definition", "comparison", "place"],
)
def test_what_is_put_into_words(rows: FindRows, question: str, phrased: bool) -> None:
    assert is_phrased(rows(question), SEVERAL) is phrased


@pytest.mark.parametrize(("question", "phrased"), [(QUESTION, True), (WASTE, False)])
def test_a_small_model_is_asked_only_where_one_sentence_is_sure(
    rows: FindRows, question: str, phrased: bool
) -> None:
    assert is_phrased(rows(question), LINES) is phrased


def test_the_small_model_is_not_asked_where_several_may_be_meant(ask: Ask) -> None:
    assert ask(WASTE, AssertionError("the model was asked")).answer == ask(WASTE).answer


def test_nothing_found_is_not_put_into_words(rows: FindRows) -> None:
    (row,) = rows(QUESTION)
    for settings in (LINES, SEVERAL):
        assert not is_phrased((), settings)
        assert not is_phrased((replace(row, evidence=()),), settings)


@pytest.fixture
def row(rows: FindRows) -> Row:
    """The evidence for the question that the false and true sentences answer."""
    return rows(QUESTION)[0]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (TRUE, None),
        (BOTH_FIGURES, None),
        (ENERGY, "没有写出所问的 41.5%"),
        (WORDS_ONLY, "没有写出所问的 41.5%"),
        ("到2028年，南充市非化石能源消费比重达41.5%。", "原文此处没有写明 2028 年"),
        pytest.param(
            "到2025年，南充市非化石能源消费比重达1.5%。",
            "没有写出所问的 41.5%",
        ),
    ],
    ids=["the value", "and another", "another value", "no value", "added year", "a part of it"],
)
def test_what_a_sentence_adds_or_leaves_out(row: Row, said: str, wrong: str | None) -> None:
    assert differs(make_claim(said), row.evidence[0], row) == wrong


def test_the_year_of_a_target_need_not_stand_in_its_sentence(row: Row) -> None:
    text = row.evidence[0].text
    one = replace(row.evidence[0], text=text[text.index("非化石") :], before="")
    assert "2025" not in one.text
    assert differs(make_claim(TRUE), one, row) is None
    assert differs(make_claim(TRUE.replace("2025", "2030")), one, row)


def test_the_year_may_stand_before_the_sentence_but_not_in_the_title(row: Row) -> None:
    said = make_claim("到2030年，森林覆盖率达到41.5%。")
    titled = passage(TEXT, title="2030年前碳达峰行动方案")
    text = "森林覆盖率达到41.5%。"
    assert differs(said, Evidence(titled, text, "到2030年，生态良好。"), row) is None
    assert differs(said, Evidence(titled, text, ""), row) == "原文此处没有写明 2030 年"


def test_what_the_model_is_given(rows: FindRows) -> None:
    (row,) = rows("南充市循环经济助力降碳行动有哪些？")
    settings = AnswerSettings(evidence_sentences=4, evidence_chars=300)
    (only,) = choose(row, settings, LINES)
    assert only == next(one for one in row.evidence if not (one.items or one.is_heading))
    chosen = choose(row, settings, SEVERAL)
    assert 2 <= len(chosen) <= 6
    assert not any(one.items for one in chosen)
    assert sum(len(one.text) for one in chosen) <= 300
    generous = TransformersChat(model="大模型", evidence_sentences=9, evidence_chars=4000)
    assert len(choose(row, settings, generous)) == 9


def test_the_shape_is_that_of_the_question() -> None:
    assert shape_of(analyse(QUESTION)) is Shape.FIGURE
    assert shape_of(analyse(WASTE)) is Shape.PLAIN


def test_a_clause_is_labelled_with_its_document() -> None:
    assert label(PASSAGE) == "南充市碳达峰实施方案"
    assert label(passage("文", title=None)) == "二、主要目标"
    assert label(passage("文", title="碳" * 99)) == "碳" * LABEL
