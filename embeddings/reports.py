"""What an ingest tells of each file and of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Remark


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken, and why."""

    path: str
    reason: str


class FileState(StrEnum):
    """What became of a file; the values are what users read."""

    ADDED = "新增"
    CHANGED = "更新"
    KEPT = "未变"


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file that was taken."""

    path: str
    state: FileState
    documents: int
    clauses: int
    remarks: tuple[Remark, ...] = ()
    """What its owner should look at, for a file that was read now."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did; numbers are of the whole library but for ``embedded`` and ``reused``."""

    documents: int
    chunks: int
    embedded: int
    reused: int
    removed: int
    """How many files were taken out."""
    skipped: tuple[Skipped, ...]
    files: tuple[FileReport, ...]
    seconds: float
