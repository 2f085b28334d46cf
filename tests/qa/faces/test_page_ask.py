"""The tab 问答 as HTML: what is below an answer, beside its clauses, and in the list."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import gradio as gr
import pytest
from starlette.requests import Request

from qa.access.visitors import KEY, Role, Visitor
from qa.answering.model import AnswerSentence, Status
from qa.dialogues.database import FILE, Database
from qa.dialogues.store import DialogueLine
from qa.dialogues.turns import Opinion, State, Turn
from qa.engine import Engine
from qa.faces.beside import GONE, look_beside
from qa.faces.html import dialogue_html, evidence_html, scope_html, welcome_html
from qa.faces.kept import Kept
from qa.faces.listed import dialogues_html
from qa.faces.page_acts import AnswerActs
from qa.faces.page_ask import AskTab
from qa.faces.starting import Examples
from qa.faces.talk import Talk
from qa.jobs import Jobs
from qa.search.filters import Filters
from tests.conftest import build_engine
from tests.qa.dialogues.answers import answered
from tests.qa.faces.markup import parsed
from tests.small_library import SMALL_LIBRARY

BAD = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    "![图](http://x.example/a.png)[链接](javascript:alert(1))\u202e\u2066\u200f"
)


@pytest.fixture(scope="module")
def turn(plans: Engine) -> Turn:
    return answered(plans)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return build_engine(tmp_path, SMALL_LIBRARY)


class Asked:
    """A handler's request, of somebody."""

    def __init__(self, name: str) -> None:
        visitor = Visitor(name, Role.READER)
        self.request = Request({"type": "http", KEY: visitor})


def asked(name: str) -> Any:  # noqa: ANN401 - stands in for gr.Request
    return Asked(name)


def test_everything_is_escaped_and_nothing_turns_the_order_round(turn: Turn) -> None:
    assert turn.answer is not None
    (citation, *_) = turn.citations
    passage = replace(citation.passage, title=BAD, clause_path=(BAD,), text=BAD, source_file=BAD)
    bad = replace(citation, passage=passage, quote=BAD)
    sentences = (
        AnswerSentence(BAD, (1,), Status.QUOTED, BAD),
        AnswerSentence(BAD, (), Status.UNSUPPORTED, BAD),
    )
    answer = replace(turn.answer, answer=BAD, notes=(BAD,), citations=(bad,), sentences=sentences)
    evil = replace(
        turn,
        question=BAD,
        answer=answer,
        sentences=sentences,
        citations=(bad,),
        passages=(passage,),
        filters=Filters(region=BAD, document=BAD),
    )
    turns = [
        *(evil, evil.ended(State.STOPPED), evil.ended(State.FAILED, BAD)),
        replace(evil, answer=None, draft=BAD, state=State.RUNNING),
        replace(evil, answer=replace(answer, refused=True)),
    ]
    lines = [DialogueLine(BAD, BAD, "2026-01-01T00:00:00+08:00")]
    shown = (
        dialogue_html(turns)
        + evidence_html(turns)
        + dialogues_html(lines, "")
        + welcome_html([BAD])
    )
    assert not any(char in shown for char in "\u202e\u2066\u200f")
    page = parsed(shown)
    assert not page.xpath("//script | //img | //@onerror")
    assert all(link.startswith("#") for link in page.xpath("//a/@href"))
    assert shown.count("&lt;script&gt;") >= 20


def test_the_clauses_beside_a_cited_one_stand_around_it(plans: Engine, turn: Turn) -> None:
    beside = look_beside(plans.view, turn.citations)
    card = parsed(evidence_html([turn], beside)).get_element_by_id("cite-1-1")
    kinds = [one.get("class") for one in card.xpath("./*")]
    assert kinds == ["back", "source", "place", "beside", "text", "beside"]
    before, after = (one.text_content() for one in card.xpath("./div[@class='beside']"))
    assert before.startswith("上一条　一、总体要求 › （二）基本原则")
    assert after.startswith("下一条　三、重点行动 › ")
    assert "1. 加快新能源开发利用。" in after
    assert card.xpath("./a[@class='back']/@href") == ["#turn-1"]
    assert card.xpath(".//mark")[0].text_content() in turn.citations[0].quote


def test_a_clause_that_the_library_no_longer_holds_is_shown_as_it_was(
    small_engine: Engine, turn: Turn
) -> None:
    beside = look_beside(small_engine.view, turn.citations)
    shown = evidence_html([turn], beside)
    assert GONE in shown
    assert 'class="beside"' not in shown
    assert f"<mark>{turn.citations[0].quote[:20]}" in shown


def test_an_answer_is_copied_with_its_citations(turn: Turn) -> None:
    (words,) = parsed(dialogue_html([turn])).xpath("//*[@class='words']/text()")
    lines = words.split("\n")
    assert lines[0] == f"问：{turn.question}"
    assert lines[1].startswith("答：")
    assert lines[1].endswith("[1]")
    assert lines[-2] == "依据："
    assert lines[-1].startswith(
        "[1] 《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号） 二、主要目标，第3—4页"
    )
    assert "41.5%" in lines[-1]


@pytest.mark.parametrize(
    ("state", "said"), [(State.STOPPED, "已停止。"), (State.BROKEN, "回答中断，请重新提问。")]
)
def test_a_turn_that_was_not_finished_keeps_what_there_is(
    turn: Turn, state: State, said: str
) -> None:
    half = replace(turn, answer=None).ended(state)
    page = parsed(dialogue_html([half]))
    (ended,) = page.xpath("//p[@class='ended']")
    assert ended.text == said
    assert ended.xpath("./button/@data-ask") == [turn.question]
    assert page.xpath("//div[@class='answer']//a[@class='mark']")
    assert not page.xpath("//*[@class='acts']")


def test_filters_and_the_opinion_are_shown_with_their_turn(turn: Turn) -> None:
    document = turn.passages[0].document_id
    narrow = replace(turn, filters=Filters(region="南充市", document=document), opinion=Opinion.UP)
    page = parsed(dialogue_html([narrow]))
    assert page.xpath("//section/p[@class='note']")[0].text_content() == (
        "筛选范围：地区：南充市、文件：《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）"
    )
    several = replace(turn, filters=Filters(document=(document, "其他")))
    assert scope_html(several) == (
        '<p class="note">筛选范围：文件：《南充市人民政府关于印发南充市碳达峰实施方案的通知》'
        "（南府发〔2024〕1号） 等 2 份</p>"
    )
    assert page.xpath("//button[@data-act='rate']/@aria-pressed") == ["true", "false"]
    assert not page.xpath("//div[@class='noting']/@hidden")


def test_examples_are_found_beside_the_event_loop(
    plans: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []

    def find(_: object) -> list[str]:
        found.append(threading.current_thread() is threading.main_thread())
        return ["南充市的目标是多少？"]

    with gr.Blocks() as page, gr.Tab("问答") as tab:
        made = AskTab(page, tab, plans, Jobs(1))
    monkeypatch.setattr(Examples, "questions", find)
    shown = asyncio.run(made._show_whole(Talk()))
    assert "南充市的目标是多少？" in shown[made.chat]
    assert found == [False]


def test_the_list_names_each_dialogue_and_asks_before_deleting() -> None:
    lines = [
        DialogueLine("d2", "后问的", "2026-02-03T09:00:00+08:00"),
        DialogueLine("d1", "先问的", "2026-02-01T09:00:00+08:00"),
    ]
    page = parsed(dialogues_html(lines, "d1"))
    assert page.xpath("//button[@data-act='open']/@data-id") == ["d2", "d1"]
    assert [one.text for one in page.xpath("//li//time")] == ["2026-02-03", "2026-02-01"]
    assert page.xpath("//li[@aria-current]//span/text()") == ["先问的"]
    asked = page.xpath("//button[starts-with(@data-act, 'delete')]/@data-confirm")
    assert [one[:4] for one in asked] == ["确定删除"] * 3
    assert "按设置不保留对话" in dialogues_html([], "", kept=False)


def test_an_answer_is_rated_noted_and_taken_away(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    kept, talk = Kept(engine), Talk("d1")
    acts = AnswerActs(engine, kept)
    talk.put(answered(engine, "温室气体是什么意思？"))
    told, _ = acts.do(talk, asked("甲"), {"act": "note", "turn": "1", "text": "先写"})
    assert "请先选“有用”或“没用”" in told
    told, _ = acts.do(talk, asked("甲"), {"act": "rate", "turn": "1", "opinion": "down"})
    assert "评价已记下" in told
    assert talk.turns[0].opinion is Opinion.DOWN
    acts.do(talk, asked("甲"), {"act": "note", "turn": "1", "text": "<b>少一半</b>"})
    (one,) = kept.feedback.all()
    assert (one.user, one.opinion, one.note) == ("甲", Opinion.DOWN, "<b>少一半</b>")
    for suffix, begins in ((".docx", b"PK"), (".md", "# 政策问答依据".encode())):
        told, address = acts.do(talk, asked("甲"), {"act": "take", "turn": "1", "suffix": suffix})
        assert told == ""
        path = Path(unquote(address.removeprefix("gradio_api/file=")))
        assert path.is_relative_to(tmp_path)
        assert path.read_bytes().startswith(begins)


def test_an_answer_of_documents_that_are_gone_is_not_exported(engine: Engine, turn: Turn) -> None:
    talk = Talk("d1", [turn])
    told, address = AnswerActs(engine, Kept(engine)).do(
        talk, asked("甲"), {"act": "take", "turn": "1", "suffix": ".md"}
    )
    assert "文件库已更新" in told
    assert address == ""


def test_dialogues_are_of_the_visitor_and_kept_only_where_the_settings_say_so(
    engine: Engine,
) -> None:
    kept = Kept(engine)
    assert kept.dialogues is not None
    kept.dialogues.ask("甲", "d1", Turn(1, "甲的问题"))
    assert [line.title for line in kept.lines(asked("甲"))] == ["甲的问题"]
    assert kept.lines(asked("乙")) == []
    kept.delete(asked("乙"), "d1")
    kept.delete_all(asked("乙"))
    assert len(kept.lines(asked("甲"))) == 1
    server = engine.settings.server.model_copy(update={"keep_dialogues": False})
    engine.settings = engine.settings.model_copy(update={"server": server})
    forgetful = Kept(engine)
    assert forgetful.dialogues is None
    assert forgetful.lines(asked("甲")) == []


def test_versions_are_those_of_the_library_and_the_model(engine: Engine) -> None:
    versions = Kept(engine).versions()
    assert versions.model == "none"
    assert len(versions.library) == 64
    assert versions.created[:2] == "20"


def test_nothing_is_written_where_dialogues_are_not_kept(engine: Engine) -> None:
    server = engine.settings.server.model_copy(update={"keep_dialogues": False})
    engine.settings = engine.settings.model_copy(update={"server": server})
    Kept(engine)
    assert not (engine.data / FILE).exists()
    Database(engine.data / FILE).close()
    assert (engine.data / FILE).exists()
