"""Answers that are made apart from the pages that ask for them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from corpus.errors import SetupError
from qa.answering.model import Event
from qa.dialogue import Turn as Message
from qa.dialogues.database import FILE, Database
from qa.dialogues.store import DialogueStore
from qa.dialogues.turns import State, Turn
from qa.engine import Engine
from qa.faces.html import turn_html
from qa.faces.talk import UNEXPECTED, PageAnswers, Run, Talk
from qa.jobs import BrokenOffError, Jobs
from qa.phrasing.pieces import Draft
from qa.search.filters import Filters
from tests.qa.dialogues.answers import QUESTION

USER = "甲"


@pytest.fixture
def store(tmp_path: Path) -> DialogueStore:
    return DialogueStore(Database(tmp_path / FILE))


async def states(run: Run) -> list[State]:
    return [turn.state async for turn in run.turns()]


class Waiting:
    """Events that wait after the first until they are let go, or told what to raise."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.go = asyncio.Event()
        self.closed = False
        self._error = error

    async def __call__(self) -> AsyncGenerator[Event | None, None]:
        try:
            yield None
            yield Draft("到2025年")
            await self.go.wait()
            if self._error is not None:
                raise self._error
        finally:
            self.closed = True


def test_an_answer_is_kept_as_it_is_asked_and_as_it_is_done(
    plans: Engine, store: DialogueStore
) -> None:
    async def ask() -> Talk:
        answers, talk = PageAnswers(plans, Jobs(1), store), Talk()
        run = answers.start(USER, talk, Turn(1, QUESTION))
        (asked,) = store.read(USER, talk.dialogue_id)
        assert asked.state is State.RUNNING
        async for turn in run.turns():
            talk.put(turn)
        assert answers.run_of(talk) is None
        return talk

    talk = asyncio.run(ask())
    (kept,) = store.read(USER, talk.dialogue_id)
    assert kept.state is State.DONE
    assert kept.answer is not None
    assert "41.5%" in kept.answer.answer
    assert talk.turns[0].answer == kept.answer
    assert not talk.running


def test_the_clauses_come_before_the_answer(plans: Engine) -> None:
    async def watch() -> list[Turn]:
        run = PageAnswers(plans, Jobs(1), None).start(USER, Talk(), Turn(1, QUESTION))
        return [turn async for turn in run.turns()]

    turns = asyncio.run(watch())
    first = next(turn for turn in turns if turn.passages)
    assert not first.sentences
    lengths = [len(turn.sentences) for turn in turns]
    assert lengths == sorted(lengths)


def test_a_question_that_waits_for_others_is_told_its_place(plans: Engine) -> None:
    async def ask() -> list[Turn]:
        jobs, go = Jobs(1), threading.Event()

        def long() -> Generator[int, None, None]:
            yield 0
            go.wait(10)

        before = jobs.values(long)
        assert await anext(before) == 0
        run = PageAnswers(plans, jobs, None).start(USER, Talk(), Turn(1, QUESTION))
        turns = []
        async for turn in run.turns():
            turns.append(turn)
            if turn.place:
                go.set()
                await before.aclose()
        return turns

    turns = asyncio.run(ask())
    waited = next(turn for turn in turns if turn.place)
    assert "前面还有 1 个问题，请稍候" in turn_html(waited)
    assert turns[-1].state is State.DONE
    assert turns[-1].place == 0


def test_a_stop_ends_at_once_and_keeps_what_there_is(plans: Engine, store: DialogueStore) -> None:
    async def ask() -> tuple[list[State], bool]:
        events, kept = Waiting(), list[Turn]()
        run = Run(Turn(1, QUESTION), events(), kept.append)
        watching = asyncio.create_task(states(run))
        await asyncio.sleep(0.05)
        run.stop()
        seen = await asyncio.wait_for(watching, 1)
        assert [turn.state for turn in kept] == [State.STOPPED]
        assert kept[0].draft == ""
        return seen, events.closed

    seen, closed = asyncio.run(ask())
    assert seen[-1] is State.STOPPED
    assert closed


@pytest.mark.parametrize(
    ("error", "state", "told"),
    [
        (BrokenOffError(), State.BROKEN, ""),
        (
            SetupError("内置句向量模型未准备；请先运行：tanwen prepare"),
            State.FAILED,
            "内置句向量模型未准备；请联系管理员处理",
        ),
        (RuntimeError("nobody reads this"), State.FAILED, UNEXPECTED),
    ],
    ids=["stopped server", "not set up", "unexpected"],
)
def test_how_an_answer_fails_is_kept(error: BaseException, state: State, told: str) -> None:
    async def ask() -> list[Turn]:
        events, kept = Waiting(error), list[Turn]()
        run = Run(Turn(1, QUESTION), events(), kept.append)
        events.go.set()
        assert (await states(run))[-1] is state
        return kept

    (turn,) = asyncio.run(ask())
    assert (turn.state, turn.error) == (state, told)


def test_a_server_that_is_stopped_marks_what_it_breaks_off(
    plans: Engine, store: DialogueStore
) -> None:
    async def ask() -> Talk:
        jobs = Jobs(1)
        blocking = jobs.values(blocked)
        asyncio.create_task(anext(blocking))  # noqa: RUF006 - takes the only turn
        await asyncio.sleep(0.1)
        talk = Talk()
        PageAnswers(plans, jobs, store).start(USER, talk, Turn(1, QUESTION))
        await asyncio.sleep(0.3)
        await jobs.stop(0.1)
        await asyncio.sleep(0)
        return talk

    talk = asyncio.run(ask())
    (kept,) = store.read(USER, talk.dialogue_id)
    assert kept.state is State.BROKEN


def blocked():  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Work that holds its turn for some seconds."""
    import time

    time.sleep(1.5)
    yield 1


def test_what_nobody_answers_any_more_was_broken_off(plans: Engine, store: DialogueStore) -> None:
    store.ask(USER, "d1", Turn(1, QUESTION))
    (turn,) = PageAnswers(plans, Jobs(1), store).read(USER, "d1")
    assert turn.state is State.BROKEN


def test_a_page_that_comes_back_finds_the_answer_going_on(
    plans: Engine, store: DialogueStore
) -> None:
    async def ask() -> None:
        answers, talk = PageAnswers(plans, Jobs(1), store), Talk()
        run = answers.start(USER, talk, Turn(1, QUESTION))
        answers.leave(talk)
        (turn,) = answers.read(USER, talk.dialogue_id)
        assert turn is run.turn
        assert turn.state is State.RUNNING
        assert answers.read("乙", talk.dialogue_id) == []
        assert (await states(run))[-1] is State.DONE

    asyncio.run(ask())


def test_an_answer_that_nobody_could_find_again_is_stopped(plans: Engine) -> None:
    async def ask() -> State:
        answers, talk = PageAnswers(plans, Jobs(1), None), Talk()
        run = answers.start(USER, talk, Turn(1, QUESTION))
        answers.leave(talk)
        return (await states(run))[-1]

    assert asyncio.run(ask()) is State.STOPPED


def test_a_follow_up_is_asked_with_the_questions_before_it(
    plans: Engine, store: DialogueStore
) -> None:
    async def ask() -> Turn:
        answers, talk = PageAnswers(plans, Jobs(1), store), Talk()
        for question in (QUESTION, "？", "那2030年呢"):
            turn = Turn(talk.next_number, question)
            if question == "？":
                talk.put(turn.ended(State.FAILED, "问题是空的"))
                continue
            async for ended in answers.start(USER, talk, turn).turns():
                talk.put(ended)
        assert talk.messages(3) == [Message("user", QUESTION)]
        return talk.turns[-1]

    turn = asyncio.run(ask())
    assert turn.answer is not None
    assert "43.5%" in turn.answer.answer


def test_filters_that_nothing_meets_are_told(plans: Engine, store: DialogueStore) -> None:
    async def ask() -> Turn:
        answers, talk = PageAnswers(plans, Jobs(1), store), Talk()
        turn = Turn(1, QUESTION, filters=Filters(region="南充市", year="2021"))
        async for ended in answers.start(USER, talk, turn).turns():
            talk.put(ended)
        return answers.read(USER, talk.dialogue_id)[0]

    turn = asyncio.run(ask())
    assert turn.state is State.FAILED
    assert turn.error.startswith("没有年份为“2021”的文件；现有：")
    assert turn.filters == Filters(region="南充市", year="2021")
