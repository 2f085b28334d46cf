"""What ``tanwen compare --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable

from qa.comparing.catalogue import CatalogueLine
from qa.comparing.charts import Chart, make_charts
from qa.comparing.models import Cell, Comparison, Group, Row, Source, Value
from qa.schemas import Json, passage_json


def comparison_json(comparison: Comparison) -> Json:
    """A comparison: rows of cells, in each cell the targets with their clauses."""
    return {
        "indicator": comparison.asked,
        "names": [group.label for group in comparison.groups],
        "near": [group_json(group) for group in comparison.near],
        "regions": list(comparison.regions),
        "years": list(comparison.years),
        "rows": [row_json(row) for row in comparison.rows],
        "charts": [chart_json(chart) for chart in make_charts(comparison)],
        "notes": list(comparison.notes),
    }


def group_json(group: Group) -> Json:
    """An indicator that was left, with how many targets there are of it."""
    return {"name": group.label, "targets": group.targets}


def row_json(row: Row) -> Json:
    """A row; ``basis`` tells rows of one place and indicator apart."""
    return {
        "region": row.region,
        "indicator": row.indicator,
        "basis": row.basis.label if row.basis else "",
        "scope": row.basis.scope if row.basis else "",
        "cells": [cell_json(cell) for cell in row.cells],
    }


def cell_json(cell: Cell) -> Json:
    """A cell: each document's target; those of equal ``figure`` say the same."""
    targets = [target_json(value, one) for value in cell.values for one in value.sources]
    mentions = [passage_json(one.passage) | {"quote": one.quote} for one in cell.mentions]
    return {"year": cell.year, "targets": targets, "note": cell.note, "mentions": mentions}


def target_json(value: Value, source: Source) -> Json:
    """A target with the clause that sets it."""
    target = source.target
    return {
        "n": source.citation.n,
        "figure": value.text,
        "value": target.value,
        "unit": target.unit,
        "qualifier": target.qualifier,
        "direction": target.direction,
        "base_year": target.base_year,
        "period": source.period,
        "indicator": target.indicator,
        "quote": source.citation.quote,
        **passage_json(source.citation.passage),
    }


def chart_json(chart: Chart) -> Json:
    """A chart's points, in its unit."""
    points = [
        {
            "region": point.region,
            "year": point.year,
            "value": float(point.number),
            "label": point.label,
        }
        for point in chart.points
    ]
    return {
        "title": chart.title,
        "unit": chart.unit,
        "points": points,
        "notes": list(chart.notes),
    }


def catalogue_json(lines: Iterable[CatalogueLine]) -> list[Json]:
    """The catalogue of indicators."""
    return [
        {
            "indicator": line.group.label,
            "names": [member.written for member in line.group.members],
            "targets": line.targets,
            "regions": line.regions,
            "years": list(line.years),
        }
        for line in lines
    ]
