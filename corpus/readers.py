"""Readers: from a source file's bytes to its lines."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Protocol

from corpus.errors import InputError
from corpus.models import SourceFile

MAX_BYTES = 64 * 1024 * 1024


class Reader(Protocol):
    """Turns the bytes of one kind of file into lines."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read ``content`` of the file that the library knows as ``name``.

        Raises:
            InputError: the content is not what the reader expects.
        """
        ...


class TextReader:
    """UTF-8 text, with or without a byte-order mark."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read UTF-8 text; see `Reader.read`."""
        text = decode_utf8(content, name)
        if not text.strip():
            raise InputError(f"{name}：文件是空的，没有可读的文字")
        return SourceFile(name, tuple(line.removesuffix("\r") for line in text.split("\n")))


READERS: dict[str, Reader] = {".txt": TextReader()}
"""The reader of each file name ending that can be ingested."""


def read_source(content: bytes, name: str) -> SourceFile:
    """Read a file's content with the reader of its name's ending.

    Raises:
        InputError: no reader for this ending, or the reader refused the content.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise InputError(f"{name}：不支持这种文件，目前可读的类型：{'、'.join(READERS)}")
    return reader.read(content, name)


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        InputError: the file is missing, unreadable or larger than `MAX_BYTES`.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise InputError(
                f"{path}：文件有 {size // 2**20} MB，超过上限 {limit} MB，请拆分后再加"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}：读不出文件（{error.strerror}），请检查路径和权限") from error


def decode_utf8(content: bytes, name: str) -> str:
    """Decode UTF-8 strictly.

    Raises:
        InputError: names the first line that is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}：第 {line} 行不是 UTF-8 文字，请先转存为 UTF-8 再加入") from error
