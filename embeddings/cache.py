"""Vectors that were computed before, so that a text is never embedded twice.

An SQLite file in WAL mode: what is put is there after a kill. It is only a cache: a file that is
damaged or another program's is set aside, and a new one begun.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x74616E76
"""SQLite's mark of whose file it is ("tanv")."""
_LOOKUP = 500
"""Keys in one query; SQLite before 3.32 takes 999 parameters at most."""
_VECTOR = np.dtype("<f4")

T = TypeVar("T")


class VectorCache:
    """Vectors by encoder name, dimension and text."""

    def __init__(self, path: Path, encoder_name: str, dimension: int) -> None:
        """Open or make the file.

        Raises:
            SetupError: the folder cannot be written, or another program holds the file.
        """
        self._path = path
        self._salt = f"{encoder_name}\0{dimension}\0"
        self._dimension = dimension
        self._connection = self._open()

    def __enter__(self) -> Self:
        """Return the cache itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; the cache cannot be used afterwards."""
        self._connection.close()

    def get_many(self, texts: Sequence[str]) -> dict[int, NDArray[np.float32]]:
        """The known vectors, each of shape (dimension,), by position in ``texts``."""
        keys = [self._key(text) for text in texts]
        nothing: dict[bytes, NDArray[np.float32]] = {}
        found = self._mending(lambda: self._lookup(list(dict.fromkeys(keys))), nothing)
        return {i: found[key] for i, key in enumerate(keys) if key in found}

    def put_many(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store the vectors, shape (texts, dimension), in one transaction.

        A full disk is logged and otherwise passed over: the vectors are only computed again.

        Raises:
            ValueError: another shape.
        """
        if vectors.shape != (len(texts), self._dimension):
            raise ValueError(f"expected {(len(texts), self._dimension)}, got {vectors.shape}")
        pairs = zip(texts, vectors.astype(_VECTOR), strict=True)
        rows = [(self._key(text), vector.tobytes()) for text, vector in pairs]
        self._mending(lambda: self._insert(rows), None)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256((self._salt + text).encode("utf-8", "surrogatepass")).digest()

    def _lookup(self, keys: list[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), _LOOKUP):
            some = keys[start : start + _LOOKUP]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
            for key, blob in self._connection.execute(query, some):
                if len(blob) == self._dimension * _VECTOR.itemsize:
                    found[key] = np.frombuffer(blob, dtype=_VECTOR).astype(np.float32)
        return found

    def _insert(self, rows: list[tuple[bytes, bytes]]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _mending(self, action: Callable[[], T], otherwise: T) -> T:
        """Run the action; on a damaged file begin a new one and give ``otherwise``."""
        try:
            return action()
        except sqlite3.OperationalError as error:
            logger.warning("向量缓存 %s 暂不可用（%s），本次跳过", self._path, error)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._set_aside(str(error))
            self._connection = self._open()
        return otherwise

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _connect(self._path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                self._set_aside(str(error))
                return _connect(self._path)
        except (OSError, sqlite3.Error) as error:
            raise SetupError(
                f"无法打开向量缓存 {self._path}（{error}）；请确认其所在目录可写、磁盘未满"
            ) from error

    def _set_aside(self, reason: str) -> None:
        aside = next(
            path
            for number in itertools.count(1)
            if not (path := self._path.with_name(f"{self._path.name}.broken-{number}")).exists()
        )
        logger.warning("向量缓存 %s 已损坏（%s），移到 %s 并重建", self._path, reason, aside.name)
        self._path.replace(aside)
        # The journal of the old file must not be applied to the new one.
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file and make its table.

    Raises:
        sqlite3.DatabaseError: it is damaged or not ours.
        sqlite3.OperationalError: it cannot be opened or written.
    """
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
    try:
        _require_ours(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) "
            "WITHOUT ROWID"
        )
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def _require_ours(connection: sqlite3.Connection) -> None:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark != APPLICATION_ID and tables:
        raise sqlite3.DatabaseError("not a vector cache")
