"""Dialogues as they are kept, also where the program is killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import SetupError
from qa.dialogues.database import FILE, VERSION, Database
from qa.dialogues.store import TITLE_CHARS, DialogueStore
from qa.dialogues.turns import State, Turn
from qa.dialogues.values import read_filters
from qa.engine import Engine
from qa.search.filters import Filters
from tests.qa.dialogues.answers import QUESTION, UNANSWERABLE, answered

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path) -> DialogueStore:
    return DialogueStore(Database(tmp_path / FILE))


def reopened(tmp_path: Path) -> DialogueStore:
    return DialogueStore(Database(tmp_path / FILE))


def test_an_answer_comes_back_as_it_was(
    store: DialogueStore, plans: Engine, tmp_path: Path
) -> None:
    turn = answered(plans, filters=Filters(region="南充市", year="2024"))
    assert turn.citations
    store.ask("甲", "d1", replace(turn, state=State.RUNNING))
    store.update("d1", turn)
    (found,) = reopened(tmp_path).read("甲", "d1")
    assert found.answer == turn.answer
    assert (found.sentences, found.citations) == (turn.sentences, turn.citations)
    assert (found.filters, found.versions, found.state) == (turn.filters, turn.versions, State.DONE)
    assert [one.chunk_id for one in found.passages] == [one.chunk_id for one in turn.passages]
    assert [one.text for one in found.passages] == [one.text for one in turn.passages]


@pytest.mark.parametrize("region", ["南充市", ("南充市", "淄博市")])
def test_one_value_of_a_filter_and_several_come_back(
    store: DialogueStore, plans: Engine, region: str | tuple[str, ...]
) -> None:
    turn = replace(answered(plans), filters=Filters(region=region))
    store.ask("甲", "d1", turn)
    assert store.read("甲", "d1")[0].filters == Filters(region=region)


def test_filters_of_one_value_are_read_as_they_were_written_before() -> None:
    assert read_filters({"region": "南充市"}) == Filters(region="南充市")
    assert read_filters({"year": ["2021", "2024"]}) == Filters(year=("2021", "2024"))


def test_a_refusal_comes_back_with_the_nearest_clauses(store: DialogueStore, plans: Engine) -> None:
    turn = answered(plans, UNANSWERABLE)
    store.ask("甲", "d1", turn)
    (found,) = store.read("甲", "d1")
    assert found.answer is not None
    assert turn.answer is not None
    assert found.answer.refused
    assert found.answer.notes == turn.answer.notes
    assert [p.text for p in found.answer.nearest] == [p.text for p in turn.answer.nearest]


def test_what_was_asked_is_kept_before_it_is_answered(store: DialogueStore) -> None:
    store.ask("甲", "d1", Turn(1, "问" * 99))
    (turn,) = store.read("甲", "d1")
    assert (turn.state, turn.question) == (State.RUNNING, "问" * 99)
    (line,) = store.lines("甲")
    assert line.title == "问" * TITLE_CHARS
    assert line.created[:2] == "20"


def test_the_dialogue_that_was_last_asked_in_is_first(store: DialogueStore) -> None:
    for number, dialogue in enumerate(("d1", "d2", "d1"), start=1):
        store.ask("甲", dialogue, Turn(number, f"第{number}问"))
    assert [(one.dialogue_id, one.title) for one in store.lines("甲")] == [
        ("d1", "第1问"),
        ("d2", "第2问"),
    ]
    assert [turn.number for turn in store.read("甲", "d1")] == [1, 3]


def test_nothing_of_one_user_is_shown_to_another(store: DialogueStore) -> None:
    store.ask("甲", "d1", Turn(1, QUESTION))
    assert store.lines("乙") == []
    assert store.read("乙", "d1") == []
    store.ask("乙", "d1", Turn(2, "乙的问题"))
    store.delete("乙", "d1")
    store.delete_all("乙")
    assert [turn.question for turn in store.read("甲", "d1")] == [QUESTION]
    assert [line.title for line in store.lines("甲")] == [QUESTION]


def test_what_is_deleted_is_gone_with_its_turns(store: DialogueStore, tmp_path: Path) -> None:
    for dialogue in ("d1", "d2", "d3"):
        store.ask("甲", dialogue, Turn(1, QUESTION))
    store.ask("乙", "d4", Turn(1, QUESTION))
    store.delete("甲", "d1")
    assert {line.dialogue_id for line in store.lines("甲")} == {"d2", "d3"}
    store.delete_all("甲")
    assert store.lines("甲") == []
    # An answer that is done after its dialogue was deleted brings nothing back.
    store.update("d1", Turn(1, QUESTION, state=State.DONE))
    with sqlite3.connect(tmp_path / FILE) as connection:
        assert connection.execute("SELECT dialogue_id FROM turns").fetchall() == [("d4",)]


def test_the_file_is_written_ahead_and_has_a_version(store: DialogueStore, tmp_path: Path) -> None:
    assert store.lines("甲") == []
    with sqlite3.connect(tmp_path / FILE) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Database(tmp_path / FILE).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SetupError, match="更新版本"):
        Database(tmp_path / FILE)


def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 99)
    with pytest.raises(SetupError, match=r"打不开对话记录 .*dialogues\.sqlite"):
        Database(tmp_path / FILE)


WRITER = """
import sys
from pathlib import Path
from qa.dialogues.database import Database
from qa.dialogues.store import DialogueStore
from qa.dialogues.turns import State, Turn

store = DialogueStore(Database(Path(sys.argv[1])))
for number in range(1, 100_000):
    store.ask("甲", f"d{number}", Turn(1, "问题" * 500))
    if number == 20:
        print("writing", flush=True)
    store.update(f"d{number}", Turn(1, "问题" * 500, error="x" * 5000, state=State.DONE))
"""


def test_a_program_that_is_killed_leaves_the_file_sound(tmp_path: Path) -> None:
    path = tmp_path / FILE
    for moment in (0.0, 0.013, 0.029):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "writing\n"
            time.sleep(moment)
            process.kill()
        store = DialogueStore(Database(path))
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            states = connection.execute("SELECT DISTINCT state FROM turns").fetchall()
            connection.execute("DELETE FROM dialogues")
            connection.execute("DELETE FROM turns")
        assert {state for (state,) in states} <= {"done", "running"}
        store.ask("甲", f"after-{moment}", Turn(1, "还能写"))
        assert [turn.question for turn in store.read("甲", f"after-{moment}")] == ["还能写"]
