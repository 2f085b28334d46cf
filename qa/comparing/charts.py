"""Charts: figures of one indicator, basis and unit, which may be drawn beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.targets.milestones import YEAR_UNIT
from corpus.units import measure
from qa.comparing.models import Basis, Comparison, Row, Value

LEAST = 2
"""Figures; one alone compares with nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure that is drawn."""

    region: str
    year: int
    number: Decimal
    """In the chart's unit."""
    label: str
    """As printed, with its qualifier and period."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that may be drawn beside each other."""

    title: str
    unit: str
    points: tuple[Point, ...]
    """By year, then in the order of the places."""
    notes: tuple[str, ...]
    """What was converted, and what was left out."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years, ascending."""
        return tuple(sorted({point.year for point in self.points}))

    @property
    def regions(self) -> tuple[str, ...]:
        """The places, in their order."""
        return tuple(dict.fromkeys(point.region for point in self.points))


def make_charts(comparison: Comparison) -> tuple[Chart, ...]:
    """A chart for each indicator and basis that has figures to compare."""
    blocks: dict[tuple[str, Basis], list[Row]] = {}
    for row in comparison.rows:
        if row.basis is not None and row.basis.dimension != YEAR_UNIT:
            blocks.setdefault((row.indicator, row.basis), []).append(row)
    charts = (make_chart(label, basis, rows) for (label, basis), rows in blocks.items())
    return tuple(chart for chart in charts if len(chart.points) >= LEAST)


def make_chart(label: str, basis: Basis, rows: Sequence[Row]) -> Chart:
    """The chart of the rows of one indicator and basis."""
    newest = list(newest_values(rows))
    drawn = [one for one in newest if "-" not in one[2].target.value]
    unit = common_unit(value for *_, value in drawn)
    points = tuple(
        make_point(region, year, value, unit)
        for region, year, value in sorted(drawn, key=lambda one: one[1])
    )
    kind = f"（{basis.label}）" if basis.label else ""
    return Chart(f"{label}{kind}", unit, points, tuple(chart_notes(rows, newest, unit)))


def newest_values(rows: Iterable[Row]) -> Iterator[tuple[str, int, Value]]:
    """Place, year and figure of each cell; of several figures that of the newest document."""
    for row in rows:
        for cell in row.cells:
            if cell.values and cell.year is not None:
                yield row.region, cell.year, cell.values[0]


def common_unit(values: Iterable[Value]) -> str:
    """The unit that most figures are printed in."""
    counts = Counter(value.target.unit for value in values)
    return counts.most_common(1)[0][0] if counts else ""


def make_point(region: str, year: int, value: Value, unit: str) -> Point:
    """A figure in the chart's unit."""
    target = value.target
    number = measure(target.value, target.unit)[0] / measure("1", unit)[0]
    label = f"{value.text}（{value.period}）" if value.period else value.text
    return Point(region, year, number, label)


def chart_notes(
    rows: Sequence[Row], values: Sequence[tuple[str, int, Value]], unit: str
) -> Iterator[str]:
    """What was converted to the chart's unit, left out, or chosen among several."""
    if any(value.target.unit != unit for *_, value in values):
        yield f"单位统一换算为{unit}。"
    ranges = [f"{region} {year}年" for region, year, v in values if "-" in v.target.value]
    if ranges:
        yield f"区间值未画：{'、'.join(ranges)}。"
    if any(len(cell.values) > 1 for row in rows for cell in row.cells):
        yield "数值不一致的，画最新文件的数值。"
