"""A comparison in the terminal: the matrix, bars, sources, and the catalogue of indicators."""

from __future__ import annotations

from collections.abc import Sequence

from rich.bar import Bar
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qa.citations import name_source
from qa.comparing.catalogue import CatalogueLine
from qa.comparing.charts import Chart, make_charts
from qa.comparing.lines import matrix_lines, one_line
from qa.comparing.models import Comparison

BAR = 40
"""Characters of the longest bar."""


def print_comparison(comparison: Comparison, console: Console) -> None:
    """The matrix, the charts and the clauses behind the figures."""
    table = Table(title=escape("、".join(group.label for group in comparison.groups)))
    header, *lines = matrix_lines(comparison)
    for name in header:
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*map(escape, line))
    console.print(table)
    for chart in make_charts(comparison):
        print_chart(chart, console)
    for one in comparison.citations:
        console.print(f"[{one.n}] {name_source(one.passage)}", markup=False, highlight=False)
        quote = one_line(one.quote)
        console.print(f"    “{quote}”", style="green", markup=False, highlight=False)


def print_chart(chart: Chart, console: Console) -> None:
    """Bars by year and place."""
    unit = f"，{chart.unit}" if chart.unit else ""
    console.print(f"{chart.title}{unit}", style="bold", markup=False, highlight=False)
    most = float(max(point.number for point in chart.points))
    table = Table.grid(padding=(0, 1))
    for year in chart.years:
        shown = [point for point in chart.points if point.year == year]
        for number, point in enumerate(shown):
            bar = Bar(most or 1.0, 0, float(point.number), width=BAR)
            label = f"{year}年" if number == 0 else ""
            table.add_row(label, escape(point.region), bar, escape(point.label))
    console.print(table)
    for note in chart.notes:
        console.print(note, style="dim", markup=False, highlight=False)
    console.print()


def print_catalogue(lines: Sequence[CatalogueLine], console: Console) -> None:
    """The indicators with their counts."""
    table = Table()
    for name in ("指标", "目标", "地区", "年份"):
        table.add_column(name, overflow="fold")
    for line in lines:
        years = "、".join(map(str, line.years)) or "—"
        table.add_row(escape(line.group.label), str(line.targets), str(line.regions), years)
    console.print(table)
