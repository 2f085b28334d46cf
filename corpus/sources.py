"""Source files: which ones an ingest reads, and under which names the library knows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus.errors import InputError
from corpus.models import Document
from corpus.parse import parse_source
from corpus.readers.base import read_bytes
from corpus.readers.table import READERS, read_source
from corpus.sidecar import parse_sidecar, sidecar_path


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

    def parse(self) -> list[Document]:
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


def find_candidates(paths: Iterable[Path]) -> list[Candidate]:
    """The files to read: those named, those in the folders named, or the shipped ones if none is.

    Raises:
        InputError: a path does not exist, or two files would have the same name in the library.
    """
    named = list(paths)
    if not named:
        folder = shipped_documents()
        return [Candidate(p, p.name, f"shipped:{p.name}") for p in sorted(folder.glob("*.txt"))]
    found: dict[str, Candidate] = {}
    for candidate in (c for path in named for c in expand(path)):
        other = found.setdefault(candidate.name, candidate)
        if other.path != candidate.path:
            raise InputError(f"{candidate.path} 与 {other.path} 同名，请改名后再加")
    return list(found.values())


def expand(path: Path) -> Iterator[Candidate]:
    """The candidates of one path: the file itself, or the readable files of the folder."""
    if path.is_dir():
        files = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in READERS and p.is_file())
        for file in files:
            yield Candidate(file, file.relative_to(path).as_posix(), str(file.resolve()))
    elif path.exists():
        yield Candidate(path, path.name, str(path.resolve()))
    else:
        raise InputError(f"{path}：没有这个文件或文件夹，请检查路径")
