"""A pack in Markdown that any viewer of CommonMark with tables shows as it is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from qa.citing.markdown import escape
from qa.citing.official import spell_date
from qa.export.cells import plain_text
from qa.packs.model import Pack, Paragraph, Section, Source, Voice

BREAK = re.compile(r"\s*(?:\r\n|[\n\r\x85\u2028\u2029])\s*")
LEADING = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=[-+=:]))", re.MULTILINE)
"""What would begin a list, a heading's underline or a table's rule at a line's start."""

Escape = Callable[[str], str]
"""Has marks within a line shown as they are."""
URL = re.compile(r"https?://[\w/:?#@!$&'*+,;=%~.-]*[\w/=%-]", re.ASCII)


def to_markdown(pack: Pack) -> bytes:
    """The file, in UTF-8."""
    return ("\n\n".join(blocks(pack)) + "\n").encode()


def blocks(pack: Pack) -> Iterator[str]:
    """Title, sections, sources and how it was made, each block without its blank lines."""
    numerals = pack.headings
    yield f"# {on_one_line(pack.title)}"
    yield f"（依据 {spell_date(pack.library.date)}的文件库）"
    for one in pack.sections:
        yield f"## {next(numerals)}{on_one_line(one.heading)}"
        yield from section_blocks(one)
    if pack.sources:
        yield f"## {next(numerals)}{on_one_line(pack.sources_heading)}"
        yield "\n\n".join(map(source_item, pack.sources))
    yield f"## {next(numerals)}编制说明"
    yield "\n".join(f"- {on_one_line(text)}" for text in pack.about)


def section_blocks(section: Section) -> Iterator[str]:
    """Its table and paragraphs."""
    if section.table:
        yield table_block(section.table)
    yield from map(paragraph_block, section.paragraphs)


def paragraph_block(paragraph: Paragraph) -> str:
    """A paragraph; one in a document's words is a quotation."""
    text = "".join(escape_text(one.text) + marks(one.sources) for one in paragraph.pieces)
    return prefixed("> ", text) if paragraph.voice is Voice.QUOTED else text


def marks(numbers: Sequence[int]) -> str:
    """``[1][2]``, which must not be read as links."""
    return "".join(escape(f"[{number}]") for number in numbers)


def source_item(source: Source) -> str:
    """An item of a list: number and citation, the quote, and a list of what is known of it."""
    details = "\n".join(f"- {with_links(text)}" for text in source.details)
    quote = prefixed("> ", f"“{escape_text(source.quote)}”")
    content = f"{marks((source.number,))} {on_one_line(source.official)}\n\n{quote}\n\n{details}"
    return "- " + prefixed("  ", content).removeprefix("  ")


def with_links(text: str) -> str:
    """A text on one line whose addresses are links, for escaped ones would lead nowhere."""
    ends = [0, *(end for match in URL.finditer(text) for end in match.span()), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return "".join(f"<{part}>" if n % 2 else on_one_line(part) for n, part in enumerate(parts))


def table_block(rows: Sequence[Sequence[str]]) -> str:
    """A table with its head."""
    lines = ["| " + " | ".join(map(on_one_line, row)) + " |" for row in rows]
    rule = "|" + " --- |" * len(rows[0])
    return "\n".join([lines[0], rule, *lines[1:]])


def prefixed(prefix: str, text: str) -> str:
    """A text with ``prefix`` before each of its lines that are not blank."""
    return "\n".join(f"{prefix}{line}" if line else "" for line in text.split("\n"))


def escape_text(text: str, escape: Escape = escape) -> str:
    """A text that is shown as it is, its line breaks kept."""
    lines = BREAK.sub("\n", plain_text(text)).strip()
    return LEADING.sub(r"\1\\", escape(lines)).replace("\n", "\\\n")


def on_one_line(text: str, escape: Escape = escape) -> str:
    """The same without line breaks."""
    return escape_text(BREAK.sub(" ", plain_text(text)), escape)
