"""Where a library lies, and how a new one takes the old one's place in one step.

``DATA/CURRENT`` names the folder in ``DATA/libraries`` that is in use. A new library is written
into a folder of its own, which is in use only once ``CURRENT`` has been replaced; whatever kills
the writing process before that leaves the old library as it was.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from corpus.errors import SetupError

FORMAT_VERSION = 5
CURRENT = "CURRENT"
FOLDERS = "libraries"
MANIFEST = "manifest.json"
DATABASE = "library.sqlite"
VECTORS = "vectors.faiss"
INGEST = "tanwen ingest"


class SourceEntry(BaseModel):
    """A source file as the library holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    origin: str
    """The file's place when it was added, or ``shipped:NAME``."""
    sha256: str
    """Of the file and its sidecar."""
    documents: int
    clauses: int
    chunks: int


class Manifest(BaseModel):
    """What a library holds and how it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: int
    parser_version: int
    encoder: str
    dimension: int
    sources: tuple[SourceEntry, ...]
    checksums: dict[str, str]
    """SHA-256 of each file in the folder, by name."""
    created: AwareDatetime | None = None
    """When it was made; None of a library that was made before this was written down."""

    @property
    def documents(self) -> int:
        """How many documents the library holds."""
        return sum(source.documents for source in self.sources)

    @property
    def chunks(self) -> int:
        """How many chunks the library holds."""
        return sum(source.chunks for source in self.sources)


def open_folder(data: Path) -> tuple[Path, Manifest]:
    """The folder in use and its manifest, the files checked against their checksums.

    Raises:
        SetupError: there is no library, or it is half-written, damaged or of another version.
    """
    folder = current_folder(data)
    if folder is None:
        raise SetupError(f"{data} 中还没有文件库，请先运行：{INGEST}")
    manifest = read_manifest(folder)
    if manifest.format_version != FORMAT_VERSION:
        raise SetupError(f"{folder} 的格式是另一版本的，请重新运行：{INGEST}")
    for name, checksum in manifest.checksums.items():
        if not (folder / name).is_file() or file_sha256(folder / name) != checksum:
            raise SetupError(f"文件库不完整或已损坏：{folder / name}，请重新运行：{INGEST}")
    return folder, manifest


def current_folder(data: Path) -> Path | None:
    """The folder that ``CURRENT`` names, if it names one."""
    try:
        name = (data / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"读不出 {data / CURRENT}（{error}），请重新运行：{INGEST}") from error
    return data / FOLDERS / Path(name).name if name else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a library folder.

    Raises:
        SetupError: it is missing or not a manifest.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"文件库不完整：缺少 {path}，请重新运行：{INGEST}") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise SetupError(f"文件库清单已损坏：{path}，请重新运行：{INGEST}") from error


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def writing(data: Path) -> Iterator[Path]:
    """An empty folder for a new library, under the lock that lets one process write.

    If the writing fails, the folder is removed.

    Raises:
        SetupError: another process is writing, or the disk is full or not writable.
    """
    with disk_errors(data):
        (data / FOLDERS).mkdir(parents=True, exist_ok=True)
        with lock_for_writing(data):
            sweep(data)
            folder = data / FOLDERS / secrets.token_hex(8)
            folder.mkdir()
            try:
                yield folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise


@contextlib.contextmanager
def lock_for_writing(data: Path) -> Iterator[None]:
    """The lock of a data folder; who holds it stands in a file beside it."""
    lock = FileLock(data / ".ingest.lock", timeout=0)
    holder = data / ".ingest.holder"
    try:
        lock.acquire()
    except Timeout as error:
        raise SetupError(
            f"另一个 {INGEST} 正在写 {data}{read_holder(holder)}，请等它结束后再试"
        ) from error
    try:
        now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        holder.write_text(f"进程 {os.getpid()}，{now} 开始", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def read_holder(holder: Path) -> str:
    """Who holds the lock, in brackets; nothing where that is not known."""
    try:
        return f"（{holder.read_text(encoding='utf-8').strip()}）"
    except (OSError, UnicodeDecodeError):
        return ""


@contextlib.contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turns a full or unwritable disk into one line for the user."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SetupError(f"磁盘已满：{place}，请腾出空间后重新运行") from error
        raise SetupError(
            f"写不进 {place}（{error.strerror or error}），请检查磁盘和权限"
        ) from error
    except sqlite3.OperationalError as error:
        if "full" not in str(error) and "disk I/O" not in str(error):
            raise
        raise SetupError(f"磁盘已满：{place}，请腾出空间后重新运行") from error


def put_in_place(data: Path, folder: Path, manifest: Manifest) -> None:
    """Make the finished ``folder`` the library in use, in one step."""
    write_synced(folder / MANIFEST, manifest.model_dump_json(indent=2))
    pointer = data / f"{CURRENT}.new"
    write_synced(pointer, folder.name + "\n")
    pointer.replace(data / CURRENT)


def write_synced(path: Path, text: str) -> None:
    """Write a text file and wait until the disk has it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sweep(data: Path) -> None:
    """Remove the folders that are not in use, left by ingests that were killed or replaced.

    Done before an ingest, not after it, so that who still reads the replaced library may finish.
    """
    keep = current_folder(data)
    for folder in (data / FOLDERS).iterdir():
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)
