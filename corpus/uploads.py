"""Files that were added through the page: their originals, in ``DATA/uploads``.

Each lies there under a name made of the digest of its own (``<digest>.docx``), with a label beside
it (``<digest>.json``) that says what it is called in the library, and its sidecar
(``<digest>.toml``) where it has one. A library holds the bytes of all
its files, so these originals are read again only where it lost them.

What a library is made of: everything that was ever put into it, until it is removed. ``tanwen
ingest`` without arguments adds the shipped documents, with arguments the files and folders given;
files added through the page stay, whatever was given, and where a damaged library is made anew
they come back from here. Removing such a file, on the page or with ``--remove``, deletes its
original.

A new upload is staged in a hidden folder first and takes its place only when the library that
holds it is in use; an ingest that fails or is stopped leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.sidecar import sidecar_path
from corpus.sources import Candidate, Found, Refused
from corpus.storage import SourceEntry, disk_errors

FOLDER = "uploads"
UPLOADED = "uploaded:"
"""What the origin of an uploaded file begins with; the name of its original follows."""
STAGED = ".new-"
LABEL = ".json"
FORGOTTEN = 24 * 3600
"""Seconds after which a staged folder is one that a killed server left."""
DIGITS = 24
"""Of a digest, in a stored name."""


class Label(BaseModel):
    """What stands beside an original."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """The file's name in the library."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A hidden folder for the files of one request."""

    folder: Path

    def add(self, name: str, content: bytes, sidecar: bytes | None = None) -> Candidate:
        """Write a file of this name in the library, and its sidecar; an ingest reads them here."""
        digest = hashlib.sha256(name.encode()).hexdigest()[:DIGITS]
        path = self.folder / f"{digest}{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        if sidecar is not None:
            sidecar_path(path).write_bytes(sidecar)
        path.with_suffix(LABEL).write_text(Label(name=name).model_dump_json(), encoding="utf-8")
        return Candidate(path, name, f"{UPLOADED}{path.name}")


@contextlib.contextmanager
def staging(data: Path) -> Iterator[Staging]:
    """A hidden folder that is gone at the end.

    Raises:
        SetupError: the disk is full or not writable.
    """
    uploads = data / FOLDER
    with disk_errors(uploads):
        uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep_staged(uploads)
        folder = Path(tempfile.mkdtemp(prefix=STAGED, dir=uploads))
        try:
            yield Staging(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep_staged(uploads: Path) -> None:
    """Remove what killed servers left."""
    for folder in uploads.glob(f"{STAGED}*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


def find_lost(data: Path, known: Collection[str]) -> list[Candidate]:
    """The uploaded files that a library does not hold.

    Args:
        data: The data folder.
        known: The origins of the files that it holds.
    """
    found = []
    for label in sorted((data / FOLDER).glob(f"[!.]*{LABEL}")):
        with contextlib.suppress(OSError, ValidationError, UnicodeDecodeError):
            name = Label.model_validate_json(label.read_text(encoding="utf-8")).name
            path = label.with_suffix(PurePath(name).suffix.lower())
            if path.is_file() and f"{UPLOADED}{path.name}" not in known:
                found.append(Candidate(path, name, f"{UPLOADED}{path.name}"))
    return found


def with_uploads(found: Found, uploads: Iterable[Candidate]) -> Found:
    """``found`` and uploaded files besides; one whose name is taken is refused."""
    names = {candidate.name for candidate in found.candidates}
    added: list[Candidate] = []
    refused: list[Refused] = []
    for one in uploads:
        if one.name in names:
            reason = f"{one.name}：与另一个要读取的文件同名，没有读取，请改名后再加"
            refused.append(Refused(one.path, reason))
        else:
            names.add(one.name)
            added.append(one)
    return replace(
        found,
        candidates=(*found.candidates, *added),
        refused=(*found.refused, *refused),
    )


def settle(data: Path, staged: Iterable[Candidate], held: Collection[SourceEntry]) -> None:
    """Put the originals of the staged files that a library now holds in their place."""
    origins = {entry.origin for entry in held}
    for one in staged:
        if one.origin in origins:
            for path in stored(one.path):
                kept = data / FOLDER / path.name
                if path.exists():
                    path.replace(kept)
                else:
                    kept.unlink(missing_ok=True)


def forget(data: Path, removed: Iterable[SourceEntry]) -> None:
    """Delete the originals of uploaded files that were removed from the library."""
    for entry in removed:
        if entry.origin.startswith(UPLOADED):
            path = data / FOLDER / PurePath(entry.origin.removeprefix(UPLOADED)).name
            for one in stored(path):
                one.unlink(missing_ok=True)


def stored(path: Path) -> tuple[Path, Path, Path]:
    """What there may be of an original: itself, its label, its sidecar."""
    return path, path.with_suffix(LABEL), sidecar_path(path)
