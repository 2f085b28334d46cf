"""Ingest: from source files to a library of clauses and vectors, put in place in one step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus.build import LibraryBuilder
from corpus.errors import InputError, SetupError
from corpus.library import Library
from corpus.models import Document
from corpus.parse import PARSER_VERSION
from corpus.sources import Candidate, SourceInput, find_candidates
from corpus.storage import (
    DATABASE,
    FORMAT_VERSION,
    VECTORS,
    Manifest,
    SourceEntry,
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
from embeddings.index import FaissFlatIndex

FREE_BYTES = 200 * 2**20
"""Disk space that an ingest wants before it begins."""


class IngestProgress(Protocol):
    """What an ingest tells while it runs."""

    def reading(self, done: int, total: int, clauses: int) -> None:
        """``done`` of ``total`` files are read, with ``clauses`` clauses in all."""
        ...

    def embedding(self, done: int, total: int) -> None:
        """``done`` of ``total`` chunks have their vector."""
        ...


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did; numbers are of the whole library but for ``embedded`` and ``reused``."""

    documents: int
    chunks: int
    embedded: int
    reused: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float


@dataclass
class Plan:
    """What the new library is to hold."""

    changed: dict[str, tuple[SourceInput, list[Document]]] = field(default_factory=dict)
    kept: dict[str, SourceEntry] = field(default_factory=dict)
    """Sources whose rows are copied from the library in use."""
    removed: int = 0
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class InUse:
    """The library in use, as an ingest needs it."""

    folder: Path
    manifest: Manifest


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
) -> IngestReport:
    """Add, update and remove source files, and put the new library in place.

    What is already in the library stays. Where nothing changes, nothing is written.

    Args:
        paths: Files or folders; the shipped documents if there are none and nothing to remove.
        data: The data folder.
        encoder: The sentence encoder.
        cache: File of the vector cache.
        progress: Told how far the ingest is.
        remove: Document ids or source file names to take out.

    Raises:
        InputError: a path or an id is wrong, or no file at all could be read.
        SetupError: no disk space, another ingest at work, or the sentence model is not ready.
    """
    started = time.monotonic()
    candidates = find_candidates(paths) if paths or not remove else []
    with disk_errors(data):
        data.mkdir(parents=True, exist_ok=True)
        require_space(data)
    with writing(data) as folder:
        in_use = find_in_use(data)
        plan = make_plan(candidates, remove, in_use, progress)
        if in_use is None:
            plan.skipped += find_lost(data, candidates)
        if in_use is not None and is_up_to_date(plan, in_use.manifest, encoder):
            folder.rmdir()
            return report(in_use.manifest, plan, 0, in_use.manifest.chunks, started)
        manifest, embedded, reused = build(folder, plan, in_use, encoder, cache, progress)
        put_in_place(data, folder, manifest)
    return report(manifest, plan, embedded, reused, started)


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


def make_plan(
    candidates: Sequence[Candidate],
    remove: Sequence[str],
    in_use: InUse | None,
    progress: IngestProgress,
) -> Plan:
    """Read what is new or changed and decide what stays."""
    plan = Plan()
    if in_use is not None:
        carry_over(plan, in_use)
    for name in names_to_remove(remove, in_use):
        plan.kept.pop(name, None)
        plan.changed.pop(name, None)
        plan.removed += 1
    clauses = sum(count_clauses(documents) for _, documents in plan.changed.values())
    clauses += sum(entry.clauses for entry in plan.kept.values())
    for done, candidate in enumerate(candidates, start=1):
        try:
            clauses += read_candidate(plan, candidate)
        except InputError as error:
            plan.skipped.append(Skipped(str(candidate.path), str(error)))
        progress.reading(done, len(candidates), clauses)
    if candidates and len(plan.skipped) == len(candidates):
        raise InputError("；".join(skipped.reason for skipped in plan.skipped))
    return plan


def carry_over(plan: Plan, in_use: InUse) -> None:
    """Plan to keep all that the library in use holds, parsed anew where the parser has changed."""
    entries = {entry.name: entry for entry in in_use.manifest.sources}
    if in_use.manifest.parser_version == PARSER_VERSION:
        plan.kept = entries
        return
    library = Library(in_use.folder)
    for name, entry in entries.items():
        source = SourceInput(name, entry.origin, *library.source(name))
        plan.changed[name] = (source, source.parse())
    library.close()


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


def read_candidate(plan: Plan, candidate: Candidate) -> int:
    """Read a file, and parse it unless the library holds the same content already.

    Returns:
        How many clauses more are planned than before.
    """
    source = candidate.read()
    known = plan.kept.get(source.name)
    if known is not None and known.sha256 == source.sha256:
        return 0
    if known is not None and known.origin != source.origin:
        raise InputError(
            f"{candidate.path}：文件库里已有同名的另一个文件（{known.origin}），请改名后再加"
        )
    _, replaced = plan.changed.get(source.name, (source, []))
    documents = source.parse()
    plan.changed[source.name] = (source, documents)
    plan.kept.pop(source.name, None)
    return count_clauses(documents) - (known.clauses if known else count_clauses(replaced))


def count_clauses(documents: Iterable[Document]) -> int:
    """How many clauses some documents have."""
    return sum(len(document.clauses) for document in documents)


def is_up_to_date(plan: Plan, manifest: Manifest, encoder: Encoder) -> bool:
    """Whether the library in use is already what is planned."""
    return not plan.changed and not plan.removed and manifest.encoder == encoder.name


def build(
    folder: Path,
    plan: Plan,
    in_use: InUse | None,
    encoder: Encoder,
    cache: Path,
    progress: IngestProgress,
) -> tuple[Manifest, int, int]:
    """Write the new library into ``folder``; its manifest, and vectors embedded and reused."""
    builder = LibraryBuilder(folder / DATABASE)
    entries = [
        add_source(builder, name, plan, in_use) for name in sorted({*plan.kept, *plan.changed})
    ]
    inputs = [dense_input(*row) for row in builder.chunk_texts()]
    builder.close()
    counter = Counter(len(inputs), progress)
    with VectorCache(cache, encoder.name, encoder.dimension) as vectors:
        result = embed_cached(encoder, vectors, inputs, counter.add)
    index = FaissFlatIndex(encoder.dimension)
    index.add(result.vectors)
    index.save(folder / VECTORS)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        parser_version=PARSER_VERSION,
        encoder=encoder.name,
        dimension=encoder.dimension,
        sources=tuple(entries),
        checksums={name: file_sha256(folder / name) for name in (DATABASE, VECTORS)},
    )
    return manifest, result.embedded, result.reused


def add_source(builder: LibraryBuilder, name: str, plan: Plan, in_use: InUse | None) -> SourceEntry:
    """Write one source file's documents, parsed now or copied from the library in use."""
    if in_use is not None and name in plan.kept:
        builder.copy_source(in_use.folder / DATABASE, name)
        return plan.kept[name]
    source, documents = plan.changed[name]
    builder.add_source(name, source.content, source.sidecar)
    for document in documents:
        builder.add_document(document)
    counted = builder.counts(name)
    return SourceEntry(
        name=name,
        origin=source.origin,
        sha256=source.sha256,
        documents=counted[0],
        clauses=counted[1],
        chunks=counted[2],
    )


def dense_input(title: str | None, path: Sequence[str], text: str) -> str:
    """The text that is embedded for a chunk.

    Title and path stand in front of it, for a place's name is often in the title only.
    """
    head = " ".join(part for part in (title, *path) if part)
    return f"{head}\n{text}" if head else text


def report(
    manifest: Manifest, plan: Plan, embedded: int, reused: int, started: float
) -> IngestReport:
    """The report of an ingest that began at ``started``."""
    return IngestReport(
        documents=manifest.documents,
        chunks=manifest.chunks,
        embedded=embedded,
        reused=reused,
        removed=plan.removed,
        skipped=tuple(plan.skipped),
        seconds=round(time.monotonic() - started, 3),
    )
