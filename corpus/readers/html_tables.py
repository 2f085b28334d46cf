"""Tables of web pages: those that only place blocks on the page, and those with rows to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.readers.html_elements import fold

CELL_SEPARATOR = " | "
LONGEST_CELL = 20
"""Blocks; a table with a longer cell (or, in its only row, of more than one block) is layout."""
WIDEST_SPAN = 1000
"""Columns or rows of a cell, as the HTML standard bounds them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text, or a part of one between two ``<br>``."""

    line: int
    text: str
    heading: int = 0
    table: int = 0
    broken: bool = False
    """Whether it goes on after a ``<br>``."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: the indices of its blocks, and how many columns and rows it takes."""

    blocks: range
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """A table that is being read: its first block, and what is known of it so far."""

    start: int
    layout: bool
    """Whether something in it shows already that it only places blocks."""
    rows: list[list[Cell]] = field(default_factory=list)
    caption: range = range(0)

    def add_cell(self, start: int, columns: int, rows: int) -> None:
        """Begin a cell; a first row that the file leaves out is added."""
        if not self.rows:
            self.rows.append([])
        columns = min(max(columns, 1), WIDEST_SPAN)
        self.rows[-1].append(Cell(range(start, start), columns, rows or WIDEST_SPAN))

    def end_cell(self, end: int) -> None:
        """End the last cell."""
        if self.rows and (row := self.rows[-1]):
            row[-1] = replace(row[-1], blocks=range(row[-1].blocks.start, end))


def join_blocks(blocks: Sequence[Block]) -> str:
    """Several blocks as one text; ``<br>`` counts as a line end in the file."""
    return fold("".join(("\n" if block.broken else " ") + block.text for block in blocks))


def is_layout(table: Table) -> bool:
    """Whether a table only places blocks on the page: one column, or cells full of blocks."""
    sizes = [[len(cell.blocks) for cell in row] for row in table.rows]
    filled = [row for row in sizes if any(row)]
    if table.layout or all(sum(map(bool, row)) < 2 for row in filled):
        return True
    return max(map(max, filled)) > (LONGEST_CELL if len(filled) > 1 else 1)


def join_table(table: Table, blocks: Sequence[Block], number: int) -> list[Block]:
    """The caption and whatever else stands outside the cells, then a block for each row.

    Args:
        table: The table; its blocks are the last ones.
        blocks: All blocks of the page so far.
        number: The table's running number.
    """
    inside = {index for row in table.rows for cell in row for index in cell.blocks}
    outside = [
        replace(blocks[index], table=number if index in table.caption else 0)
        for index in range(table.start, len(blocks))
        if index not in inside
    ]
    return outside + list(join_rows(table, blocks, number))


def join_rows(table: Table, blocks: Sequence[Block], number: int) -> Iterator[Block]:
    """The rows that have text."""
    waiting: dict[int, Cell] = {}
    for row in table.rows:
        texts = join_cells(row, blocks, waiting)
        first = [cell.blocks.start for cell in row if cell.blocks]
        if first:
            text = CELL_SEPARATOR.join(texts).strip()
            yield Block(blocks[first[0]].line, text, table=number)


def join_cells(row: Sequence[Cell], blocks: Sequence[Block], waiting: dict[int, Cell]) -> list[str]:
    """The texts of a row's cells, empty where a cell of an earlier row reaches into it.

    ``waiting`` has such cells by column, their rows those that are still to come; it is updated.
    """
    texts: list[str] = []
    column = 0
    for cell in row:
        column = skip_waiting(column, texts, waiting)
        texts.append(join_blocks(blocks[cell.blocks.start : cell.blocks.stop]))
        if cell.rows > 1:
            waiting[column] = replace(cell, rows=cell.rows - 1)
        column += cell.columns
    skip_waiting(column, texts, waiting)
    return texts


def skip_waiting(column: int, texts: list[str], waiting: dict[int, Cell]) -> int:
    """The next free column; cells of earlier rows that stand before it are empty."""
    while column in waiting:
        cell = waiting.pop(column)
        if cell.rows > 1:
            waiting[column] = replace(cell, rows=cell.rows - 1)
        texts.append("")
        column += cell.columns
    return column
