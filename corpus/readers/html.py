"""Web pages: what a browser shows of them, a block of text a line.

lxml parses leniently; nothing is fetched, expanded or run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from corpus.errors import InputError
from corpus.models import Line, Remark, SourceFile
from corpus.readers.encodings import decode_html
from corpus.readers.html_page import Page, Region
from corpus.readers.html_tables import Block

DOCTYPE = re.compile(r"<!doctype[^>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
VOID = re.compile(r"<(embed|source|track|wbr|keygen|bgsound)\b([^<>]*)>", re.IGNORECASE)
"""Elements without an end of which libxml2 does not know that."""
MAX_DEPTH = 2048
"""Of nested elements, in libxml2."""
SITE_NAME = re.compile(r"[_|｜]| - ")
"""What parts a page's title from the name of the site."""


class HtmlReader:
    """A page's main part if it marks one, else all but its navigation, header and footer."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read a web page; see `corpus.readers.base.Reader.read`."""
        page = read_page(decode_html(content, name), name)
        kept = choose(page)
        blocks = [block for block, keep in zip(page.blocks, kept, strict=True) if keep]
        if not blocks:
            raise InputError(f"{name}：网页里没有可读的文字")
        return SourceFile(
            name,
            tuple(make_lines(blocks)),
            wrapped=False,
            paged=False,
            title=find_title(page),
            remarks=tuple(remark_embedded(page, kept)),
        )


def read_fragment(markup: str, name: str) -> list[Line]:
    """The lines of a piece of HTML in another file; numbers and tables count from 1.

    Raises:
        InputError: elements are nested too deeply.
    """
    return list(make_lines(read_page(markup, name).blocks))


def read_page(markup: str, name: str) -> Page:
    """Parse a page and collect its blocks.

    Raises:
        InputError: elements are nested more deeply than the parser follows.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(prepare(markup).encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(f"{name}：网页的元素嵌套超过 {MAX_DEPTH} 层，请另存为纯文本再加入")
    page = Page()
    if root is not None:
        page.walk(root)
    return page


def prepare(markup: str) -> str:
    """The markup without what misleads libxml2 but no browser; its lines stay the same."""
    markup = DOCTYPE.sub(keep_lines, markup.replace("\0", ""), count=1)
    return VOID.sub(r"<\1\2></\1>", PAGE_END.sub(keep_lines, markup))


def keep_lines(match: re.Match[str]) -> str:
    """The line ends in a match."""
    return "\n" * match[0].count("\n")


def choose(page: Page) -> list[bool]:
    """Of each block, whether it is the page's text: of the largest main part, or not of a margin.

    A main part counts if it has at least half of all characters.
    """
    sums = [0, *accumulate(len(block.text) for block in page.blocks)]

    def size(region: Region) -> int:
        return sums[region.blocks.stop] - sums[region.blocks.start]

    mains = [region for region in page.regions if region.main]
    best = max(mains, key=size, default=None)
    if best is not None and 2 * size(best) >= sums[-1]:
        return [index in best.blocks for index in range(len(page.blocks))]
    steps = [0] * len(sums)
    for margin in [region.blocks for region in page.regions if not region.main]:
        steps[margin.start] += 1
        steps[margin.stop] -= 1
    return [depth == 0 for depth in accumulate(steps[:-1])]


def make_lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The blocks as lines; their numbers never decrease, their tables are numbered from 1."""
    number = 1
    tables: dict[int, int] = {}
    for block in blocks:
        number = max(number, block.line)
        table = tables.setdefault(block.table, len(tables) + 1) if block.table else 0
        yield Line(number, 1, block.text, heading=block.heading, table=table)


def find_title(page: Page) -> str | None:
    """The ``<title>`` without the name of the site; None where there is none."""
    return SITE_NAME.split(page.title, maxsplit=1)[0].strip() or None


def remark_embedded(page: Page, kept: Sequence[bool]) -> Iterator[Remark]:
    """A remark on each file that is shown in or next to the page's text, and so was not read."""
    for embedded in page.embedded:
        if any(kept[max(embedded.index - 1, 0) : embedded.index + 1]):
            what = f"这里用 <{embedded.tag}> 嵌入了别的文件，其中的文字没有读"
            yield Remark(embedded.line, f"{what}；需要时请另存后单独加入")
