"""A comparison as HTML: the matrix, its notes, bars, and the clauses; every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from qa.citations import Citation
from qa.comparing.charts import Chart, Point, make_charts
from qa.comparing.lines import (
    INDICATOR,
    SHOWN,
    head_cells,
    matrix_lines,
    one_line,
    row_heads,
    write_value,
)
from qa.comparing.models import Cell, Comparison, Row, Value
from qa.faces.html import card
from qa.faces.safe import safe
from qa.faces.tables import wide_html
from qa.speech.saying import say

ANCHOR = "compare-"
"""What the ids of the clauses begin with."""


def comparison_html(comparison: Comparison) -> str:
    """The whole comparison."""
    charts = "".join(chart_html(chart) for chart in make_charts(comparison))
    sources = "".join(source_html(one) for one in comparison.citations)
    return (
        matrix_html(comparison)
        + "".join(f'<p class="note remark">{safe(say(note))}</p>' for note in comparison.notes)
        + (f"<h2>{say('比较图')}</h2>{charts}" if charts else "")
        + (f"<h2>{say('来源')}</h2>{sources}" if sources else "")
    )


def matrix_html(comparison: Comparison) -> str:
    """The matrix; its cells lead to their clauses."""
    title = safe("、".join(group.label for group in comparison.groups))
    header, *_ = matrix_lines(comparison)
    head = (f'<th scope="col">{safe(say(name))}</th>' for name in header)
    heads = row_heads(comparison)
    rows = (row_html(row, heads) for row in comparison.rows)
    return wide_html("对照表", head, rows, f"<caption>{title}</caption>")


def row_html(row: Row, heads: list[str]) -> str:
    """A row: the place first."""
    said = zip(heads, head_cells(row, heads), strict=True)
    place, *others = (text if head == INDICATOR else say(text) for head, text in said)
    cells = (*map(safe, others), *map(cell_html, row.cells))
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{safe(place)}</th>{shown}</tr>'


def cell_html(cell: Cell) -> str:
    """A cell's figures, or why there is none, each with the numbers of its sources."""
    said = "".join(f"<div>{value_html(value)}</div>" for value in cell.values)
    kind = "remark" if cell.values else "note"
    note = f'<span class="{kind}">{safe(say(cell.note))}</span>' if cell.note else ""
    return said + note + marks_html(cell.mentions)


def value_html(value: Value) -> str:
    """A figure with the numbers of its sources."""
    return safe(write_value(value)) + marks_html(one.citation for one in value.sources)


def marks_html(citations: Iterable[Citation]) -> str:
    """Links to clauses; of many the first ones, the others folded."""
    links = [
        f'<a class="mark" href="#{ANCHOR}{n}" aria-label="{say(f"来源{n}")}">[{n}]</a>'
        for n in dict.fromkeys(one.n for one in citations)
    ]
    if len(links) <= SHOWN:
        return "".join(links)
    more = f"<summary>{say(f'等 {len(links)} 处')}</summary>{''.join(links[SHOWN:])}"
    return f"{''.join(links[:SHOWN])}<details>{more}</details>"


def chart_html(chart: Chart) -> str:
    """Bars by year and place, as a table whose last column holds them."""
    unit = f"，{chart.unit}" if chart.unit else ""
    most = max(point.number for point in chart.points)
    years = groupby(chart.points, key=lambda point: point.year)
    body = "".join(year_html(year, list(points), float(most)) for year, points in years)
    head = "".join(f'<th scope="col">{say(name)}</th>' for name in ("年份", "地区", "数值"))
    notes = "".join(f'<p class="note">{safe(say(note))}</p>' for note in chart.notes)
    return (
        f'<table class="bars"><caption>{safe(f"{chart.title}{unit}")}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}</table>{notes}"
    )


def year_html(year: int, points: list[Point], most: float) -> str:
    """The bars of a year, whose name stands over its rows once."""
    rows = []
    for number, point in enumerate(points):
        head = f'<th scope="rowgroup" rowspan="{len(points)}">{say(f"{year}年")}</th>'
        rows.append(f"<tr>{'' if number else head}{bar_html(point, most)}</tr>")
    return f"<tbody>{''.join(rows)}</tbody>"


def bar_html(point: Point, most: float) -> str:
    """A place with its bar; ``most`` is the figure of the longest."""
    width = 100 * float(point.number) / most if most > 0 else 0.0
    return (
        f'<th scope="row">{safe(point.region)}</th><td><span class="figure" aria-hidden="true">'
        f'<span style="width:{max(0.0, width):.1f}%"></span></span>{safe(point.label)}</td>'
    )


def source_html(citation: Citation) -> str:
    """A clause with the words that set a figure."""
    quote = f"“{safe(one_line(citation.quote))}”"
    anchor = f'id="{ANCHOR}{citation.n}" tabindex="-1"'
    return card(citation.passage, quote, f"[{citation.n}] ", anchor)
