"""A comparison as an XLSX workbook: the matrix, the long form, the sources, and native charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from qa.citations import name_clause
from qa.comparing.charts import Chart, make_charts
from qa.comparing.lines import (
    HEADER,
    long_lines,
    matrix_lines,
    one_line,
    row_heads,
)
from qa.comparing.models import Cell, Comparison
from qa.export.cells import plain_text

SOURCES = "来源"
LONG = 2000
"""Characters of a comment."""
WIDEST = 60
CHART_ROWS = 16
"""Rows that a chart covers."""


def workbook(comparison: Comparison) -> bytes:
    """The file."""
    book = Workbook()
    matrix = book.active
    matrix.title = "对照表"
    fill_matrix(matrix, comparison)
    add_rows(book.create_sheet("明细"), [HEADER, *long_lines(comparison)])
    fill_sources(book.create_sheet(SOURCES), comparison)
    if charts := make_charts(comparison):
        fill_charts(book.create_sheet("图"), charts)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fill_matrix(sheet: Any, comparison: Comparison) -> None:  # noqa: ANN401 - untyped library
    """The matrix; each cell leads to its first source, and a comment quotes it."""
    add_rows(sheet, matrix_lines(comparison))
    first = len(row_heads(comparison)) + 1
    for number, row in enumerate(comparison.rows, start=2):
        for column, cell in enumerate(row.cells, start=first):
            link_cell(sheet.cell(number, column), cell)
    sheet.freeze_panes = "B2"
    for number, note in enumerate(comparison.notes, start=len(comparison.rows) + 3):
        put_row(sheet, number, [note])


def link_cell(target: Any, cell: Cell) -> None:  # noqa: ANN401 - untyped library
    """Lead from a cell of the matrix to its first source, and quote it in a comment."""
    cited = [one.citation for value in cell.values for one in value.sources] or [*cell.mentions]
    if not cited:
        return
    first = cited[0]
    target.hyperlink = Hyperlink(ref=target.coordinate, location=f"'{SOURCES}'!A{first.n + 1}")
    quotes = (f"[{one.n}] {name_clause(one.passage)}\n{one_line(one.quote)}" for one in cited)
    comment = Comment(plain_text("\n".join(quotes))[:LONG], "")
    comment.width, comment.height = 420, 240
    target.comment = comment


def fill_sources(sheet: Any, comparison: Comparison) -> None:  # noqa: ANN401 - untyped library
    """The clauses by number."""
    lines = [(one.n, name_clause(one.passage), one_line(one.quote)) for one in comparison.citations]
    add_rows(sheet, [("序号", "文件与条款", "引文"), *lines])


def fill_charts(sheet: Any, charts: Sequence[Chart]) -> None:  # noqa: ANN401 - untyped library
    """The numbers of each chart with the chart beside them: places along, a bar for each year."""
    for chart in charts:
        first = sheet.max_row + 2 if sheet.max_row > 1 else 1
        put_row(sheet, first, [f"{chart.title}（{chart.unit or '数值'}）"])
        for number, row in enumerate(chart_rows(chart), start=first + 1):
            put_row(sheet, number, row)
        last = first + 1 + len(chart.regions)
        for offset, note in enumerate(chart.notes, start=1):
            put_row(sheet, last + offset, [note])
        drawn = draw(sheet, chart, first + 1, last)
        sheet.add_chart(drawn, f"{get_column_letter(len(chart.years) + 3)}{first}")
        sheet.cell(max(last + len(chart.notes), first + CHART_ROWS) + 1, 1, " ")
    set_widths(sheet)


def chart_rows(chart: Chart) -> list[list[object]]:
    """The numbers of a chart: a row a place, a column a year, below their head."""
    numbers = {(one.region, one.year): float(one.number) for one in chart.points}
    rows: list[list[object]] = [["地区", *(f"{year}年" for year in chart.years)]]
    for region in chart.regions:
        rows.append([region, *(numbers.get((region, year)) for year in chart.years)])
    return rows


def draw(sheet: Any, chart: Chart, head: int, last: int) -> BarChart:  # noqa: ANN401 - untyped
    """A bar chart of the rows ``head`` to ``last``."""
    drawn = BarChart()
    drawn.title = chart.title
    drawn.y_axis.title = chart.unit
    drawn.y_axis.delete = drawn.x_axis.delete = False
    if all(point.number >= 0 for point in chart.points):
        drawn.y_axis.scaling.min = 0  # A bar cut off below is no measure of its figure.
    drawn.height = 7.5
    values = Reference(sheet, min_col=2, max_col=1 + len(chart.years), min_row=head, max_row=last)
    drawn.add_data(values, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))
    return drawn


def add_rows(sheet: Any, rows: Iterable[Sequence[object]]) -> None:  # noqa: ANN401 - untyped
    """Rows of text and numbers, the first one bold, none of them a formula."""
    for number, row in enumerate(rows, start=1):
        put_row(sheet, number, row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    set_widths(sheet)


def put_row(sheet: Any, number: int, row: Sequence[object]) -> None:  # noqa: ANN401 - untyped
    """A row; text that looks like a formula stays text."""
    for column, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(number, column)
        cell.value = value if isinstance(value, int | float) else plain_text(value)
        if isinstance(cell.value, str):
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def set_widths(sheet: Any) -> None:  # noqa: ANN401 - untyped library
    """Columns as wide as their text, up to a limit; a Chinese character takes two."""
    for column in sheet.columns:
        widths = [len(str(cell.value or "").encode("gbk", "replace")) for cell in column]
        letter = get_column_letter(column[0].column)
        sheet.column_dimensions[letter].width = min(max(widths, default=8) + 2, WIDEST)
