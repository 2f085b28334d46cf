"""Targets as a library holds them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.targets.models import Binding, Span


@dataclass(frozen=True, slots=True)
class StoredTarget:
    """A target with the chunk that its sentence stands in; fields as of `Target`."""

    position: int
    """Position of the chunk."""
    chunk_id: str
    document_id: str
    indicator: str
    name: str
    """The indicator as of `normalise_indicator`."""
    region: str | None
    year: int | None
    value: str
    unit: str
    qualifier: str
    direction: str
    base_year: int | None
    binding: Binding | None
    sentence: str
    """Verbatim, as it stands in the chunk."""
    place: Span
    """Where the sentence stands in the chunk's text."""
    figure: Span
    """Where the figure stands in it."""
    is_table: bool
    """Whether the chunk is a table; its rows are no sentences."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A normalised indicator of the catalogue."""

    name: str
    written: str
    """How most documents write it."""
    targets: int
    regions: int
    """How many regions have such a target."""


TARGETS = """
SELECT t.*, c.chunk_id, c.is_table,
    substr(c.text, sentence_start + 1, sentence_end - sentence_start) AS sentence
FROM targets t JOIN chunks c USING (position) {where} ORDER BY t.position, t.ordinal
"""
INDICATORS = """
SELECT name, indicator, count(*) AS written, sum(count(*)) OVER (PARTITION BY name) AS targets,
    (SELECT count(DISTINCT region) FROM targets o WHERE o.name = t.name) AS regions
FROM targets t GROUP BY name, indicator ORDER BY targets DESC, name, written DESC, indicator
"""


def stored_target(row: sqlite3.Row) -> StoredTarget:
    """A row of `TARGETS` as a target."""
    return StoredTarget(
        position=row["position"],
        chunk_id=row["chunk_id"],
        document_id=row["document_id"],
        indicator=row["indicator"],
        name=row["name"],
        region=row["region"],
        year=row["year"],
        value=row["value"],
        unit=row["unit"],
        qualifier=row["qualifier"],
        direction=row["direction"],
        base_year=row["base_year"],
        binding=Binding(row["binding"]) if row["binding"] else None,
        sentence=row["sentence"],
        place=Span(row["sentence_start"], row["sentence_end"]),
        figure=Span(row["figure_start"], row["figure_end"]),
        is_table=bool(row["is_table"]),
    )


def list_indicators(rows: list[sqlite3.Row]) -> tuple[Indicator, ...]:
    """The rows of `INDICATORS` as a catalogue, the most frequent first."""
    first = {row["name"]: row for row in reversed(rows)}
    found = (
        Indicator(r["name"], r["indicator"], r["targets"], r["regions"]) for r in first.values()
    )
    return tuple(sorted(found, key=lambda one: (-one.targets, one.name)))
