"""Uploaded files for the library: which are taken, by their content, and what they are called.

Names are only shown: the last part of the given one names the file in the library, and nothing is
stored under it (`corpus.uploads`). Nothing is run. What a file holds is looked at by the readers
of `corpus`, which refuse damaged, locked and swollen files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import InputError
from corpus.readers.pdf import MARK_WITHIN
from corpus.readers.table import READERS
from corpus.sidecar import SIDECAR
from corpus.sources import UNREAD
from embeddings.reports import Skipped
from qa.api.uploads import clean_name, kind_of
from qa.settings import ServerSettings

PDF, PLAIN, HTML = ".pdf", ".txt", ".html"
TEXTS = frozenset({PLAIN, ".md", ".markdown", HTML, ".htm"})
"""The kinds that have no signature."""
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
"""What a web page begins with."""
KINDS = "txt、md、html、docx、pdf"


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be read into the library."""

    name: str
    content: bytes
    sidecar: bytes | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one request."""

    received: tuple[Received, ...]
    refused: tuple[Skipped, ...]


def receive(paths: Sequence[Path], settings: ServerSettings) -> Batch:
    """Look at uploaded files; what is wrong with one does not touch the others.

    Args:
        paths: Where they lie, under the names that they were given.
        settings: How many and how large they may be.

    Raises:
        InputError: there are none, or too many.
    """
    if not paths:
        raise InputError("还没有选择文件")
    if len(paths) > settings.upload_files:
        raise InputError(
            f"一次最多加入 {settings.upload_files} 个文件，这次有 {len(paths)} 个，请分批加入"
        )
    received: dict[str, Received] = {}
    refused = []
    for path in paths:
        try:
            one = receive_file(path, settings.upload_megabytes)
            refuse_taken(one.name, received)
            received[one.name] = one
        except InputError as error:
            refused.append(Skipped(clean_name(path.name), str(error)))
    return Batch(tuple(received.values()), tuple(refused))


def receive_file(path: Path, megabytes: int) -> Received:
    """One uploaded file.

    Raises:
        InputError: it is empty, too large, or of a kind that is not read.
    """
    name = clean_name(path.name)
    size = path.stat().st_size
    if size > megabytes * 2**20:
        raise InputError(
            f"{name}：文件有 {size / 2**20:.1f} MB，超过上限 {megabytes} MB，请拆分后再加"
        )
    content = path.read_bytes()
    if not content:
        raise InputError(f"{name}：文件是空的，请重新取得文件再加")
    return Received(name if is_sidecar(name) else with_ending(name, content), content)


def is_sidecar(name: str) -> bool:
    """Whether a file corrects another; see `corpus.sidecar`."""
    return PurePosixPath(name).suffix.lower() == SIDECAR


def with_ending(name: str, content: bytes) -> str:
    """The name, its ending that of its content.

    Raises:
        InputError: the content is of a kind that is not read, or the name says another.
    """
    kind = kind_of_content(content)
    ending = PurePosixPath(name).suffix.lower()
    for told in (kind, ending or kind):
        if told not in READERS:
            raise InputError(f"{name}：{UNREAD.get(told, f'只读取 {KINDS} 文件')}")
    if not ending:
        return f"{name}{kind}"
    if is_other(kind, ending):
        raise InputError(
            f"{name}：内容是 {kind} 文件，与扩展名 {ending} 不符，请改正扩展名或重新取得文件再加"
        )
    return name


def is_other(kind: str, ending: str) -> bool:
    """Whether content of a kind cannot have this ending.

    What has no signature and is no text either is left to the reader of the ending.
    """
    if kind == HTML:
        return ending in {PLAIN, ".md", ".markdown"}
    return kind != PLAIN and kind != ending


def kind_of_content(content: bytes) -> str:
    """The ending of a file with this content; that of plain text where nothing marks it."""
    if b"%PDF-" in content[:MARK_WITHIN]:
        return PDF
    return HTML if PAGE.match(content) else kind_of(content)


def refuse_taken(name: str, taken: Iterable[str]) -> None:
    """Refuse a second file of a name.

    Raises:
        InputError: the name is taken.
    """
    if name in taken:
        raise InputError(f"{name}：这一批里有两个同名的文件，请改名后再加")
