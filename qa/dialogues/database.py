"""The file ``DATA/dialogues.sqlite``: its tables, and one connection that threads share.

It is written ahead (WAL), so that it is sound whatever kills the program in the middle of a
change, and so that commands may read it while the server writes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import SetupError

FILE = "dialogues.sqlite"
VERSION = 1
"""Of the tables; kept in the file as ``PRAGMA user_version``."""
WAIT = 10.0
"""Seconds to wait for another program that writes."""
TABLES = """
CREATE TABLE dialogues (
    dialogue_id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE INDEX dialogues_of_users ON dialogues (user, changed);
CREATE TABLE turns (
    dialogue_id TEXT NOT NULL REFERENCES dialogues ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    state TEXT NOT NULL,
    asked TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (dialogue_id, number)
) STRICT;
CREATE TABLE feedback (
    feedback_id INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    dialogue_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    given TEXT NOT NULL,
    opinion TEXT NOT NULL,
    note TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    filters TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (user, dialogue_id, number)
) STRICT;
"""


class Database:
    """The file, open; made where there is none."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            SetupError: it cannot be made or read, or a newer program wrote it.
        """
        self._path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=WAIT, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            self._connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            )
            self._make_tables()
        except (OSError, sqlite3.Error) as error:
            raise SetupError(
                f"打不开对话记录 {path}（{error}）；请检查权限，或把这个文件移开后重新运行"
            ) from error

    def _make_tables(self) -> None:
        with self.change() as connection:
            # Begun before the version is read: another program may be making them as well.
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise SetupError(f"对话记录 {self._path} 是更新版本的碳问写的，请升级后再打开")
            if version == 0:
                for statement in filter(str.strip, TABLES.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together, or not at all.

        Raises:
            SetupError: the file cannot be written: no room, no permission, or another program
                holds it.
        """
        try:
            with self._lock, self._connection as connection:
                yield connection
        except sqlite3.Error as error:
            message = f"写不了对话记录 {self._path}（{error}），请检查磁盘空间和权限"
            raise SetupError(message) from error

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def now() -> str:
    """This moment with its time zone, ISO 8601 to the microsecond."""
    return datetime.now().astimezone().isoformat(timespec="microseconds")
