"""Sidecars among uploaded files: 方案.toml corrects 方案.docx, of the same batch or the library.

They are read and checked where the file itself is (`corpus.sidecar`). A file that comes again
without one keeps that which it had, as one that lies beside it in a folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from corpus.errors import InputError
from corpus.storage import SourceEntry, read_manifest
from corpus.uploads import UPLOADED
from embeddings.reports import Skipped
from qa.curating.receiving import Batch, Received, is_sidecar
from qa.library_view import LibraryView


def correct(batch: Batch, view: LibraryView) -> Batch:
    """A batch whose sidecars have been put to their files; one without a file is refused."""
    held = {entry.name: entry for entry in read_manifest(view.folder).sources}
    given = [one for one in batch.received if not is_sidecar(one.name)]
    files = {one.name: replace(one, sidecar=kept_sidecar(held, one, view)) for one in given}
    refused = list(batch.refused)
    for one in batch.received:
        try:
            if is_sidecar(one.name):
                found = beside(one, files.values()) or from_library(one, held.values(), view)
                files |= {file.name: replace(file, sidecar=one.content) for file in found}
        except InputError as error:
            refused.append(Skipped(one.name, str(error)))
    return Batch(tuple(files.values()), tuple(refused))


def kept_sidecar(held: dict[str, SourceEntry], file: Received, view: LibraryView) -> bytes | None:
    """The sidecar that the library holds of an uploaded file; None where there is none."""
    entry = held.get(file.name)
    return view.library.source(entry.name)[1] if entry and is_uploaded(entry) else None


def beside(sidecar: Received, files: Iterable[Received]) -> list[Received]:
    """The files that a sidecar is about."""
    return [one for one in files if is_about(sidecar.name, one.name)]


def from_library(
    sidecar: Received, entries: Iterable[SourceEntry], view: LibraryView
) -> list[Received]:
    """The files of the library that a sidecar is about.

    Raises:
        InputError: there are none, or they were not added on the page.
    """
    found = [entry for entry in entries if is_about(sidecar.name, entry.name)]
    if not found:
        raise InputError(f"{sidecar.name}：没有同名的文件，请与它要更正的文件一起添加")
    for entry in found:
        if not is_uploaded(entry):
            raise InputError(
                f"{sidecar.name}：{entry.name} 不是在网页上添加的，"
                "请把 .toml 放在原文件旁，再运行 tanwen ingest"
            )
    return [Received(entry.name, view.library.source(entry.name)[0]) for entry in found]


def is_about(sidecar: str, name: str) -> bool:
    """Whether a sidecar of this name corrects a file of that name."""
    return PurePosixPath(sidecar).stem == PurePosixPath(name).stem


def is_uploaded(entry: SourceEntry) -> bool:
    """Whether a source file was added on the page."""
    return entry.origin.startswith(UPLOADED)
