"""What passes between the stages of reading: lines, paragraphs, clauses, chunks, documents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter


class Level(StrEnum):
    """Who issued a document; the values are what users read."""

    NATION = "国家"
    MINISTRY = "部委"
    PROVINCE = "省"
    CITY = "市"
    COMPANY = "企业"
    INTERNATIONAL = "国际"


class Gap(StrEnum):
    """What a source file gives instead of a document's whole text; the values are for users."""

    SUMMARY = "只有摘要"
    CONTENTS = "只有目录"
    ABRIDGED = "有删减"
    ANNEX = "缺附件"
    UNKNOWN = "不完整"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line of a source file, with what the file itself says of it."""

    number: int
    """1-based line of the source file (of a file without lines: of its text as read)."""
    page: int
    """1-based page of the source file; 1 in a file without pages."""
    text: str
    """The line without its outer white space."""
    starts_page: bool = False
    heading: int = 0
    """Depth of a heading that the file marks as one (1 is the highest); 0 for other lines."""
    table: int = 0
    """Running number of the table that the line is a row of; 0 for other lines."""
    numbered: int = 0
    """Depth of the decimal number in sequence (4.1.2 has 3) that the line begins with, or 0."""
    indented: bool | None = None
    """Whether it has a paragraph's indent; None where the file does not show it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """From ``offset`` (characters of the joined text) on, the text stands on this line and page."""

    offset: int
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Text:
    """Joined text that still knows on which line and page each character stood."""

    text: str
    origins: tuple[Origin, ...]
    """Sorted by offset; the first offset is 0."""
    heading: int = 0
    """As of `Line`."""
    table: int = 0
    """Running number of the table that the text is; 0 for other text."""
    numbered: int = 0
    """As of `Line`."""

    def at(self, offset: int) -> Origin:
        """Where the character at ``offset`` stood."""
        return self.origins[bisect_right(self.origins, offset, key=lambda o: o.offset) - 1]

    def slice(self, start: int, end: int) -> Text:
        """The characters ``start`` to ``end`` with their origins."""
        begin = bisect_right(self.origins, start, key=attrgetter("offset"))
        stop = bisect_left(self.origins, end, lo=begin, key=attrgetter("offset"))
        first = self.origins[begin - 1]
        moved = [Origin(0, first.line, first.page)]
        moved += [Origin(o.offset - start, o.line, o.page) for o in self.origins[begin:stop]]
        return replace(self, text=self.text[start:end], origins=tuple(moved))

    @property
    def is_table(self) -> bool:
        """Whether it is a table, its rows a line each; no sentence can be quoted from it."""
        return self.table > 0

    @property
    def first(self) -> Origin:
        """Where the text begins."""
        return self.origins[0]

    @property
    def last(self) -> Origin:
        """Where the text ends."""
        return self.origins[-1]


def join_texts(parts: list[Text], separator: str = "\n") -> Text:
    """Join texts with ``separator``, a part of the text before it; the first one's marks stay."""
    origins: list[Origin] = []
    offset = 0
    for part in parts:
        origins += [Origin(o.offset + offset, o.line, o.page) for o in part.origins]
        offset += len(part.text) + len(separator)
    joined = separator.join(part.text for part in parts)
    return replace(parts[0], text=joined, origins=tuple(origins))


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest headed unit of a document, with the headings above it and its own."""

    ordinal: int
    path: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded: one clause or a part of a long one."""

    clause: int
    """Ordinal of its clause in the document."""
    path: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text prints about itself; None where it prints nothing."""

    title: str | None = None
    doc_no: str | None = None
    issuer: tuple[str, ...] = ()
    date: str | None = None
    """Date of issue, ISO: YYYY-MM-DD or YYYY-MM."""
    effective: str | None = None
    """Date from which it is in force, where the text prints one; ISO."""
    region: str | None = None
    level: Level | None = None
    type: str | None = None
    url: str | None = None
    inferred: tuple[str, ...] = ()
    """Names of the fields above that the text does not print."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a source file with its clauses and chunks."""

    document_id: str
    source_file: str
    metadata: Metadata
    compilation: str | None
    """Title of the compilation that it was taken from."""
    chapter: str | None
    """Title of the compilation's chapter, or part without chapters, that it stands in."""
    gap: Gap | None
    """What is missing of its text; None if nothing is known to be."""
    line_start: int
    line_end: int
    paged: bool
    """Whether the source file shows where its pages begin; if not, nothing has a page."""
    clauses: tuple[Clause, ...]
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a source file that its owner should look at, such as a page without text."""

    line: int | None
    """The line that it is about; None if it is about the whole file."""
    text: str
    """One sentence in Chinese, without the file's name."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source file as read."""

    name: str
    """Name under which the library knows the file; unique in a library."""
    lines: tuple[Line, ...] = field(repr=False)
    """Non-blank lines in order, without printed page numbers, headers and footers."""
    wrapped: bool
    """Whether a paragraph may stand on several lines; if not, each line is a paragraph."""
    paged: bool
    """Whether the file shows where its pages begin; if not, nothing in it has a page."""
    printed: Mapping[int, str] = field(default_factory=dict)
    """The page number printed on a page, by the 1-based page of the file, where there is one."""
    title: str | None = None
    """The title that the file states apart from its text."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source file with its documents."""

    documents: tuple[Document, ...]
    printed: Mapping[int, str]
    """As of `SourceFile`."""
    remarks: tuple[Remark, ...]

    @property
    def clauses(self) -> int:
        """How many clauses the documents have."""
        return sum(len(document.clauses) for document in self.documents)
