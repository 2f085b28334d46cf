"""Markdown: its text as it is shown, a paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.models import Line, SourceFile
from corpus.readers.encodings import decode
from corpus.readers.html import read_fragment
from corpus.readers.html_elements import clean, write_marker
from corpus.readers.html_tables import CELL_SEPARATOR
from corpus.readers.markdown_inline import read_paragraphs, read_whole
from corpus.readers.markdown_syntax import MAX_NESTING, make_parser

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
FRONT_KEY = re.compile(r"\s*[^\s:：，。]+:(?:\s|$)")
FRONT_LINE = re.compile(rf"\s|#|-\s|{FRONT_KEY.pattern}|$")
"""What YAML front matter and each of its lines begin with; other text is none."""
FRONT_TITLE = re.compile(r"^title:[ \t]+(.+)$", re.MULTILINE)


OPEN_TAG = re.compile(r"<(script|style)\b")


class MarkdownReader:
    """CommonMark with tables, strikethrough, embedded HTML and YAML front matter."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read Markdown; see `corpus.readers.base.Reader.read`."""
        front, text = split_front_matter(decode(content, name))
        body = Body(name)
        body.read(parse(text, name))
        if not body.lines:
            raise InputError(f"{name}：Markdown 文件里没有可读的文字")
        lines = tuple(body.lines)
        return SourceFile(name, lines, wrapped=False, paged=False, title=find_title(front))


def split_front_matter(text: str) -> tuple[str, str]:
    """YAML front matter, and the text with blank lines in its place."""
    match = FRONT_MATTER.match(text)
    if match is None or not FRONT_KEY.match(match[1]):
        return "", text
    if not all(map(FRONT_LINE.match, match[1].split("\n"))):
        return "", text
    return match[1], "\n" * match[0].count("\n") + text[match.end() :]


def find_title(front: str) -> str | None:
    """The title in YAML front matter, where it is a plain value in one line."""
    match = FRONT_TITLE.search(front)
    value = match[1].strip() if match else ""
    if quoted := re.match(r"([\"'])(.*)\1\s*(?:#.*)?$", value):
        return quoted[2].strip() or None
    value = re.sub(r"(?:^|\s+)#.*", "", value)
    return None if value[:1] in {"", "|", ">", "[", "{", "&", "*", "!"} else value


def parse(text: str, name: str) -> list[Token]:
    """The tokens of a Markdown text.

    Raises:
        InputError: lists or quotes are nested more deeply than the parser follows.
    """
    tokens = make_parser().parse(text)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise InputError(f"{name}：列表或引用嵌套约 {MAX_NESTING} 层，读不了，请减少层次再加入")
    return tokens


@dataclass(slots=True)
class ItemList:
    """A list that is being read, and the number of its next item."""

    number: int
    ordered: bool


class Body:
    """Collects the lines of one file, in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.tables = 0
        self.heading = 0
        self.cells: list[str] | None = None
        """Of the open table row; None outside tables."""
        self.row_line = 1
        self.hidden = ""
        """The script or style that embedded HTML has left open."""
        self.lists: list[ItemList] = []
        self.marker = ""
        """Number of the open list item, until its first line takes it."""

    def read(self, tokens: Sequence[Token]) -> None:
        """Collect the lines of all tokens.

        Raises:
            InputError: embedded HTML is nested too deeply.
        """
        for html, group in groupby(tokens, key=lambda token: token.type == "html_block"):
            shown = list(self.drop_hidden(group))
            if html and shown:
                self.read_html(shown)
            for token in () if html else shown:
                HANDLERS.get(token.type, Body.ignore)(self, token)

    def drop_hidden(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The tokens without text inside a script or style that embedded HTML leaves open."""
        for token in tokens:
            if self.hidden and token.content:
                closed = f"</{self.hidden}" in token.content.lower()
                self.hidden = "" if closed else self.hidden
                continue
            if token.type == "html_block":
                self.hidden = find_open(token.content.lower())
            yield token

    def ignore(self, token: Token) -> None:
        """A token without text of its own."""

    def emit(self, line: int, text: str, *, heading: int = 0, table: int = 0) -> None:
        """Add a line, unless it is empty."""
        if text:
            number = max(line, self.lines[-1].number if self.lines else 1)
            self.lines.append(Line(number, 1, self.marker + text, heading=heading, table=table))
            self.marker = ""

    def read_inline(self, token: Token) -> None:
        """The text of a paragraph, heading or table cell."""
        if self.cells is not None:
            self.cells.append(read_whole(token))
        elif self.heading:
            self.emit(first_line(token), read_whole(token), heading=self.heading)
        else:
            for piece in read_paragraphs(token):
                self.emit(piece.line, piece.text)

    def read_code(self, token: Token) -> None:
        """A code block: each of its lines, below the fence if there is one."""
        start = first_line(token) + (token.type == "fence")
        for number, text in enumerate(token.content.split("\n"), start=start):
            self.emit(number, clean(text))

    def read_html(self, blocks: Iterable[Token]) -> None:
        """Embedded HTML, in one piece where only blank lines part it."""
        markup = ""
        first = 0
        for token in blocks:
            first = first or first_line(token)
            markup += "\n" * (first_line(token) - first - markup.count("\n")) + token.content
        found = read_fragment(markup, self.name)
        for line in found:
            table = line.table and self.tables + line.table
            self.emit(line.number + first - 1, line.text, heading=line.heading, table=table)
        self.tables += max((line.table for line in found), default=0)

    def begin_heading(self, token: Token) -> None:
        """A heading begins."""
        self.heading = int(token.tag[1])

    def end_heading(self, _: Token) -> None:
        """A heading ends."""
        self.heading = 0

    def begin_list(self, token: Token) -> None:
        """A list begins; only an ordered one numbers its items."""
        ordered = token.type == "ordered_list_open"
        self.lists.append(ItemList(int(token.attrs.get("start", 1)), ordered))

    def end_list(self, _: Token) -> None:
        """A list ends."""
        self.lists.pop()

    def begin_item(self, _: Token) -> None:
        """A list item begins: its first line takes the number that it shows."""
        items = self.lists[-1]
        if items.ordered:
            self.marker += write_marker(items.number, "1")
            items.number += 1

    def end_item(self, _: Token) -> None:
        """A list item ends; the number of an empty one is not text."""
        self.marker = ""

    def begin_table(self, _: Token) -> None:
        """A table begins."""
        self.tables += 1

    def begin_row(self, token: Token) -> None:
        """A table row begins."""
        self.cells = []
        self.row_line = first_line(token)

    def end_row(self, _: Token) -> None:
        """A table row ends, and is one line unless all its cells are empty."""
        cells = self.cells or []
        self.cells = None
        if any(cells):
            self.emit(self.row_line, CELL_SEPARATOR.join(cells).strip(), table=self.tables)


HANDLERS: dict[str, Callable[[Body, Token], None]] = {
    "inline": Body.read_inline,
    "fence": Body.read_code,
    "code_block": Body.read_code,
    "heading_open": Body.begin_heading,
    "heading_close": Body.end_heading,
    "ordered_list_open": Body.begin_list,
    "bullet_list_open": Body.begin_list,
    "ordered_list_close": Body.end_list,
    "bullet_list_close": Body.end_list,
    "list_item_open": Body.begin_item,
    "list_item_close": Body.end_item,
    "table_open": Body.begin_table,
    "tr_open": Body.begin_row,
    "tr_close": Body.end_row,
}


def first_line(token: Token) -> int:
    """The 1-based line of the file that a token begins on."""
    return token.map[0] + 1 if token.map else 1


def find_open(markup: str) -> str:
    """The script or style that HTML in lower case leaves open, as a blank line ends its block."""
    *_, last = ["", *OPEN_TAG.findall(markup)]
    return last if last and f"</{last}" not in markup[markup.rindex(f"<{last}") :] else ""
