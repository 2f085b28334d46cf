"""The figures of one cell: equal ones of several documents are one value with several sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.targets.milestones import YEAR_UNIT
from corpus.targets.stored import StoredTarget
from qa.comparing.bases import amounts_of, bound_of
from qa.comparing.models import Source, Value

WHEN = re.compile(r"\d|[期末]")
"""What says whether a milestone's printed time is a year, a period or the end of one."""


def make_values(sources: Iterable[Source]) -> tuple[Value, ...]:
    """The different figures of a place and year, in the order of their sources."""
    groups: dict[object, list[Source]] = {}
    for one in sources:
        groups.setdefault(figure_key(one), []).append(one)
    return tuple(make_value(some) for some in groups.values())


def figure_key(source: Source) -> object:
    """Equal for targets that say the same figure."""
    return amounts_of(source.target), bound_of(source.target), source.period


def make_value(sources: Sequence[Source]) -> Value:
    """A figure with its sources; as the newest prints it."""
    return Value(write_figure(sources[0].target, sources[0].citation.passage.text), tuple(sources))


def write_figure(target: StoredTarget, text: str) -> str:
    """A target's figure as printed in its chunk's text, with the unit and qualifier it has there.

    Both may stand apart from it: in another cell of a table, behind a list of figures.
    """
    printed = "".join(text[target.figure.start : target.figure.end].split())
    if target.unit == YEAR_UNIT:
        return printed if WHEN.search(printed) else f"{printed}期间"
    unit = "" if target.unit.removeprefix("个") in printed else target.unit
    before, after = split_qualifier(target.qualifier, printed)
    return f"{before}{printed}{unit}{after}"


def split_qualifier(qualifier: str, printed: str) -> tuple[str, str]:
    """A qualifier that is not printed with its figure, as what stands before and after it."""
    if not qualifier or qualifier in printed or any(char in printed for char in "≥≤><＞＜"):
        return "", ""
    return ("", qualifier) if qualifier.endswith(("左右", "上", "下", "内")) else (qualifier, "")
