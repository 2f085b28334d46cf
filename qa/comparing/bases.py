"""What a target can be compared with: its base, scope, dimension and period."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.figures import fold_widths
from corpus.library import CatalogueEntry
from corpus.qualifiers import bounds_of
from corpus.targets.milestones import YEAR_UNIT
from corpus.targets.stored import StoredTarget
from corpus.units import measure
from corpus.years import PERIOD_YEARS, without_base_years
from qa.comparing.indicators import rules
from qa.comparing.models import NO_BASE, Basis

TITLES = re.compile(r"《[^》]*》")
POINT = re.compile(
    rf"[“\"]?(?P<plan>{'|'.join(PERIOD_YEARS)})[”\"]?(?P<end>末|期末)?"
    r"|(?<!\d)(?P<first>(?:19|20)\d{2})年?(?:[-—–~～至到]+)(?P<last>(?:19|20)\d{2})年"
    r"|(?<!\d)(?P<year>(?:19|20)\d{2})年"
)
SUMMED = re.compile(r"累计[^，,；;。：:]*$")
YEARLY = re.compile(r"年均|同比|每年|较峰值")
"""A change whose own name says from when it is counted."""


def basis_of(target: StoredTarget, document: CatalogueEntry) -> Basis:
    """What a target has in common with those that it may be compared with."""
    return Basis(
        target.direction, base_of(target), scope_of(target, document), dimension_of(target.unit)
    )


def base_of(target: StoredTarget) -> str:
    """What a change is counted from; nothing for a level."""
    if not target.direction:
        return ""
    if target.base_year:
        return f"较{target.base_year}年"
    if YEARLY.search(target.name):
        return ""
    return period_of(target) or NO_BASE


def scope_of(target: StoredTarget, document: CatalogueEntry) -> str:
    """The field that a document is about by its title, where the indicator names none itself.

    By when emissions peak is said of whoever the sentence names, not of the title's field.
    """
    title = document.title or ""
    if target.unit == YEAR_UNIT:
        return ""
    words = rules()["scopes"]["words"]
    return next((w for w in words if w in title and w not in target.indicator), "")


def dimension_of(unit: str) -> str:
    """A unit without 万, 亿 and the like; equal for those that measure alike."""
    return measure("1", unit)[1]


def amounts_of(target: StoredTarget) -> tuple[Decimal, ...]:
    """The figure in base units; both ends of a range."""
    return tuple(measure(value, target.unit)[0] for value in target.value.split("-"))


def bound_of(target: StoredTarget) -> object:
    """What the qualifier means: 不低于 and 以上 are one; one that sets no bound is itself."""
    return bounds_of(target.qualifier, target.qualifier) or target.qualifier


def period_of(target: StoredTarget) -> str:
    """The period that a figure is for, where its sentence names one last before it."""
    before = target.sentence[: target.figure.start - target.place.start]
    said = without_base_years(TITLES.sub("", fold_widths(before)))
    points = list(POINT.finditer(said))
    parts = [name_period(points[-1]) if points else ""]
    parts.append("累计" if SUMMED.search(said) else "")
    return "".join(parts)


def name_period(point: re.Match[str]) -> str:
    """The period of a match of `POINT`; nothing for a year."""
    if point["plan"] and not point["end"]:
        return f"“{point['plan']}”期间"
    return f"{point['first']}—{point['last']}年" if point["first"] else ""
