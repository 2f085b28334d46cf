"""Comparing targets: from an indicator's name, places and years to a matrix with notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.errors import InputError
from corpus.library import Library
from corpus.targets.stored import StoredTarget
from qa.comparing.indicators import Indicators
from qa.comparing.matrix import Year, make_matrix, region_of, wanted_targets
from qa.comparing.mentions import find_mentions
from qa.comparing.models import Comparison, Mention
from qa.comparing.notes import make_notes
from qa.comparing.places import Places, find_places
from qa.search.filters import read_years


def compare(
    library: Library, asked: str, regions: Iterable[str] = (), years: Iterable[str] = ()
) -> Comparison:
    """What places set for an indicator, side by side.

    Args:
        library: The library.
        asked: The indicator, in a person's words.
        regions: Places, companies or 国家, in the order of the rows; none for all that set it.
        years: Years or ranges (``2025-2030``); none for all.

    Raises:
        InputError: nobody sets that indicator, a place is not in the library, a year is none, or
            nothing is set in these years.
    """
    if not asked.strip():
        raise InputError("指标是空的，请写出指标名称，如：非化石能源消费比重")
    places = Places(library)
    chosen = find_places(regions, places)
    spans = [read_span(text) for text in years]
    meant = Indicators(library).find(asked)
    everywhere = wanted_targets(library, meant.taken)
    targets = [one for one in everywhere if not chosen or one.region in chosen]
    columns = choose_columns(spans, (spans and everywhere) or targets or everywhere)
    if not columns:
        raise InputError(f"“{asked}”在这些年份没有数值；有数值的年份：{name_years(everywhere)}")
    shown = [one for one in targets if one.year in columns]
    mentions = find_mentions(library, everywhere, chosen) if len(meant.taken) == 1 else []
    rows = chosen or places.sort([*map(region_of, shown), *named_in(mentions, columns)])
    matrix = make_matrix(library, meant.taken, shown, rows, columns, mentions)
    notes = make_notes(asked, meant, matrix)
    return Comparison(asked, meant.taken, meant.near, rows, columns, matrix, notes)


def named_in(mentions: Iterable[Mention], years: Iterable[Year]) -> Iterator[str]:
    """The places that mention an indicator for one of some years."""
    return (one.region for one in mentions if one.year in years)


def read_span(text: str) -> tuple[int, int]:
    """The first and last year of ``2025`` or ``2025-2030``."""
    first, last = read_years(text)
    return int(first), int(last)


def choose_columns(
    spans: Sequence[tuple[int, int]], targets: Iterable[StoredTarget]
) -> tuple[Year, ...]:
    """The years asked for one by one, and of ranges those with a figure; ascending.

    All years with a figure where none is asked for, last the column of those without a year; none
    where no figure is of a year asked for.
    """
    years = {one.year for one in targets}
    found = {year for year in years if year is not None}
    if not spans:
        return (*sorted(found), *([None] if None in years else []))
    single = {first for first, last in spans if first == last}
    within = {year for year in found if any(first <= year <= last for first, last in spans)}
    return tuple(sorted(single | within)) if within else ()


def name_years(targets: Iterable[StoredTarget]) -> str:
    """The years that targets are of."""
    years = sorted({one.year for one in targets if one.year is not None})
    return "、".join(map(str, years)) or "无"
