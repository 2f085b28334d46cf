"""The Markdown parser: CommonMark with tables and strikethrough, and two rules made safe.

In CommonMark ``2*300MW+2*600MW`` loses its signs, ``**第一条：**内容`` keeps its markers, and
``[^1]: 见第三条`` is the definition of a link and not shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block.state_block import StateBlock
    from markdown_it.rules_inline.state_inline import StateInline

MAX_NESTING = 100
"""Of lists and quotes; the parser drops without a word what is nested as deep as this."""
LINK = re.compile(
    r"\[(?!\^)[^\]]+\]:\s*(?:<|[a-z][a-z0-9+.-]*:|www\.|[./#]|\S*\.[a-z]{2,5}\b)", re.I
)
"""The definition of a link that may be one: not a footnote, and its target like an address."""
IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def make_parser() -> MarkdownIt:
    """A parser with the rules of this module."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    parser.inline.ruler.at("emphasis", read_emphasis)
    parser.block.ruler.at("reference", read_definition)
    return parser


def read_emphasis(state: StateInline, silent: bool) -> bool:
    """As `markdown_it.rules_inline.emphasis.tokenize`, but with `find_sides`."""
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    length = state.scanDelims(state.pos, marker == "*").length
    opens, closes = find_sides(state, marker, length)
    for _ in range(length):
        state.push("text", "", 0).content = marker
        token = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(marker), length=length, token=token, end=-1, open=opens, close=closes)
        )
    state.pos += length
    return True


def find_sides(state: StateInline, marker: str, length: int) -> tuple[bool, bool]:
    """Whether emphasis may begin and may end at markers.

    As in CommonMark, but not between Latin letters or figures, where ``*`` is a sign; and next to
    punctuation also where a Chinese character stands on the other side, as there are no spaces.
    """
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    if is_latin(before) and is_latin(after):
        return False, False
    found = state.scanDelims(state.pos, marker == "*")
    if marker == "_":
        return found.can_open, found.can_close
    opens = found.can_open or (not after.isspace() and bool(IDEOGRAPH.match(before)))
    closes = found.can_close or (not before.isspace() and bool(IDEOGRAPH.match(after)))
    return opens, closes


def is_latin(char: str) -> bool:
    """Whether a character is a Latin letter or a figure."""
    return char.isascii() and char.isalnum()


def read_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's rule for link definitions, for lines that may be one."""
    from markdown_it.rules_block import reference

    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool(LINK.match(line)) and reference(state, start, end, silent)
