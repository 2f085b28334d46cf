"""Source files: which ones an ingest reads, and under which names the library knows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus.errors import InputError
from corpus.models import Parsed
from corpus.parse import parse_source
from corpus.readers.base import read_bytes
from corpus.readers.table import READERS, read_source
from corpus.sidecar import parse_sidecar, sidecar_path

SHIPPED = "shipped:"
"""What the origin of a shipped file begins with."""
UNREAD = {
    ".doc": "请另存为 .docx 再加",
    ".wps": "请另存为 .docx 再加",
    ".rtf": "请另存为 .docx 再加",
    ".ofd": "请转换为带文字层的 PDF 再加",
    ".xls": "请把表格粘贴到 .docx 再加",
    ".xlsx": "请把表格粘贴到 .docx 再加",
}
"""Kinds of files with text in them that are not read, and what their owner can do."""


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source file's bytes, before anything is made of them."""

    name: str
    origin: str
    content: bytes
    sidecar: bytes | None

    @property
    def sha256(self) -> str:
        """SHA-256 of the file and its sidecar; what tells a changed file."""
        digest = hashlib.sha256(self.content)
        digest.update(b"\0" + self.sidecar if self.sidecar is not None else b"")
        return digest.hexdigest()

    def parse(self) -> Parsed:
        """The documents of this file.

        Raises:
            InputError: the file or its sidecar cannot be read.
        """
        return parse_source(
            read_source(self.content, self.name), parse_sidecar(self.sidecar, self.name)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that an ingest is to read."""

    path: Path
    name: str
    origin: str

    def read(self) -> SourceInput:
        """Read the file and its sidecar.

        Raises:
            InputError: one of them is unreadable.
        """
        beside = sidecar_path(self.path)
        sidecar = read_bytes(beside) if beside.is_file() else None
        return SourceInput(self.name, self.origin, read_bytes(self.path), sidecar)


def shipped_documents() -> Path:
    """The folder of the documents that come with the program."""
    return Path(str(resources.files("corpus").joinpath("documents")))


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that an ingest does not read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths of an ingest hold."""

    candidates: tuple[Candidate, ...]
    refused: tuple[Refused, ...]
    folders: tuple[Path, ...]
    """The folders that were read wholly, resolved: what is no longer in them is gone."""


def find_sources(paths: Iterable[Path]) -> Found:
    """The files to read: those named, those in the folders named, or the shipped ones if none is.

    Raises:
        InputError: a path does not exist, or two files would have the same name in the library.
    """
    named = list(paths)
    if not named:
        shipped = sorted(shipped_documents().glob("*.txt"))
        return Found(tuple(Candidate(p, p.name, f"{SHIPPED}{p.name}") for p in shipped), (), ())
    found = [one for path in named for one in expand(path)]
    candidates = [one for one in found if isinstance(one, Candidate)]
    by_name: dict[str, Candidate] = {}
    for candidate in candidates:
        other = by_name.setdefault(candidate.name, candidate)
        if other.origin != candidate.origin:
            raise InputError(f"{candidate.path} 与 {other.path} 同名，请改名后再加")
    folders = tuple(path.resolve() for path in named if path.is_dir())
    refused = tuple(one for one in found if isinstance(one, Refused))
    return Found(tuple(by_name.values()), refused, folders)


def expand(path: Path) -> Iterator[Candidate | Refused]:
    """The file itself, or the files of the folder and its subfolders that are meant to be read."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if is_meant(file.relative_to(path)) and not file.is_dir():
                yield look_at(file, path)
    elif path.is_file():
        yield Candidate(path, checked_name(path.name), str(path.resolve()))
    elif path.exists():
        raise InputError(f"{path}：不是普通文件，没法读取")
    else:
        raise InputError(f"{path}：没有这个文件或文件夹，请检查路径")


def is_meant(file: Path) -> bool:
    """Whether a file of a folder is one to read: none that is hidden or that Office left there."""
    return file.suffix.lower() in {*READERS, *UNREAD} and not any(
        part.startswith((".", "~$")) for part in file.parts
    )


def look_at(file: Path, folder: Path) -> Candidate | Refused:
    """A file of a folder as a candidate, or why it is none."""
    if not file.resolve().is_relative_to(folder.resolve()):
        return Refused(file, f"{file}：是指向文件夹之外的链接，没有读取")
    if not file.is_file():
        return Refused(file, f"{file}：是失效的链接或不是普通文件，没有读取")
    if advice := UNREAD.get(file.suffix.lower()):
        return Refused(file, f"{file}：不支持这种文件，{advice}")
    try:
        name = checked_name(file.relative_to(folder).as_posix())
    except InputError as error:
        return Refused(file, str(error))
    return Candidate(file, name, str(file.resolve()))


def checked_name(name: str) -> str:
    """``name`` if it is text.

    Raises:
        InputError: the name's bytes are no text, so that it can neither be shown nor stored.
    """
    try:
        name.encode()
    except UnicodeEncodeError as error:
        shown = name.encode(errors="replace").decode()
        raise InputError(f"{shown}：文件名不是 UTF-8 文字，请改名后再加") from error
    return name
