"""Feedback as a question set that an evaluation takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.checker import check_questions, read_sources_of_library
from eval.feedback import Drawn, draw
from eval.questions import QuestionType, read_questions
from qa.dialogue import Turn as Message
from qa.dialogues.database import FILE, Database
from qa.dialogues.feedback import Feedback, FeedbackStore
from qa.dialogues.turns import Opinion, Turn
from qa.engine import Engine
from qa.search.filters import Filters
from tests.conftest import Run
from tests.qa.dialogues.answers import UNANSWERABLE, answered

SHORT = "南充森林蓄积量2025年多少"


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(Database(tmp_path / FILE))


def drawn(engine: Engine, feedback: list[Feedback]) -> list[Drawn]:
    library = engine.view.library
    names = {document.source_file for document in library.documents.values()}
    return draw(feedback, read_sources_of_library(library, names))


def rated(
    store: FeedbackStore, turn: Turn, opinion: Opinion, history: tuple[Message, ...] = ()
) -> list[Feedback]:
    store.rate("甲", f"d{turn.question}", turn, opinion, history)
    return store.all()[-1:]


def test_a_useful_answer_gives_its_quotes_as_evidence(
    store: FeedbackStore, small_engine: Engine, tmp_path: Path
) -> None:
    turn = answered(small_engine, "温室气体是什么意思？")
    (one,) = drawn(small_engine, rated(store, turn, Opinion.UP))
    assert one.flaws == ()
    assert one.question.answerable
    assert [e.quote for e in one.question.evidence] == [c.quote for c in turn.citations]
    assert one.question.evidence[0].source_file == "办法.txt"
    assert one.question.key_facts
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(one.to_json(), ensure_ascii=False), encoding="utf-8")
    (read,) = read_questions(path)
    assert read == one.question


def test_a_useful_refusal_is_a_question_without_an_answer(
    store: FeedbackStore, small_engine: Engine
) -> None:
    turn = answered(small_engine, UNANSWERABLE)
    (one,) = drawn(small_engine, rated(store, turn, Opinion.UP))
    assert one.flaws == ()
    assert not one.question.answerable
    assert one.question.type is QuestionType.UNANSWERABLE


def test_what_was_found_useless_is_a_candidate_with_nothing_taken_for_right(
    store: FeedbackStore, small_engine: Engine
) -> None:
    turn = answered(small_engine, "温室气体是什么意思？")
    (one,) = drawn(small_engine, rated(store, turn, Opinion.DOWN))
    assert one.flaws[0].startswith("读者认为没用")
    assert (one.question.evidence, one.question.key_facts, one.question.answer) == ((), (), "")


def test_filters_and_a_followed_up_dialogue_are_told(
    store: FeedbackStore, small_engine: Engine
) -> None:
    turn = answered(small_engine, "温室气体是什么意思？", filters=Filters(level="部委"))
    history = (Message("user", "碳排放权是什么？"),)
    (one,) = drawn(small_engine, rated(store, turn, Opinion.UP, history))
    assert one.question.type is QuestionType.MULTI_TURN
    assert one.question.history == history
    assert one.flaws == ("提问时限定了范围（层级=部委），题集里没有",)


def test_an_exported_set_is_run(run: Run, small_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(small_engine.data)
    (small_engine.data / FILE).unlink(missing_ok=True)
    database = Database(small_engine.data / FILE)
    store = FeedbackStore(database)
    for question, opinion in (
        ("温室气体是什么意思？", Opinion.UP),
        (UNANSWERABLE, Opinion.UP),
        ("碳排放权是什么意思？", Opinion.DOWN),
    ):
        rated(store, answered(small_engine, question), opinion)
    store.note("甲", "d温室气体是什么意思？", 1, "很准")
    listed = run("feedback", "list")
    assert [line.split("　")[3:] for line in listed.out.splitlines() if "　" in line] == [
        ["有用", "温室气体是什么意思？"],
        ["有用", UNANSWERABLE],
        ["没用", "碳排放权是什么意思？"],
    ]
    assert "    很准" in listed.out
    assert [one["opinion"] for one in run("feedback", "list", "--json").json] == [
        "up",
        "up",
        "down",
    ]
    path = tmp_path / "反馈.jsonl"
    exported = run("feedback", "export", "--out", str(path))
    assert (exported.code, exported.err.strip()) == (
        0,
        "导出 2 题；另有 1 题待人工补全（--candidates）",
    )
    questions = read_questions(path)
    library = small_engine.view.library
    names = {document.source_file for document in library.documents.values()}
    assert not list(check_questions(questions, read_sources_of_library(library, names)))
    done = run("eval", "run", str(path), "--out", str(tmp_path / "out"), "--llm", "none", "--json")
    assert done.code == 0
    items = (tmp_path / "out" / "items.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(item)["refused"] for item in items] == [False, True]
    candidates = run("feedback", "export", "--candidates")
    assert [json.loads(line)["question"] for line in candidates.out.splitlines()] == [
        "碳排放权是什么意思？"
    ]
    assert run("feedback", "export", "--out", str(path)).code == 2
    database.close()
    for file in small_engine.data.glob(f"{FILE}*"):
        file.unlink()


def test_no_feedback_is_said(run: Run, small_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(small_engine.data)
    assert run("feedback", "list").out == "还没有评价。\n"
    assert not (small_engine.data / FILE).exists()
