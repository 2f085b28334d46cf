"""From a question to its answer, over three shipped plans."""

from __future__ import annotations

import httpx2
import pytest

from corpus.errors import InputError
from qa.answering.answerer import NEAREST, NO_BASIS
from qa.answering.model import Answer, Checked, Retrieved, Status
from qa.chat.settings import OpenAIChat
from qa.dialogue import Turn
from qa.engine import Engine
from qa.phrasing.pieces import Draft
from qa.search.filters import Filters
from tests.conftest import is_verbatim
from tests.qa.answering.answerers import Ask, make_answerer

QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
BOTH = "南充市和克拉玛依市2025年非化石能源消费比重目标分别是多少？"
ONE_SIDE = "南充市和攀枝花市2025年非化石能源消费比重目标分别是多少？"
PLACE = "哪份文件规定了南充市2025年单位地区生产总值能耗比2020年下降的目标？"
RECYCLED = "南充市循环经济助力降碳行动有哪些？"
PRINCIPLES = "南充市碳达峰的基本原则有哪些？"
METRO = "南充市2025年地铁运营里程是多少公里？"
TRUE = "到2025年，南充市非化石能源消费比重达41.5%。"
ENERGY = "到2025年，南充市单位地区生产总值能耗比2020年下降14.5%。"
ENGLISH = "[1] By 2025 the share of non-fossil energy reaches 41.5%.\n"
SERVER = OpenAIChat(model="m", base_url="http://127.0.0.1:9/v1")


@pytest.mark.parametrize(
    "question",
    [QUESTION, BOTH, ONE_SIDE, PLACE, RECYCLED, PRINCIPLES],
    ids=["figure", "comparison", "one side", "place", "list", "list in a clause"],
)
def test_every_quote_is_verbatim(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert not answer.refused
    assert answer.citations
    for number, citation in enumerate(answer.citations, start=1):
        assert citation.n == number
        assert citation.quote in citation.passage.text
        assert is_verbatim(citation.quote, citation.passage.text)
    cited = {number for one in answer.sentences for number in one.citations}
    assert cited == {citation.n for citation in answer.citations}
    assert all(f"[{number}]" in answer.answer for number in cited)


def test_without_a_model_the_best_sentence_is_quoted(ask: Ask) -> None:
    answer = ask(QUESTION)
    quoted = next(one for one in answer.sentences if one.status is Status.QUOTED)
    assert quoted.text == answer.citations[0].quote
    assert "41.5%" in answer.answer
    assert (answer.llm, answer.notes, answer.timings.first_token) == ("none", (), None)


def test_a_place_is_answered_with_title_number_and_path(ask: Ask) -> None:
    line = ask(PLACE).answer.split("\n")[0]
    title = "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）"
    assert line.startswith(f"{title}二、主要目标：“")
    assert line.endswith("”[1]")


@pytest.mark.parametrize("question", [RECYCLED, PRINCIPLES], ids=["across clauses", "dashes"])
def test_a_list_has_an_item_a_line(ask: Ask, question: str) -> None:
    answer = ask(question)
    lines = answer.answer.split("\n")
    assert len(lines) == len(answer.sentences) == 4
    for line, one in zip(lines, answer.sentences, strict=True):
        (number,) = one.citations
        assert line == f"{one.text}[{number}]"
        assert is_verbatim(one.text, answer.citations[number - 1].quote)


def test_a_comparison_has_a_line_a_side(ask: Ask) -> None:
    answer = ask(BOTH)
    sides = [one for one in answer.sentences if one.label]
    assert {one.label for one in sides} == {"南充市", "克拉玛依市"}
    assert all(one.line and one.text == f"{one.label}：{one.unlabelled}" for one in sides)
    assert "\n克拉玛依市：" in answer.answer
    first, second = answer.answer.split("\n克拉玛依市：", maxsplit=1)
    assert first.startswith("南充市：")
    assert "41.5%" in first
    assert "6%左右" in second


def test_a_side_without_basis_is_missing(ask: Ask) -> None:
    answer = ask(ONE_SIDE)
    assert answer.notes == (f"攀枝花市：{NO_BASIS}。",)
    assert answer.answer.endswith(f"\n攀枝花市：{NO_BASIS}。")
    assert {one.label for one in answer.sentences} == {"南充市"}
    assert "41.5%" in answer.answer
    assert {citation.passage.region for citation in answer.citations} == {"南充市"}


def test_neither_side_has_a_basis(ask: Ask) -> None:
    answer = ask("攀枝花市和木里县2025年地铁运营里程分别是多少公里？")
    assert answer.refused
    assert answer.answer.split("\n") == [NO_BASIS, *answer.notes]
    (note,) = answer.notes
    assert note.startswith("查找的是：")
    assert "2025年" in note


def test_the_model_is_not_asked_where_there_is_no_basis(ask: Ask) -> None:
    answer = ask(METRO, AssertionError("the model was asked"))
    note = "查找的是：南充、2025年、地铁运营里程。"
    assert (answer.answer, answer.notes) == (f"{NO_BASIS}\n{note}", (note,))
    assert (answer.refused, answer.sentences) == (True, ())
    assert (answer.citations, answer.llm_failure) == ((), "")
    assert 1 <= len(answer.nearest) <= NEAREST


def test_a_refusal_names_the_years_that_there_are(ask: Ask) -> None:
    answer = ask("南充市2035年非化石能源消费比重的目标值")
    assert answer.refused
    _, earlier, later = answer.notes
    title = "《南充市人民政府关于印发南充市碳达峰实施方案的通知》"
    assert earlier.startswith(f"{title}写有2025年的：“非化石能源消费比重达41.5%")
    assert later.startswith(f"{title}写有2030年的：“非化石能源消费比重达到43.5%")


@pytest.mark.parametrize("question", [BOTH, PLACE, RECYCLED], ids=["comparison", "place", "list"])
def test_the_model_is_not_asked_for_the_documents_own_words(ask: Ask, question: str) -> None:
    assert ask(question, AssertionError("the model was asked")).answer == ask(question).answer


def test_events_come_in_order(plans: Engine) -> None:
    reply = f"[1] {TRUE[:8]} {TRUE[8:]}\n[1] {ENERGY}\n"
    events = list(make_answerer(plans.view, reply).stream(QUESTION))
    kinds = [type(event) for event in events]
    assert kinds[0] is Retrieved
    assert kinds[-1] is Answer
    assert kinds.count(Checked) == 2
    assert Draft in kinds[: kinds.index(Checked)]
    drafts = [event.text for event in events if isinstance(event, Draft)]
    assert TRUE.startswith(drafts[0].replace(" ", ""))


def test_what_is_shown_while_it_is_made_is_what_the_answer_holds(plans: Engine) -> None:
    events = list(make_answerer(plans.view).stream(BOTH))
    retrieved, *checked, answer = events
    assert isinstance(retrieved, Retrieved)
    assert isinstance(answer, Answer)
    taken = [event for event in checked if isinstance(event, Checked)]
    assert tuple(event.sentence for event in taken) == answer.sentences
    assert taken[-1].citations == answer.citations


def test_the_evidence_shown_is_of_the_place_asked(plans: Engine) -> None:
    retrieved = next(make_answerer(plans.view).stream("淄博市2025年非化石能源消费比重是多少"))
    assert isinstance(retrieved, Retrieved)
    assert retrieved.evidence
    assert {one.passage.region for one in retrieved.evidence} == {"淄博市"}


def assert_verbatim_after(answer: Answer, asked: Answer, reason: str) -> None:
    """The model failed: the answer is that without a model, with a note that says why."""
    assert [one.text for one in answer.sentences] == [one.text for one in asked.sentences]
    assert [one.quote for one in answer.citations] == [one.quote for one in asked.citations]
    assert not answer.refused
    assert reason in answer.llm_failure
    (note,) = answer.notes
    assert "原文" in note
    assert reason in note
    assert answer.answer.endswith(f"\n{note}")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "没有写出句子"),
        ("**\n", "没有写出句子"),
        (ENGLISH, "中文"),
        (InputError("材料超过了模型的上下文"), "超过了模型的上下文"),
    ],
    ids=["empty", "marks", "English", "too long for the model"],
)
def test_a_model_that_fails_leaves_the_documents_words(
    ask: Ask, reply: str | Exception, reason: str
) -> None:
    assert_verbatim_after(ask(QUESTION, reply), ask(QUESTION), reason)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (httpx2.ConnectError("connection refused"), "连接不上"),
        (TimeoutError(), "没有应答"),
        (TRUE, "没有按约定的格式"),
        ('{"answer": []}', "没有写出句子"),
    ],
    ids=["down", "silent", "prose", "no sentence"],
)
def test_a_server_that_fails_leaves_the_documents_words(
    plans: Engine, ask: Ask, reply: str | Exception, reason: str
) -> None:
    answer = make_answerer(plans.view, reply, settings=SERVER).ask(QUESTION)
    assert_verbatim_after(answer, ask(QUESTION), reason)


def test_what_was_whole_before_the_failure_is_kept(ask: Ask) -> None:
    answer = ask(QUESTION, f"[1] {TRUE}\n{ENGLISH}")
    assert [one.text for one in answer.sentences] == [TRUE]
    assert "中文" in answer.llm_failure
    (note,) = answer.notes
    assert "原文" not in note
    assert answer.answer == f"{TRUE}[1]\n{note}"


def test_a_follow_up_that_finds_nothing_is_made_whole_by_the_model(ask: Ask, plans: Engine) -> None:
    history = (Turn(role="user", content=QUESTION),)
    answerer = make_answerer(plans.view, QUESTION, f"[1] {TRUE}\n")
    answer = answerer.ask("木星那里呢？", history=history)
    assert (answer.question, answer.answer) == (QUESTION, f"{TRUE}[1]")
    assert make_answerer(plans.view).ask("木星那里呢？", history=history).refused


def test_filters_are_strict(plans: Engine) -> None:
    answer = make_answerer(plans.view).ask(
        "2025年非化石能源消费比重是多少？", Filters(region="淄博市")
    )
    assert {citation.passage.region for citation in answer.citations} <= {"淄博市"}
    with pytest.raises(InputError):
        make_answerer(plans.view).ask(QUESTION, Filters(region="木星"))
