"""The text of a Markdown paragraph, heading or cell, without its markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.readers.html_elements import BLOCKS, CJK, HIDDEN, fold
from corpus.unwrap import begins_numbered

if TYPE_CHECKING:
    from markdown_it.token import Token

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
SHOWN = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em"),
        *(
            "font",
            "i",
            "img",
            "ins",
            "kbd",
            "label",
            "mark",
            "math",
            "nobr",
            "picture",
            "q",
            "ruby",
        ),
        *("s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr"),
    }
)
"""HTML elements inside a paragraph whose text is shown."""
VOID = frozenset({"embed", "input", "link", "meta"})
"""Elements of `HIDDEN` that have no end."""
INDENT = re.compile("[\u3000\xa0]{2}")
"""Two blanks that Chinese typesetting begins a paragraph with."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line of the file."""

    line: int
    text: str
    apart: bool = False
    """Whether a hard break or a paragraph of its own begins here."""


def read_paragraphs(token: Token) -> list[Piece]:
    """The text of an inline token, in several pieces where its lines do not go on.

    Lines are joined without a space where one side is Chinese. A line that begins with a
    numbering (``（一）``) or an indent stays apart, though Markdown would go on.
    """
    found: list[Piece] = []
    for piece in split_lines(token):
        if not found or is_apart(found[-1].text, piece):
            found.append(piece)
        elif found[-1].text:
            found[-1] = replace(found[-1], text=join_two(found[-1].text, piece.text))
        else:
            found[-1] = piece
    cleaned = [replace(piece, text=fold(piece.text)) for piece in found]
    return [piece for piece in cleaned if piece.text]


def read_whole(token: Token) -> str:
    """The text of an inline token in one line."""
    text = ""
    for piece in split_lines(token):
        text = join_two(text, piece.text) if text else piece.text
    return fold(text)


def is_apart(before: str, piece: Piece) -> bool:
    """Whether a line begins a paragraph of its own after the line ``before``."""
    if piece.apart or INDENT.match(piece.text):
        return True
    return begins_numbered(before.strip(), piece.text.strip())


def join_two(first: str, second: str) -> str:
    """Two lines of a paragraph as one."""
    first, second = first.rstrip(), second.lstrip()
    chinese = re.search(f"[{CJK}]$", first) or re.match(f"[{CJK}]", second)
    return first + ("" if chinese else " ") + second


def split_lines(token: Token) -> Iterator[Piece]:
    """The text of an inline token, line by line."""
    piece = Piece((token.map or [0])[0] + 1, "")
    for child in shown(token.children or []):
        if child.type in {"softbreak", "hardbreak"}:
            yield piece
            piece = Piece(piece.line + 1, "", apart=child.type == "hardbreak")
        elif child.type == "html_inline" and is_break(child.content):
            yield piece
            piece = Piece(piece.line, "", apart=True)
        else:
            piece = replace(piece, text=piece.text + write_text(child))
    yield piece


def shown(children: list[Token]) -> Iterator[Token]:
    """The tokens without those inside hidden HTML elements, such as scripts."""
    hidden = ""
    for child in children:
        tag = TAG.match(child.content) if child.type == "html_inline" else None
        name = tag[2].lower() if tag else ""
        if hidden:
            hidden = "" if tag and tag[1] and name == hidden else hidden
        elif tag and not tag[1] and name in HIDDEN - VOID:
            hidden = name
        else:
            yield child


def is_break(markup: str) -> bool:
    """Whether an HTML tag is ``<br>``."""
    tag = TAG.match(markup)
    return tag is not None and tag[2].lower() == "br"


def write_text(token: Token) -> str:
    """What a token inside a paragraph shows; pictures show no text, and known HTML tags none."""
    if token.type == "html_inline":
        tag = TAG.match(token.content)
        known = tag is None or tag[2].lower() in SHOWN | BLOCKS | HIDDEN
        return "" if known else token.content
    return token.content if token.type in {"text", "code_inline", "text_special"} else ""
