"""The catalogue of indicators: how many targets there are of each, of whom and for which years."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.library import Library
from corpus.targets.stored import StoredTarget
from qa.comparing.indicators import KIND, group_indicators, key_of
from qa.comparing.matrix import without_twins
from qa.comparing.models import Group


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """An indicator with its counts."""

    group: Group
    targets: int
    """Without those of texts that stand twice."""
    regions: int
    years: tuple[int, ...]
    """Ascending."""


def list_indicators(library: Library, text: str = "") -> list[CatalogueLine]:
    """The indicators whose names hold a text, the most frequent first."""
    wanted = key_of(text)
    stem = KIND.sub("", wanted) or wanted
    groups = {
        key: group
        for key, group in group_indicators(library.indicators).items()
        if wanted in key or stem in key or any(text in one.written for one in group.members)
    }
    by_name = {member.name: key for key, group in groups.items() for member in group.members}
    targets: dict[str, list[StoredTarget]] = {}
    for one in without_twins(library, library.targets()):
        if one.name in by_name:
            targets.setdefault(by_name[one.name], []).append(one)
    lines = [make_line(groups[key], some) for key, some in targets.items()]
    return sorted(lines, key=lambda line: (-line.targets, -line.regions, line.group.key))


def make_line(group: Group, targets: list[StoredTarget]) -> CatalogueLine:
    """The counts of an indicator."""
    years = sorted({one.year for one in targets if one.year is not None})
    return CatalogueLine(group, len(targets), len({one.region for one in targets}), tuple(years))
