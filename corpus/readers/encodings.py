"""Encodings of Chinese text files."""

from __future__ import annotations

from corpus.errors import InputError


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8 strictly.

    Raises:
        InputError: names the first line that is not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}：第 {line} 行不是 UTF-8 文字，请先转存为 UTF-8 再加入") from error
    return text.replace("\r\n", "\n")
