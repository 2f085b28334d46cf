"""A comparison: places by years, each cell with its figures and the clauses that set them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.library import CatalogueEntry
from corpus.targets.stored import Indicator, StoredTarget
from qa.citations import Citation

NOT_NAMED = "未提及"
ELSEWHERE = "见他行"
"""Of a cell whose place and year have a figure in another row, of another base or scope."""
MENTIONED = "仅提及"
"""Of a cell whose place names the indicator for that year, but no figure of it was found."""
DISAGREE = "不一致"
NO_BASE = "未写基期"
CHANGES = {"升": "增加", "降": "下降"}


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of the catalogue that are surely the same."""

    key: str
    """The name that they have in common, as `same_key` gives it."""
    members: tuple[Indicator, ...]
    """The most frequent first."""

    @property
    def label(self) -> str:
        """How most documents write it."""
        return self.members[0].written

    @property
    def targets(self) -> int:
        """How many targets there are of it."""
        return sum(member.targets for member in self.members)


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures must have in common to be compared."""

    direction: str
    """As of `Target`: 升 or 降 for a change, nothing for a level."""
    base: str
    """What a change is counted from: ``2020年``, or the period in which it is made."""
    scope: str
    """The field that its document is about, where the indicator does not name it."""
    dimension: str
    """The unit without 万, 亿 and the like."""

    @property
    def label(self) -> str:
        """What tells it from other bases, for readers; empty for a plain level."""
        change = CHANGES.get(self.direction, "")
        change = f"{change}，{NO_BASE}" if self.base == NO_BASE else f"{self.base}{change}"
        parts = (change, f"{self.scope}口径" if self.scope else "")
        return "，".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that names an indicator for a year, and holds no target of it."""

    region: str
    year: int
    position: int
    """Position of its chunk."""
    start: int
    """Where it stands in the chunk's text."""
    quote: str
    """Verbatim."""


@dataclass(frozen=True, slots=True)
class Source:
    """One target as one document sets it."""

    target: StoredTarget
    document: CatalogueEntry
    citation: Citation
    period: str
    """The period that the figure is for (``“十四五”期间``, ``累计``), where it says so."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a cell with all the documents that set it."""

    text: str
    """As printed, with unit and qualifier."""
    sources: tuple[Source, ...]
    """The newest document first."""

    @property
    def target(self) -> StoredTarget:
        """The target as the newest document sets it."""
        return self.sources[0].target

    @property
    def period(self) -> str:
        """As of `Source`."""
        return self.sources[0].period


@dataclass(frozen=True, slots=True)
class Cell:
    """What a place sets for a year."""

    year: int | None
    """None for the column of figures that name no year."""
    values: tuple[Value, ...]
    """Several where documents do not agree, that of the newest first."""
    note: str = ""
    """`NOT_NAMED` and the like where there is no figure, `DISAGREE` where there are several."""
    mentions: tuple[Citation, ...] = ()
    """Where it is `MENTIONED`."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a place on one basis."""

    region: str
    indicator: str
    """The label of its group."""
    basis: Basis | None
    """None for a place without any figure."""
    cells: tuple[Cell, ...]

    @property
    def values(self) -> Iterator[tuple[Cell, Value]]:
        """All figures, each with its cell."""
        return ((cell, value) for cell in self.cells for value in cell.values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Targets side by side."""

    asked: str
    """The indicator as it was asked for."""
    groups: tuple[Group, ...]
    """The indicators taken, each in rows of its own."""
    near: tuple[Group, ...]
    """Like ones that were left."""
    regions: tuple[str, ...]
    years: tuple[int | None, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """What a reader has to know, one sentence each."""

    @property
    def sources(self) -> Iterator[tuple[Row, Cell, Value, Source]]:
        """Every target with where it stands, in the order of reading."""
        for row in self.rows:
            for cell, value in row.values:
                for source in value.sources:
                    yield row, cell, value, source

    @property
    def citations(self) -> list[Citation]:
        """The clauses behind the figures, each once, by number."""
        cited = [one.citation for *_, one in self.sources]
        cited += [one for row in self.rows for cell in row.cells for one in cell.mentions]
        return sorted({one.n: one for one in cited}.values(), key=lambda one: one.n)
