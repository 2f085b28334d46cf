"""Targets in tables: rows of an indicator with its values by year, and rows of places.

Only tables whose rows have as many cells as their header are read; of a flattened one whose cells
stand on lines of their own nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.figures import plain
from corpus.targets.amounts import UNIT, Amount
from corpus.targets.models import Binding, Setting, Span, Target

ROW = re.compile(r"[^\n]+")
CELL = re.compile(r"[^\s|]+")
RULED = re.compile(r"[^\s|](?:[^|]*[^\s|])?")
"""A cell where the reader of the file has set ``|`` between cells."""
YEAR = re.compile(r"[“\"]?((?:19|20)\d{2})年?(?:底|末)?(?:目标值?|指标值?|（目标）)?[”\"]?")
VALUE = re.compile(
    r"[\[〔]?(?P<before>[≥≤>＞<＜]|不低于|不超过|约)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<percent>%)?"
    r"(?P<after>左右|以上|以下|以内)?[\]〕]?"
)
UNIT_CELL = re.compile(UNIT)
UNIT_IN_NAME = re.compile(rf"[（(]({UNIT})[）)]$")
CAPTION_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年[^\n]*(?:目标|任务|指标)")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:省|市|区|县|州|盟|旗)")
NAME_CELL = re.compile(r"指标|名称|项目|内容|类别")
NAME = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*")
NUMBERING = re.compile(r"\d{1,3}|[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells and where it stands in the text."""

    cells: tuple[str, ...]
    place: Span
    starts: tuple[int, ...]
    """Where each cell begins."""


def find_table_targets(text: str, setting: Setting) -> list[Target]:
    """The targets of a table's text, a row a line."""
    rows = [make_row(match) for match in ROW.finditer(text)]
    header = next((number for number, row in enumerate(rows) if is_header(row)), None)
    found = [*by_year(rows, header, setting)] if header is not None else []
    found = found or [*by_place(rows, text, setting)]
    return [replace(one, sentence=text[one.place.start : one.place.end]) for one in found]


def is_header(row: Row) -> bool:
    """Whether a row names the columns: what the indicators are called, and years."""
    named = any(NAME_CELL.search(cell) for cell in row.cells)
    return named and any(YEAR.fullmatch(cell) for cell in row.cells)


def make_row(match: re.Match[str]) -> Row:
    """A line as a row."""
    pattern = RULED if "|" in match.group() else CELL
    cells = list(pattern.finditer(match.group()))
    return Row(
        tuple(cell.group() for cell in cells),
        Span(match.start(), match.end()),
        tuple(match.start() + cell.start() for cell in cells),
    )


def by_year(rows: Sequence[Row], header: int, setting: Setting) -> Iterator[Target]:
    """The values in the columns of years to come."""
    head = rows[header]
    earliest = setting.issued or 0
    years = {
        number: int(m[1]) for number, cell in enumerate(head.cells) if (m := YEAR.fullmatch(cell))
    }
    last = max(years.values())
    for row in filter(None, (aligned(row, len(head.cells)) for row in rows[header + 1 :])):
        name = next((cell for cell in row.cells if NAME.fullmatch(cell)), "")
        for number, year in years.items():
            value = VALUE.fullmatch(row.cells[number])
            if name and value and year >= max(earliest, min(last, earliest or last)):
                yield cell_target(row, number, name, year, setting)


def aligned(row: Row, width: int) -> Row | None:
    """A row with as many cells as the header; one more, its number, is left away."""
    if len(row.cells) == width + 1 and NUMBERING.fullmatch(row.cells[0]):
        return Row(row.cells[1:], row.place, row.starts[1:])
    return row if len(row.cells) == width else None


def cell_target(row: Row, number: int, name: str, year: int | None, setting: Setting) -> Target:
    """The target of one cell of a row."""
    amount = read_cell(row, number)
    named = UNIT_IN_NAME.search(name)
    units = [named[1]] if named else [cell for cell in row.cells if UNIT_CELL.fullmatch(cell)]
    binding = next((kind for kind in Binding if kind.value in row.cells), None)
    return Target(
        indicator=UNIT_IN_NAME.sub("", name),
        region=setting.region,
        year=year,
        value=amount.value,
        unit=amount.unit or (units[0] if units else ""),
        qualifier=amount.qualifier,
        direction="降" if re.search(r"下降|降低|减少", name) else "",
        base_year=None,
        binding=binding,
        sentence="",
        place=row.place,
        figure=Span(amount.start, amount.end),
    )


def read_cell(row: Row, number: int) -> Amount:
    """The amount in a cell that `VALUE` matches."""
    match = VALUE.fullmatch(row.cells[number])
    if match is None:
        raise ValueError(row.cells[number])
    start = row.starts[number]
    qualifier = (match["before"] or "") + (match["after"] or "")
    end = start + len(row.cells[number])
    return Amount(plain(match["value"]), match["percent"] or "", qualifier, start, end, "")


def by_place(rows: Sequence[Row], text: str, setting: Setting) -> Iterator[Target]:
    """``杭州市 2`` below ``2022年…目标任务`` and one header ``绿色低碳工业园区建设数（个）``."""
    caption = CAPTION_YEAR.search("\n".join(text.split("\n")[:2]))
    heads = [row for row in rows if len(row.cells) == 1 and UNIT_IN_NAME.search(row.cells[0])]
    if caption is None or len(heads) != 1:
        return
    for row in rows:
        if len(row.cells) == 2 and PLACE.fullmatch(row.cells[0]) and VALUE.fullmatch(row.cells[1]):
            target = cell_target(row, 1, heads[0].cells[0], int(caption[1]), setting)
            yield replace(target, region=row.cells[0])
