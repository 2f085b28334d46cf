"""A new library while its source files are read into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.build import LibraryBuilder
from corpus.errors import InputError
from corpus.library import Library
from corpus.models import Parsed, Remark
from corpus.parse import PARSER_VERSION
from corpus.sources import Candidate, SourceInput
from corpus.storage import DATABASE, Manifest, SourceEntry
from embeddings.reports import FileReport, FileState, Skipped


@dataclass(frozen=True, slots=True)
class InUse:
    """The library in use, as an ingest needs it."""

    folder: Path
    manifest: Manifest

    @property
    def is_stale(self) -> bool:
        """Whether its documents were read by another version of the parser."""
        return self.manifest.parser_version != PARSER_VERSION


class Writing:
    """A new library while it is written: what is new goes in at once, the rest at the end."""

    def __init__(self, folder: Path, in_use: InUse | None) -> None:
        self._folder = folder
        self._in_use = in_use
        self._builder: LibraryBuilder | None = None
        self.entries: dict[str, SourceEntry] = {}
        """Source files that are written."""
        self.kept: dict[str, SourceEntry] = {}
        """Source files of the library in use that are to be copied."""
        if in_use is not None:
            self.kept = {entry.name: entry for entry in in_use.manifest.sources}
        self.removed: list[str] = []
        self.files: list[FileReport] = []
        self.skipped: list[Skipped] = []

    @property
    def builder(self) -> LibraryBuilder:
        """The database, begun when it is first written to."""
        if self._builder is None:
            self._builder = LibraryBuilder(self._folder / DATABASE)
        return self._builder

    @property
    def clauses(self) -> int:
        """How many clauses are written or kept."""
        return sum(entry.clauses for entry in (*self.entries.values(), *self.kept.values()))

    def remove(self, name: str) -> None:
        """Leave a source file of the library in use out."""
        del self.kept[name]
        self.removed.append(name)

    def add(self, candidate: Candidate) -> None:
        """Read a file, and parse it unless the library holds the same content already.

        Raises:
            InputError: it cannot be read, or another file has its name; what is kept stays.
        """
        source = candidate.read()
        known = self.kept.get(source.name)
        same = known is not None and known.sha256 == source.sha256
        if known is not None and same and not (self._in_use and self._in_use.is_stale):
            self._report(candidate, known, FileState.KEPT)
            return
        if known is not None and not same and known.origin != source.origin:
            raise InputError(
                f"{candidate.path}：文件库里已有同名的另一个文件（{known.origin}），请改名后再加"
            )
        parsed = source.parse()
        entry = self.write(source, parsed)
        state = FileState.KEPT if same else FileState.CHANGED if known else FileState.ADDED
        self._report(candidate, entry, state, parsed.remarks)

    def write(self, source: SourceInput, parsed: Parsed) -> SourceEntry:
        """Write a source file's documents; they take the place of what was kept of it."""
        self.builder.add_source(source.name, source.content, source.sidecar, parsed)
        documents, clauses, chunks = self.builder.counts(source.name)
        entry = SourceEntry(
            name=source.name,
            origin=source.origin,
            sha256=source.sha256,
            documents=documents,
            clauses=clauses,
            chunks=chunks,
        )
        self.entries[source.name] = entry
        self.kept.pop(source.name, None)
        return entry

    def _report(
        self,
        candidate: Candidate,
        entry: SourceEntry,
        state: FileState,
        remarks: tuple[Remark, ...] = (),
    ) -> None:
        path = str(candidate.path)
        self.files.append(FileReport(path, state, entry.documents, entry.clauses, remarks))

    def finish(self, told: Callable[[int, int], None]) -> None:
        """Bring in what is kept: copied, or parsed anew where the parser has changed.

        ``told`` is called with how many files of how many are parsed anew.
        """
        if self._in_use is None:
            return
        total = len(self.kept)
        for done, (name, entry) in enumerate(list(self.kept.items()), start=1):
            if self._in_use.is_stale:
                self._parse_again(self._in_use, entry)
                told(done, total)
            else:
                self.builder.copy_source(self._in_use.folder / DATABASE, name)
                self.entries[name] = self.kept.pop(name)

    def _parse_again(self, in_use: InUse, entry: SourceEntry) -> None:
        library = Library(in_use.folder)
        source = SourceInput(entry.name, entry.origin, *library.source(entry.name))
        library.close()
        try:
            self.write(source, source.parse())
        except InputError as error:
            self.skipped.append(Skipped(entry.origin, str(error)))

    def close(self) -> None:
        """Close the database, if it was begun."""
        if self._builder is not None:
            self._builder.close()
