"""Dialogues as they are kept: each of one user, with its turns; nobody reads another's."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass

from qa.dialogues.database import Database, now
from qa.dialogues.turns import Opinion, State, Turn
from qa.dialogues.values import read_filters, turn_json, with_json, write_json

LISTED = 200
"""How many dialogues a list shows; older ones are kept."""
TITLE_CHARS = 60
TURNS = """
SELECT t.*, f.opinion FROM turns t
JOIN dialogues d USING (dialogue_id)
LEFT JOIN feedback f ON f.user = d.user AND f.dialogue_id = t.dialogue_id AND f.number = t.number
WHERE d.user = ? AND t.dialogue_id = ? ORDER BY t.number
"""


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """A dialogue as a list shows it."""

    dialogue_id: str
    title: str
    created: str
    """ISO 8601 with the time zone."""


class DialogueStore:
    """The dialogues of all users, in one file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, user: str, dialogue_id: str, turn: Turn) -> None:
        """Keep a question as it is asked; its dialogue begins with the first one.

        A dialogue of another user takes nothing.
        """
        moment = now()
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO dialogues VALUES (?, ?, ?, ?, ?) ON CONFLICT (dialogue_id)"
                " DO UPDATE SET changed = excluded.changed WHERE user = excluded.user",
                (dialogue_id, user, turn.question[:TITLE_CHARS], moment, moment),
            )
            connection.execute(
                "INSERT INTO turns SELECT dialogue_id, ?, ?, ?, ?, ?, ? FROM dialogues"
                " WHERE dialogue_id = ? AND user = ?",
                (*written(turn, moment), dialogue_id, user),
            )

    def update(self, dialogue_id: str, turn: Turn) -> None:
        """Keep what has come of a turn; nothing where it was deleted meanwhile."""
        with self._database.change() as connection:
            connection.execute(
                "UPDATE turns SET state = ?, value = ? WHERE dialogue_id = ? AND number = ?",
                (turn.state, write_json(turn_json(turn)), dialogue_id, turn.number),
            )

    def lines(self, user: str) -> list[DialogueLine]:
        """A user's dialogues, the one that was last asked in first."""
        rows = self._database.rows(
            "SELECT dialogue_id, title, created FROM dialogues WHERE user = ?"
            " ORDER BY changed DESC LIMIT ?",
            (user, LISTED),
        )
        return [DialogueLine(*row) for row in rows]

    def read(self, user: str, dialogue_id: str) -> list[Turn]:
        """The turns of a dialogue; none where the user has no such dialogue."""
        return [read_turn(row) for row in self._database.rows(TURNS, (user, dialogue_id))]

    def delete(self, user: str, dialogue_id: str) -> None:
        """Delete one of a user's dialogues."""
        self._delete("user = ? AND dialogue_id = ?", (user, dialogue_id))

    def delete_all(self, user: str) -> None:
        """Delete all of a user's dialogues."""
        self._delete("user = ?", (user,))

    def _delete(self, where: str, values: tuple[str, ...]) -> None:
        with self._database.change() as connection:
            connection.execute(f"DELETE FROM dialogues WHERE {where}", values)


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(12)


def written(turn: Turn, moment: str) -> tuple[object, ...]:
    """The columns of a turn from its number on."""
    filters, value = write_json(turn.filters.given), write_json(turn_json(turn))
    return turn.number, turn.question, filters, turn.state, moment, value


def read_turn(row: sqlite3.Row) -> Turn:
    """A turn as it is stored, with its asker's opinion."""
    turn = Turn(
        row["number"],
        row["question"],
        filters=read_filters(json.loads(row["filters"])),
        state=State(row["state"]),
        opinion=Opinion(row["opinion"]) if row["opinion"] else None,
    )
    return with_json(turn, json.loads(row["value"]))
