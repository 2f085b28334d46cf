"""What all readers share: the protocol, and the checks that every file goes through."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from corpus.errors import InputError
from corpus.models import SourceFile

MAX_BYTES = 64 * 1024 * 1024


class Reader(Protocol):
    """Turns the bytes of one kind of file into lines."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read ``content`` of the file that the library knows as ``name``.

        Raises:
            InputError: the content is not what the reader expects; the message begins with the
                file's name.
        """
        ...


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        InputError: the file is missing, unreadable or larger than `MAX_BYTES`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
            if len(content) <= MAX_BYTES:
                return content
            size = max(path.stat().st_size, len(content))
    except OSError as error:
        raise InputError(f"{path}：读不出文件（{error.strerror}），请检查路径和权限") from error
    limit = MAX_BYTES // 2**20
    raise InputError(f"{path}：文件有 {size // 2**20} MB，超过上限 {limit} MB，请拆分后再加")
