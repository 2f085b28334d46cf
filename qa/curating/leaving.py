"""What would be gone with a source file."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import InputError
from corpus.sources import SHIPPED
from corpus.storage import SourceEntry, read_manifest
from corpus.uploads import UPLOADED
from qa.library_view import LibraryView

BACK = {
    SHIPPED: "它是随附文件，再次运行 tanwen ingest 会重新加入。",
    UPLOADED: "上传的原件也一并删除。",
}
"""What becomes of the file itself, by the beginning of its origin."""
ELSEWHERE = "原文件不动；再次读入它所在的文件夹会重新加入。"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A source file that is about to be removed."""

    name: str
    titles: tuple[str, ...]
    """Of its documents; the file's name for one without a title."""
    clauses: int
    after: str
    """What becomes of the file itself, in words."""


def describe_leaving(view: LibraryView, name: str) -> Leaving:
    """What would be gone with a source file.

    Raises:
        InputError: the library does not hold it.
    """
    entry = find_entry(view, name)
    documents = view.library.documents.values()
    titles = tuple(one.title or name for one in documents if one.source_file == name)
    begins = (text for start, text in BACK.items() if entry.origin.startswith(start))
    return Leaving(name, titles, entry.clauses, next(begins, ELSEWHERE))


def find_entry(view: LibraryView, name: str) -> SourceEntry:
    """A source file of the library.

    Raises:
        InputError: the library does not hold it.
    """
    for entry in read_manifest(view.folder).sources:
        if entry.name == name:
            return entry
    raise InputError(f"{name}：文件库里已没有这个文件")
