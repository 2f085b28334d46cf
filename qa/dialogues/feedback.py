"""What readers think of answers, each with all that is needed to find out why."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from qa.dialogue import Turn as Message
from qa.dialogues.database import Database, now
from qa.dialogues.turns import Opinion, State, Turn
from qa.dialogues.values import read_filters, turn_json, with_json, write_json
from qa.schemas import Json

NOTE_CHARS = 2000
"""The longest note that is kept."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """An opinion on an answer; it outlives the dialogue."""

    feedback_id: int
    user: str
    given: str
    """ISO 8601 with the time zone."""
    opinion: Opinion
    note: str
    turn: Turn
    history: tuple[Message, ...]
    """The questions before it."""

    def to_json(self) -> Json:
        """All of it; the answer, the passages with their ids and texts, and the versions."""
        return {
            "id": self.feedback_id,
            "user": self.user,
            "given": self.given,
            "opinion": self.opinion,
            "note": self.note,
            "question": self.turn.question,
            "history": [dataclasses.asdict(one) for one in self.history],
            "filters": self.turn.filters.given,
            **turn_json(self.turn),
        }


class FeedbackStore:
    """The feedback of all users."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rate(
        self,
        user: str,
        dialogue_id: str,
        turn: Turn,
        opinion: Opinion,
        history: Sequence[Message],
    ) -> None:
        """Keep an opinion; a later one on the same answer takes its place, its note stays."""
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, '', ?, ?, ?, ?)"
                " ON CONFLICT (user, dialogue_id, number)"
                " DO UPDATE SET opinion = excluded.opinion, given = excluded.given",
                (
                    *(user, dialogue_id, turn.number, now(), opinion, turn.question),
                    write_json([dataclasses.asdict(one) for one in history]),
                    write_json(turn.filters.given),
                    write_json(turn_json(turn)),
                ),
            )

    def note(self, user: str, dialogue_id: str, number: int, text: str) -> bool:
        """Keep words with an opinion; whether there is one to keep them with."""
        with self._database.change() as connection:
            changed = connection.execute(
                "UPDATE feedback SET note = ? WHERE user = ? AND dialogue_id = ? AND number = ?",
                (text.strip()[:NOTE_CHARS], user, dialogue_id, number),
            )
            return changed.rowcount > 0

    def all(self) -> list[Feedback]:
        """All feedback, the oldest first."""
        rows = self._database.rows("SELECT * FROM feedback ORDER BY feedback_id")
        return [read_feedback(row) for row in rows]


def read_feedback(row: sqlite3.Row) -> Feedback:
    """Feedback as it is stored."""
    filters, opinion = read_filters(json.loads(row["filters"])), Opinion(row["opinion"])
    turn = Turn(row["number"], row["question"], filters=filters, state=State.DONE, opinion=opinion)
    return Feedback(
        feedback_id=row["feedback_id"],
        user=row["user"],
        given=row["given"],
        opinion=opinion,
        note=row["note"],
        turn=with_json(turn, json.loads(row["value"])),
        history=tuple(Message(**one) for one in json.loads(row["history"])),
    )
