"""What all packs have in common: numbered sources, the library's date, how they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from corpus.library import Library
from corpus.storage import DATABASE, MANIFEST, read_manifest
from qa.citing.cited import make_cited
from qa.citing.gbt7714 import Gbt7714
from qa.citing.official import Official, spell_date
from qa.packs.model import LibraryStamp, Pack, Section, Source
from qa.passages import Passage
from qa.search.filters import Filters
from qa.settings import Standard


class PackMaker:
    """Makes the sources of packs from one library, and packs of them."""

    def __init__(self, folder: Path, library: Library, standard: Standard) -> None:
        """Make packs from the library in ``folder``, references by an edition of GB/T 7714."""
        self._folder = folder
        self._library = library
        self._standard = standard
        self._checksums: dict[str, str] = {}

    def source(self, number: int, quote: str, passage: Passage) -> Source:
        """A source; the whole clause is quoted where ``quote`` is no part of its text."""
        document = self._library.documents[passage.document_id]
        cited = make_cited([passage], document)
        reference = Gbt7714(self._standard).write(cited)
        return Source(
            number=number,
            quote=quote if quote in passage.text else passage.text,
            passage=passage,
            official=Official().write(cited),
            reference=f"{reference}（GB/T 7714—{self._standard}）",
            url=document.url,
            sha256=self._checksum(passage.source_file),
        )

    def official(self, passages: tuple[Passage, ...]) -> str:
        """The official citation of clauses of one document."""
        document = self._library.documents[passages[0].document_id]
        return Official().write(make_cited(passages, document))

    def pack(
        self,
        title: str,
        sections: Iterable[Section],
        sources_heading: str,
        sources: Iterable[Source],
        remarks: Iterable[str] = (),
    ) -> Pack:
        """A pack; ``remarks`` are said of how it was made, besides what is said of every one."""
        about = (*remarks, *self._about())
        return Pack(title, tuple(sections), sources_heading, tuple(sources), self.library, about)

    @cached_property
    def library(self) -> LibraryStamp:
        """Which library the packs are made from."""
        manifest = read_manifest(self._folder)
        changed = datetime.fromtimestamp((self._folder / MANIFEST).stat().st_mtime).astimezone()
        return LibraryStamp(
            date=(manifest.created or changed).date().isoformat(),
            exact=manifest.created is not None,
            files=len(manifest.sources),
            documents=manifest.documents,
            sha256=manifest.checksums[DATABASE],
        )

    def _about(self) -> tuple[str, ...]:
        stamp = self.library
        date = spell_date(stamp.date) + ("" if stamp.exact else "（按清单文件的时间）")
        return (
            f"文件库日期：{date}，共 {stamp.files} 个源文件、{stamp.documents} 份文件。",
            f"文件库 SHA-256：{stamp.sha256}",
            "引文逐字取自文件库；页码、行号按源文件计；源文件的 SHA-256 按读入时的内容计算。",
            f"由碳问 {version('tanwen')} 生成，供核对来源之用，使用前请对照原件。",
        )

    def _checksum(self, source_file: str) -> str:
        """SHA-256 of a source file's bytes; the manifest's also covers its sidecar."""
        if source_file not in self._checksums:
            content, _ = self._library.source(source_file)
            self._checksums[source_file] = hashlib.sha256(content).hexdigest()
        return self._checksums[source_file]


def scope(filters: Filters) -> tuple[str, ...]:
    """That only some of the library's documents were looked at."""
    return (f"只查找了符合这些条件的文件：{filters.spelled}。",) if filters.given else ()
