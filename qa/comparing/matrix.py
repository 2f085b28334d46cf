"""The matrix: targets by place, basis and year, each with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.library import Library
from corpus.targets.stored import StoredTarget
from qa.citations import Citation
from qa.comparing.bases import basis_of, period_of
from qa.comparing.models import (
    DISAGREE,
    ELSEWHERE,
    MENTIONED,
    NOT_NAMED,
    Basis,
    Cell,
    Group,
    Mention,
    Row,
    Source,
)
from qa.comparing.places import UNKNOWN
from qa.comparing.values import make_values
from qa.evidence.sentences import sentences_of
from qa.passages import Passage, read_passage

Year = int | None
Line = tuple[str, str, Basis]
"""What the figures of a row have in common: indicator, place, basis."""


MENTIONS = 3
"""Sentences that a cell without a figure leads to at most."""


def wanted_targets(library: Library, groups: Iterable[Group]) -> list[StoredTarget]:
    """The targets of some indicators; of texts that stand twice only those of one."""
    names = [member.name for group in groups for member in group.members]
    return without_twins(library, library.targets(names=names))


def without_twins(library: Library, targets: Iterable[StoredTarget]) -> list[StoredTarget]:
    """Targets, of texts that stand twice only those of one.

    That is the one that is cited first, unless only the other says whose it is.
    """
    kept: dict[object, StoredTarget] = {}
    for one in sorted(targets, key=lambda one: (not one.region, one.position in library.twins)):
        first = library.twins.get(one.position, one.position)
        kept.setdefault((first, one.name, one.year, one.value, one.figure), one)
    return sorted(kept.values(), key=lambda one: (one.position, one.figure.start))


def make_matrix(
    library: Library,
    groups: Sequence[Group],
    targets: Sequence[StoredTarget],
    regions: Sequence[str],
    years: Sequence[Year],
    mentions: Sequence[Mention] = (),
) -> tuple[Row, ...]:
    """The rows: blocks of one basis, in each the places in their order.

    Args:
        library: Where the targets stand.
        groups: The indicators, in their order.
        targets: The targets to show.
        regions: The places to show, in their order; those without a figure get a row all the same.
        years: The columns.
        mentions: Sentences that name the indicator without a figure.
    """
    labels = {member.name: group.label for group in groups for member in group.members}
    lines = sort_lines(group_lines(library, targets, labels), [g.label for g in groups], regions)
    numbering = Numbering(library)
    rows = [make_row(line, some, years, numbering) for line, some in lines]
    rows += [
        Row(region, groups[0].label, None, tuple(Cell(year, (), NOT_NAMED) for year in years))
        for region in regions
        if not any(row.region == region for row in rows)
    ]
    return tuple(with_mentions(with_pointers(rows), mentions, numbering))


def region_of(target: StoredTarget) -> str:
    """Whose a target is."""
    return target.region or UNKNOWN


def group_lines(
    library: Library, targets: Iterable[StoredTarget], labels: Mapping[str, str]
) -> dict[Line, list[StoredTarget]]:
    """The targets by what those of one row have in common."""
    lines: dict[Line, list[StoredTarget]] = {}
    for one in targets:
        basis = basis_of(one, library.documents[one.document_id])
        lines.setdefault((labels[one.name], region_of(one), basis), []).append(one)
    return lines


def sort_lines(
    lines: Mapping[Line, list[StoredTarget]], labels: Sequence[str], regions: Sequence[str]
) -> list[tuple[Line, list[StoredTarget]]]:
    """The lines by indicator, then basis (the one that most places use first), then place."""
    used: dict[tuple[str, Basis], int] = {}
    for label, _, basis in lines:
        used[label, basis] = used.get((label, basis), 0) + 1

    def order(item: tuple[Line, list[StoredTarget]]) -> tuple[object, ...]:
        label, region, basis = item[0]
        scoped = bool(basis.scope)
        block = (labels.index(label), scoped, -used[label, basis], basis.label, basis.dimension)
        return *block, regions.index(region)

    return sorted(lines.items(), key=order)


class Numbering:
    """Gives each clause and sentence one number, and reads it once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._citations: dict[tuple[int, str], Citation] = {}
        self._passages: dict[int, Passage] = {}

    def sources(self, targets: Iterable[StoredTarget]) -> list[Source]:
        """Targets with their documents and citations, the newest document first."""
        documents = self._library.documents
        pairs = [(documents[one.document_id], one) for one in targets]
        newest = sorted(pairs, key=lambda pair: pair[0].date or "", reverse=True)
        return [
            Source(one, document, self.cite(one.position, self._quote(one)), period_of(one))
            for document, one in newest
        ]

    def _quote(self, target: StoredTarget) -> str:
        """A target's sentence, from the one on that names its year."""
        if str(target.year) in target.sentence:
            return target.sentence
        said = (one.text for one in sentences_of(self._passage(target.position)))
        whole = (text for text in said if text.endswith(target.sentence.strip()))
        return next(whole, target.sentence)

    def cite(self, position: int, sentence: str) -> Citation:
        """A sentence of the chunk at a position."""
        place = (position, sentence)
        if place not in self._citations:
            number = len(self._citations) + 1
            self._citations[place] = Citation(number, sentence, self._passage(position))
        return self._citations[place]

    def _passage(self, position: int) -> Passage:
        if position not in self._passages:
            (chunk,) = self._library.chunks([position])
            self._passages[position] = read_passage(self._library, chunk)
        return self._passages[position]


def make_row(
    line: Line, targets: Sequence[StoredTarget], years: Iterable[Year], numbering: Numbering
) -> Row:
    """A row of the targets that have ``line`` in common."""
    label, region, basis = line
    cells = []
    for year in years:
        values = make_values(numbering.sources(one for one in targets if one.year == year))
        note = NOT_NAMED if not values else DISAGREE if len(values) > 1 else ""
        cells.append(Cell(year, values, note))
    return Row(region, label, basis, tuple(cells))


def with_pointers(rows: Sequence[Row]) -> list[Row]:
    """The rows; an empty cell says where its place has a figure of that year on another basis."""
    named = {(row.indicator, row.region, cell.year) for row in rows for cell, _ in row.values}

    def point(row: Row, cell: Cell) -> Cell:
        elsewhere = not cell.values and (row.indicator, row.region, cell.year) in named
        return replace(cell, note=ELSEWHERE) if elsewhere else cell

    return [replace(row, cells=tuple(point(row, cell) for cell in row.cells)) for row in rows]


def with_mentions(
    rows: Iterable[Row], mentions: Iterable[Mention], numbering: Numbering
) -> Iterator[Row]:
    """The rows; the first of a place names where it mentions the indicator without a figure."""
    left: dict[tuple[str, Year], list[Mention]] = {}
    for one in mentions:
        left.setdefault((one.region, one.year), []).append(one)

    def mention(row: Row, cell: Cell) -> Cell:
        if cell.note != NOT_NAMED or (row.region, cell.year) not in left:
            return cell
        said = left.pop((row.region, cell.year))[:MENTIONS]
        cited = tuple(numbering.cite(one.position, one.quote) for one in said)
        return replace(cell, note=MENTIONED, mentions=cited)

    for row in rows:
        yield replace(row, cells=tuple(mention(row, cell) for cell in row.cells))
