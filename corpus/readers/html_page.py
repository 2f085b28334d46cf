"""Web pages: from the tree to blocks of text, in one walk without recursion.

Tables and headings are put together when their end is met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.readers.html_elements import (
    BLOCKS,
    HEADINGS,
    LISTS,
    NO_MARKER,
    PREFORMATTED,
    clean,
    fold,
    is_hidden,
    is_main,
    is_margin,
    read_integer,
    read_style,
    shows_file,
    write_marker,
)
from corpus.readers.html_tables import Block, Table, is_layout, join_blocks, join_table
from corpus.readers.superscript import raise_figures

if TYPE_CHECKING:
    from lxml.etree import _Element

LINE_CAP = 65535
"""libxml2 counts an HTML file's lines only up to here; beyond, line ends in text are counted."""


@dataclass(frozen=True, slots=True)
class Region:
    """The blocks of an element that says it is the page's text, or a part of its margin."""

    blocks: range
    main: bool


@dataclass(frozen=True, slots=True)
class Embedded:
    """An element that shows another file, between two blocks."""

    index: int
    line: int
    tag: str


@dataclass(slots=True)
class ItemList:
    """A list that is being read; ``style`` is None where items show no number."""

    style: str | None
    number: int
    step: int


class Page:
    """Collects the blocks of a page while its tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.regions: list[Region] = []
        self.embedded: list[Embedded] = []
        self.title = ""
        self.line = 1
        self.hidden = 0
        """How many open elements are hidden or inside a hidden one."""
        self.open_regions: list[tuple[_Element, int]] = []
        self.tables: list[Table] = []
        self.table_count = 0
        self.lists: list[ItemList] = []
        self.marker = ""
        """Number of the open list item, until its first block takes it."""
        self.preformatted = 0
        self.heading = 0
        self.heading_start = 0
        self.buffer: list[str] = []
        self.buffer_line = 1
        self.buffer_blank = True
        self.broken = False

    def walk(self, root: _Element) -> None:
        """Collect the blocks of the whole tree."""
        from lxml import etree

        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self.enter(node)
                raised = node.tag == "sup" and node.text
                self.add(raise_figures(node.text) if raised else node.text)
                continue
            if event == "end":
                self.leave(node)
            else:
                self.line += (node.text or "").count("\n")
            self.add(node.tail)
        self.flush()

    def enter(self, element: _Element) -> None:
        """An element begins."""
        line = element.sourceline
        if isinstance(line, int):
            self.line = line if line < LINE_CAP else max(line, self.line)
        if self.hidden or is_hidden(element):
            self.hide(element)
            return
        if element.tag in BLOCKS:
            self.flush()
            if self.heading and len(self.blocks) > self.heading_start:
                self.end_heading()  # Its end is missing: only text may stand in it.
        if is_main(element) or is_margin(element):
            self.open_region(element)
        if begin := BEGIN.get(str(element.tag)):
            begin(self, element)
        self.preformatted += element.tag in PREFORMATTED

    def hide(self, element: _Element) -> None:
        """A hidden element begins, or one inside it; a title and embedded files are noted."""
        self.hidden += 1
        if self.hidden > 1:
            return
        if element.tag == "nav":
            self.flush()
        if element.tag == "title" and not self.title:
            self.title = fold("".join(map(str, element.itertext())))
        if shows_file(element) and all(is_main(region) for region, _ in self.open_regions):
            self.flush()
            self.embedded.append(Embedded(len(self.blocks), self.line, str(element.tag)))

    def leave(self, element: _Element) -> None:
        """An element ends."""
        if self.hidden:
            self.hidden -= 1
            return
        if element.tag in BLOCKS:
            self.flush()
        self.preformatted -= element.tag in PREFORMATTED
        if self.open_regions and self.open_regions[-1][0] is element:
            self.close_region()
        if end := END.get(str(element.tag)):
            end(self)

    def add(self, text: str | None) -> None:
        """Add text to the open block, and count its lines."""
        if not text:
            return
        if not self.hidden:
            if self.buffer_blank:
                self.buffer = []
                self.buffer_line = self.line
            self.buffer.append(text)
            self.buffer_blank = self.buffer_blank and not text.strip()
        self.line += text.count("\n")

    def flush(self) -> None:
        """End the open block."""
        raw = "".join(self.buffer)
        if self.preformatted:
            for number, text in enumerate(raw.split("\n"), start=self.buffer_line):
                self.emit(number, clean(text))
        elif not self.buffer_blank:
            blank = raw[: len(raw) - len(raw.lstrip())]
            self.emit(self.buffer_line + blank.count("\n"), fold(raw))
        self.buffer = []
        self.buffer_blank = True
        self.broken = False

    def emit(self, line: int, text: str) -> None:
        """Add a block, unless it is empty."""
        if text:
            self.blocks.append(Block(line, self.marker + text, self.heading, broken=self.broken))
            self.marker = ""

    def open_region(self, element: _Element) -> None:
        """Note where the page's text, or a part of its margin, begins."""
        self.flush()
        self.end_heading()
        self.open_regions.append((element, len(self.blocks)))
        self.mark_layout()

    def close_region(self) -> None:
        """The page's text, or a part of its margin, ends."""
        self.flush()
        element, start = self.open_regions.pop()
        self.regions.append(Region(range(start, len(self.blocks)), is_main(element)))

    def mark_layout(self) -> None:
        """What begins or ended here does not stand in the cell of a table with rows to read."""
        if self.tables:
            self.tables[-1].layout = True

    def break_line(self, _: _Element) -> None:
        """``<br>``: the block goes on in another line."""
        self.flush()
        self.broken = True

    def begin_heading(self, element: _Element) -> None:
        """A heading is read as one block, however its lines are broken."""
        self.heading = HEADINGS[str(element.tag)]
        self.heading_start = len(self.blocks)
        self.mark_layout()

    def end_heading(self) -> None:
        """Put the lines of a heading together."""
        parts = self.blocks[self.heading_start :]
        if self.heading and parts:
            self.blocks[self.heading_start :] = [replace(parts[0], text=join_blocks(parts))]
        self.heading = 0

    def begin_list(self, element: _Element) -> None:
        """A list begins; only an ordered one numbers its items."""
        numbered = element.tag == "ol" and not NO_MARKER.search(read_style(element))
        reverse = "reversed" in element.attrib
        first = sum(child.tag == "li" for child in element) if reverse else 1
        style = element.get("type", "1") if numbered else None
        number = read_integer(element, "start", first)
        self.lists.append(ItemList(style, number, -1 if reverse else 1))

    def end_list(self) -> None:
        """A list ends."""
        self.lists.pop()

    def begin_item(self, element: _Element) -> None:
        """A list item begins: its first block takes the number that it shows."""
        if not self.lists or self.lists[-1].style is None:
            return
        items = self.lists[-1]
        number = read_integer(element, "value", items.number)
        items.number = number + items.step
        if not NO_MARKER.search(read_style(element)):
            self.marker += write_marker(number, element.get("type") or str(items.style))

    def end_item(self) -> None:
        """A list item ends; the number of an empty one is not text."""
        self.marker = ""

    def begin_table(self, element: _Element) -> None:
        """A table begins."""
        self.end_heading()
        layout = element.get("role") in {"presentation", "none"}
        self.tables.append(Table(len(self.blocks), layout))

    def begin_row(self, _: _Element) -> None:
        """A table row begins."""
        if self.tables:
            self.tables[-1].rows.append([])

    def begin_cell(self, element: _Element) -> None:
        """A table cell begins."""
        if self.tables:
            columns = read_integer(element, "colspan", 1)
            rows = read_integer(element, "rowspan", 1)
            self.tables[-1].add_cell(len(self.blocks), columns, rows)

    def end_cell(self) -> None:
        """A table cell ends."""
        if self.tables:
            self.tables[-1].end_cell(len(self.blocks))

    def begin_caption(self, _: _Element) -> None:
        """A table's caption begins."""
        if self.tables:
            self.tables[-1].caption = range(len(self.blocks), len(self.blocks))

    def end_caption(self) -> None:
        """A table's caption ends."""
        if self.tables:
            self.tables[-1].caption = range(self.tables[-1].caption.start, len(self.blocks))

    def end_table(self) -> None:
        """A table ends: unless it is layout, each row becomes one block."""
        table = self.tables.pop()
        if len(self.blocks) == table.start:
            return
        self.mark_layout()
        if not is_layout(table):
            self.table_count += 1
            self.blocks[table.start :] = join_table(table, self.blocks, self.table_count)


BEGIN: dict[str, Callable[[Page, _Element], None]] = {
    "br": Page.break_line,
    **dict.fromkeys(HEADINGS, Page.begin_heading),
    **dict.fromkeys(LISTS, Page.begin_list),
    "li": Page.begin_item,
    "table": Page.begin_table,
    "tr": Page.begin_row,
    **dict.fromkeys(("td", "th"), Page.begin_cell),
    "caption": Page.begin_caption,
}
END: dict[str, Callable[[Page], None]] = {
    **dict.fromkeys(HEADINGS, Page.end_heading),
    **dict.fromkeys(LISTS, Page.end_list),
    "li": Page.end_item,
    "table": Page.end_table,
    **dict.fromkeys(("td", "th"), Page.end_cell),
    "caption": Page.end_caption,
}
