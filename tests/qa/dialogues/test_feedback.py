"""What readers think of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.dialogue import Turn as Message
from qa.dialogues.database import FILE, Database
from qa.dialogues.feedback import NOTE_CHARS, FeedbackStore
from qa.dialogues.store import DialogueStore
from qa.dialogues.turns import Opinion, Turn
from qa.engine import Engine
from qa.search.filters import Filters
from tests.qa.dialogues.answers import VERSIONS, answered


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / FILE)


def test_all_that_an_answer_was_made_of_is_kept(database: Database, plans: Engine) -> None:
    turn, store = answered(plans, filters=Filters(region="南充市")), FeedbackStore(database)
    before = [Message("user", "淄博呢")]
    store.rate("甲", "d1", turn, Opinion.UP, before)
    assert store.note("甲", "d1", 1, f" {'好' * (NOTE_CHARS + 9)}")
    (one,) = store.all()
    value = one.to_json()
    assert (value["user"], value["opinion"], value["filters"]) == ("甲", "up", {"region": "南充市"})
    assert value["note"] == "好" * NOTE_CHARS
    assert value["question"] == turn.question
    assert value["history"] == [{"role": "user", "content": "淄博呢"}]
    assert value["given"][:2] == "20"
    assert value["versions"] == {
        "program": "0.1.0",
        "library": VERSIONS.library,
        "created": "2026-01-02",
        "model": "none",
    }
    assert one.turn.answer == turn.answer
    passages = [(one["chunk_id"], one["text"]) for one in value["passages"]]
    assert passages == [(passage.chunk_id, passage.text) for passage in turn.passages]


def test_a_later_opinion_takes_the_place_of_an_earlier_one(database: Database) -> None:
    store, turn = FeedbackStore(database), Turn(1, "问题")
    store.rate("甲", "d1", turn, Opinion.UP, [])
    store.note("甲", "d1", 1, "起先觉得好")
    store.rate("甲", "d1", turn, Opinion.DOWN, [])
    store.rate("乙", "d2", turn, Opinion.UP, [])
    assert [(one.user, one.opinion, one.note) for one in store.all()] == [
        ("甲", Opinion.DOWN, "起先觉得好"),
        ("乙", Opinion.UP, ""),
    ]


def test_a_note_needs_an_opinion_of_the_same_user(database: Database) -> None:
    store = FeedbackStore(database)
    store.rate("甲", "d1", Turn(1, "问题"), Opinion.UP, [])
    assert not store.note("乙", "d1", 1, "别人的")
    assert not store.note("甲", "d1", 2, "没有评过")
    assert [one.note for one in store.all()] == [""]


def test_an_opinion_is_shown_again_and_outlives_its_dialogue(database: Database) -> None:
    dialogues, store, turn = DialogueStore(database), FeedbackStore(database), Turn(1, "问题")
    dialogues.ask("甲", "d1", turn)
    store.rate("甲", "d1", turn, Opinion.DOWN, [])
    store.rate("乙", "d1", turn, Opinion.UP, [])
    assert [one.opinion for one in dialogues.read("甲", "d1")] == [Opinion.DOWN]
    dialogues.delete_all("甲")
    assert len(store.all()) == 2
