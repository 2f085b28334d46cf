"""What an evidence pack holds, whatever it was made of and whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa.citations import caveats, name_copies, name_lines, name_pages
from qa.comparing.charts import Chart
from qa.passages import Passage

NUMERALS = "一二三四五六七八九十"
NO_PAGES = "源文件不分页"


class Voice(StrEnum):
    """Whose words a paragraph is in."""

    OWN = "own"
    """The program's or the model's."""
    QUOTED = "quoted"
    """A document's, letter by letter."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph with the numbers of the sources that bear them."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a pack."""

    pieces: tuple[Piece, ...]
    voice: Voice = Voice.OWN


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a pack under one heading."""

    heading: str
    """Without its numeral."""
    paragraphs: tuple[Paragraph, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of cells, the first one the head; every row as long as it."""
    charts: tuple[Chart, ...] = ()
    """Drawn below the table where the kind of file has charts; the table says all of it too."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clause that is cited, by its number."""

    number: int
    quote: str
    """A part of the passage's text as it is stored."""
    passage: Passage
    official: str
    """The citation as official documents quote each other."""
    reference: str
    """The reference by GB/T 7714, with the edition in front of it."""
    url: str | None
    sha256: str
    """Of the source file as it was read into the library, in hexadecimal."""

    @property
    def details(self) -> Iterator[str]:
        """Where the words stand and what has to be known of them, a line each; what is known."""
        passage = self.passage
        named = (
            ("条款", " › ".join(passage.clause_path)),
            ("页码", name_pages(passage) or NO_PAGES),
            ("位置", name_lines(passage)),
            ("所载汇编", passage.compilation),
            ("参考文献", self.reference),
            ("链接", self.url),
            ("源文件", passage.source_file),
            ("SHA-256", self.sha256),
        )
        yield from (f"{name}：{value}" for name, value in named if value)
        yield from (f"注意：{note}" for note in caveats([passage]))
        if copies := name_copies(passage):
            yield copies


@dataclass(frozen=True, slots=True)
class LibraryStamp:
    """Which library a pack was made from."""

    date: str
    """YYYY-MM-DD: when it was made."""
    exact: bool
    """Whether the library says so itself; else the date is that of its list of files."""
    files: int
    documents: int
    sha256: str
    """Of its database."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What somebody takes away: text with numbered sources, and what it was made from."""

    title: str
    sections: tuple[Section, ...]
    sources_heading: str
    sources: tuple[Source, ...]
    library: LibraryStamp
    about: tuple[str, ...]
    """How it was made, a sentence each."""

    @property
    def headings(self) -> Iterator[str]:
        """The numerals of its parts: 一、二、三、…."""
        return (f"{numeral}、" for numeral in NUMERALS)


def plain(*texts: str) -> tuple[Paragraph, ...]:
    """Paragraphs in the program's words that cite nothing."""
    return tuple(Paragraph((Piece(text),)) for text in texts)


def section(heading: str, *paragraphs: Paragraph) -> tuple[Section, ...]:
    """A section of these paragraphs; none where there are none."""
    return (Section(heading, paragraphs),) if paragraphs else ()
