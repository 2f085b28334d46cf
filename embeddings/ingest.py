"""Ingest: from source files to a library of clauses and vectors, put in place in one step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from corpus import uploads
from corpus.errors import InputError, SetupError
from corpus.library import Library
from corpus.parse import PARSER_VERSION
from corpus.regions import place_stem
from corpus.sources import Candidate, Found, find_sources
from corpus.storage import (
    DATABASE,
    FORMAT_VERSION,
    VECTORS,
    Manifest,
    current_folder,
    disk_errors,
    file_sha256,
    open_folder,
    put_in_place,
    read_manifest,
    writing,
)
from embeddings.cache import VectorCache
from embeddings.cached import embed_cached
from embeddings.encoder import Encoder
from embeddings.kinds import build_index
from embeddings.reports import IngestReport, Skipped
from embeddings.writing import InUse, Writing

FREE_BYTES = 200 * 2**20
"""Disk space that an ingest wants before it begins."""


class NothingReadError(InputError):
    """None of the files could be read."""

    def __init__(self, skipped: Sequence[Skipped]) -> None:
        super().__init__("；".join(one.reason for one in skipped))
        self.skipped = tuple(skipped)


class IngestProgress(Protocol):
    """What an ingest tells while it runs."""

    def reading(self, done: int, total: int, clauses: int) -> None:
        """``done`` of ``total`` files are read, with ``clauses`` clauses in all."""
        ...

    def embedding(self, done: int, total: int) -> None:
        """``done`` of ``total`` chunks have their vector."""
        ...


@dataclass
class Counter:
    """Adds up the chunks that have their vector."""

    total: int
    progress: IngestProgress
    done: int = 0

    def add(self, number: int) -> None:
        """Tell that ``number`` more are done."""
        self.done += number
        self.progress.embedding(self.done, self.total)


def ingest(
    paths: Sequence[Path],
    *,
    data: Path,
    encoder: Encoder,
    cache: Path,
    progress: IngestProgress,
    remove: Sequence[str] = (),
    uploaded: Sequence[Candidate] = (),
) -> IngestReport:
    """Add, update and remove source files, and put the new library in place.

    What is already in the library stays, but for files of a folder given here that are no longer
    in it; what was added through the page comes back where it was lost (`corpus.uploads`). Where
    nothing changes, nothing is written.

    Args:
        paths: Files or folders; the shipped documents if there are none and nothing to remove.
        data: The data folder.
        encoder: The sentence encoder.
        cache: File of the vector cache.
        progress: Told how far the ingest is.
        remove: Document ids or source file names to take out.
        uploaded: Files that are staged by `corpus.uploads`.

    Raises:
        InputError: a path or an id is wrong; `NothingReadError` where no file could be read.
        SetupError: no disk space, another ingest at work, or the sentence model is not ready.
    """
    started = time.monotonic()
    asked = paths or not (remove or uploaded)
    found = find_sources(paths) if asked else Found((), (), ())
    with disk_errors(data):
        data.mkdir(parents=True, exist_ok=True)
        require_space(data)
    with writing(data) as folder:
        in_use = find_in_use(data)
        work = Writing(folder, in_use)
        found = uploads.with_uploads(found, [*uploaded, *find_uploads(data, uploaded, in_use)])
        for name in dict.fromkeys([*names_to_remove(remove, in_use), *names_gone(found, in_use)]):
            work.remove(name)
        read_files(work, found, progress)
        if in_use is None:
            work.skipped += find_lost(data, found.candidates)
        if in_use is not None and is_up_to_date(work, in_use, encoder):
            folder.rmdir()
            return report(in_use.manifest, work, 0, in_use.manifest.chunks, started)
        manifest, embedded, reused = build(folder, work, encoder, cache, progress)
        put_in_place(data, folder, manifest)
        settle_uploads(data, uploaded, work, in_use)
    return report(manifest, work, embedded, reused, started)


def require_space(data: Path) -> None:
    """Refuse to begin on a full disk."""
    free = shutil.disk_usage(data).free
    if free < FREE_BYTES:
        need = FREE_BYTES // 2**20
        raise SetupError(f"磁盘空间不足：{data} 只剩 {free // 2**20} MB，至少需要 {need} MB")


def find_in_use(data: Path) -> InUse | None:
    """The library in use; None where there is none or it cannot be read any more."""
    try:
        return InUse(*open_folder(data))
    except SetupError:
        return None


def find_uploads(data: Path, staged: Sequence[Candidate], in_use: InUse | None) -> list[Candidate]:
    """The files once added through the page that are neither staged nor in the library in use."""
    known = {candidate.origin for candidate in staged}
    known |= {entry.origin for entry in in_use.manifest.sources} if in_use else set()
    return uploads.find_lost(data, known)


def settle_uploads(
    data: Path, staged: Sequence[Candidate], work: Writing, in_use: InUse | None
) -> None:
    """Keep the originals of what was added through the page, delete those of what was removed."""
    refused = {skipped.path for skipped in work.skipped}
    taken = [candidate for candidate in staged if str(candidate.path) not in refused]
    uploads.settle(data, taken, work.entries.values())
    sources = in_use.manifest.sources if in_use else ()
    uploads.forget(data, [entry for entry in sources if entry.name in work.removed])


def find_lost(data: Path, candidates: Sequence[Candidate]) -> list[Skipped]:
    """The files that a damaged library held and that this ingest does not bring back."""
    folder = current_folder(data)
    try:
        sources = read_manifest(folder).sources if folder else ()
    except SetupError:
        return []
    known = {candidate.name for candidate in candidates}
    reason = "原来的文件库已损坏，这个文件需重新加入：tanwen ingest"
    return [Skipped(entry.origin, reason) for entry in sources if entry.name not in known]


def names_to_remove(remove: Sequence[str], in_use: InUse | None) -> list[str]:
    """The source files that the ids or names in ``remove`` stand for.

    Raises:
        InputError: there is no such document, or it is one of several in its file.
    """
    if not remove:
        return []
    if in_use is None:
        raise InputError("文件库是空的，没有可移除的文件")
    library = Library(in_use.folder)
    entries = {entry.name: entry for entry in in_use.manifest.sources}
    names = []
    for wanted in remove:
        document = library.documents.get(wanted)
        name = document.source_file if document else wanted
        if name not in entries:
            raise InputError(f"文件库里没有 {wanted}，可用 tanwen documents 查看编号")
        if document and entries[name].documents > 1:
            raise InputError(f"{wanted} 是汇编 {name} 中的一篇，只能整个移除：--remove {name}")
        names.append(name)
    library.close()
    return list(dict.fromkeys(names))


def names_gone(found: Found, in_use: InUse | None) -> list[str]:
    """The source files that were in a folder given here and are no longer, or have a new name."""
    if in_use is None:
        return []
    names = {candidate.origin: candidate.name for candidate in found.candidates}
    gone = []
    for entry in in_use.manifest.sources:
        origin = Path(entry.origin)
        inside = any(origin.is_relative_to(folder) for folder in found.folders)
        moved = names.get(entry.origin, entry.name) != entry.name
        if moved or (inside and not origin.exists()):
            gone.append(entry.name)
    return gone


def read_files(work: Writing, found: Found, progress: IngestProgress) -> None:
    """Read the files one after the other; one that fails is skipped.

    Raises:
        NothingReadError: none of them could be read.
    """
    work.skipped += [Skipped(str(one.path), one.reason) for one in found.refused]
    for done, candidate in enumerate(found.candidates, start=1):
        try:
            work.add(candidate)
        except InputError as error:
            work.skipped.append(Skipped(str(candidate.path), str(error)))
        progress.reading(done, len(found.candidates), work.clauses)
    if work.skipped and not work.files and not work.removed:
        raise NothingReadError(work.skipped)


def is_up_to_date(work: Writing, in_use: InUse, encoder: Encoder) -> bool:
    """Whether the library in use is already what is wanted."""
    changed = work.entries or work.removed or in_use.is_stale
    return not changed and in_use.manifest.encoder == encoder.name


def build(
    folder: Path, work: Writing, encoder: Encoder, cache: Path, progress: IngestProgress
) -> tuple[Manifest, int, int]:
    """Finish the new library in ``folder``; its manifest, and vectors embedded and reused."""
    work.finish(lambda done, total: progress.reading(done, total, work.clauses))
    builder = work.builder
    builder.mark_duplicates()
    builder.count_bigrams()
    inputs = [dense_input(*row) for row in builder.chunk_texts()]
    work.close()
    counter = Counter(len(inputs), progress)
    with VectorCache(cache, encoder.name, encoder.dimension) as vectors:
        result = embed_cached(encoder, vectors, inputs, counter.add)
    build_index(result.vectors).save(folder / VECTORS)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        parser_version=PARSER_VERSION,
        encoder=encoder.name,
        dimension=encoder.dimension,
        sources=tuple(work.entries[name] for name in sorted(work.entries)),
        checksums={name: file_sha256(folder / name) for name in (DATABASE, VECTORS)},
        created=datetime.now().astimezone().replace(microsecond=0),
    )
    return manifest, result.embedded, result.reused


def dense_input(place: str | None, title: str | None, path: Sequence[str], text: str) -> str:
    """The text that is embedded for a chunk.

    Place, title and path stand in front of it, for a clause seldom says whose it is.
    """
    named = place and place_stem(place) in (title or "")
    head = " ".join(part for part in (None if named else place, title, *path) if part)
    return f"{head}\n{text}" if head else text


def report(
    manifest: Manifest, work: Writing, embedded: int, reused: int, started: float
) -> IngestReport:
    """The report of an ingest that began at ``started``."""
    return IngestReport(
        documents=manifest.documents,
        chunks=manifest.chunks,
        embedded=embedded,
        reused=reused,
        removed=len(work.removed),
        skipped=tuple(work.skipped),
        files=tuple(work.files),
        seconds=round(time.monotonic() - started, 3),
    )
