"""Encodings of Chinese text files: UTF-8, UTF-16 and GB18030.

A decoding counts only if its text is plausible: GB18030 and UTF-16 turn almost any bytes into
characters, so most of those must be common ones, as they are in real text (99 of 100) and are not
in another encoding read as these (30 of 100).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from corpus.errors import InputError

MAX_BYTES = 16 * 1024 * 1024
"""Of a text; all of the shipped documents together have two megabytes."""
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""The encoding by the byte-order mark that a file begins with."""
UNMARKED = ("utf-16-le", "utf-16-be", "gb18030")
"""What a file without a mark may be in, after UTF-8."""
DECLARED = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}
"""Codecs of the names that a web page declares; others are not believed."""
META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META_BYTES = 8192
"""How far into a page its declaration may stand."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
CONTROL_SHARE = 0.01
STRANGE = frozenset({"Cc", "Co", "Cn", "Cs"})
STRANGE_SHARE = 0.02
COMMON_SHARE = 0.7
SLICES, SLICE = 64, 4096
"""A long text is judged by so many slices of so many characters."""


def decode(content: bytes, name: str) -> str:
    r"""Decode a text file; line ends become ``\n``.

    Raises:
        InputError: it is larger than `MAX_BYTES`; or names the first line that is not UTF-8, if it
            is nothing else either.
    """
    check_size(content, name)
    text = decode_marked(content)
    if text is None:
        text = try_decode(content, "utf-8")
    for encoding in UNMARKED:
        text = try_decode(content, encoding) if text is None and not is_marked(content) else text
    if text is None:
        raise refuse(content, name, "utf-8")
    return normalise(text)


def decode_html(content: bytes, name: str) -> str:
    r"""Decode a web page: as `decode`, but a Chinese charset that it declares comes after UTF-8.

    Raises:
        InputError: as `decode`, or names the first line that is not in the declared charset.
    """
    check_size(content, name)
    declared = META.search(content, 0, META_BYTES)
    encoding = DECLARED.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if encoding is None or is_marked(content) or try_decode(content, "utf-8") is not None:
        return decode(content, name)
    text = try_decode(content, encoding)
    if text is None:
        raise refuse(content, name, encoding)
    return normalise(text)


def check_size(content: bytes, name: str) -> None:
    """Refuse a text of which no person has the like.

    Raises:
        InputError: it is larger than `MAX_BYTES`.
    """
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        size = len(content) // 2**20
        raise InputError(f"{name}：文字有 {size} MB，超过上限 {limit} MB，请拆分后再加")


def is_marked(content: bytes) -> bool:
    """Whether the file begins with a byte-order mark."""
    return content.startswith(tuple(MARKS))


def decode_marked(content: bytes) -> str | None:
    """The text of a file with a byte-order mark; None without one, or if the mark lies."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            text = decode_strictly(content[len(mark) :], encoding)
            return text if text is not None and is_printable(text) else None
    return None


def try_decode(content: bytes, encoding: str) -> str | None:
    """The text, if the bytes are valid and it is plausible; else None."""
    if encoding.startswith("utf-16") and not may_be_utf16(content, encoding):
        return None
    text = decode_strictly(content, encoding)
    if text is None or not is_printable(text):
        return None
    # Valid UTF-8 is no accident, and Big5 is tried only where it is declared.
    return text if encoding in {"utf-8", "big5hkscs"} or is_chinese(text) else None


def may_be_utf16(content: bytes, encoding: str) -> bool:
    """A quick look at the head, so that a long file in GB18030 is not decoded in vain."""
    if len(content) % 2:
        return False
    head = content[: 2 * SLICE].decode(encoding, "replace")
    return is_printable(head) and is_chinese(head)


def decode_strictly(content: bytes, encoding: str) -> str | None:
    """The text, or None where a byte does not belong to the encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_printable(text: str) -> bool:
    """Whether hardly any characters are control characters."""
    limit = int(CONTROL_SHARE * len(text))
    return next(islice(CONTROL.finditer(text), limit, None), None) is None


def is_chinese(text: str) -> bool:
    """Whether the characters outside ASCII are mostly common and hardly any of them strange."""
    counts = Counter(take_sample(text))
    beyond = {char: count for char, count in counts.items() if char > "\x7f"}
    total = sum(beyond.values())
    common = sum(count for char, count in beyond.items() if char in common_characters())
    strange = sum(n for char, n in beyond.items() if unicodedata.category(char) in STRANGE)
    return common >= COMMON_SHARE * total and strange <= STRANGE_SHARE * total


def take_sample(text: str) -> str:
    """The text, or evenly spaced slices of a long one."""
    if len(text) <= SLICES * SLICE:
        return text
    step = len(text) // SLICES
    return "".join(text[start : start + SLICE] for start in range(0, len(text), step))


@cache
def common_characters() -> frozenset[str]:
    """The symbols and most used characters: rows 1–3, 16–55 of GB 2312, 5,401 of Big5."""
    simplified = read_rows("gb2312", [*range(0xA1, 0xA4), *range(0xB0, 0xD8)])
    return simplified | read_rows("big5", range(0xA4, 0xC7)) | set("\ufeff\xa0\u2002\u2003—·")


def read_rows(encoding: str, rows: Iterable[int]) -> frozenset[str]:
    """All characters whose code in a two-byte encoding begins with one of ``rows``."""
    codes = (bytes((row, cell)) for row in rows for cell in range(0x40, 0xFF))
    return frozenset("".join(code.decode(encoding, "ignore") for code in codes))


def normalise(text: str) -> str:
    r"""The text without a byte-order mark, all line ends ``\n``."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def refuse(content: bytes, name: str, encoding: str) -> InputError:
    """The error that names the first line that is not in ``encoding``."""
    line = content.count(b"\n", 0, find_fault(content, encoding)) + 1
    return InputError(
        f"{name}：第 {line} 行不是可识别的中文编码（UTF-8、UTF-16、GB18030），请另存为 UTF-8 再加入"
    )


def find_fault(content: bytes, encoding: str) -> int:
    """The offset of the first byte that is not in ``encoding``, or is a control character."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    fault = re.search(CONTROL.pattern.encode(), content)
    return fault.start() if fault else 0
