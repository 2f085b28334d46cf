"""Explicit filters: what a document must be of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from corpus.errors import InputError
from corpus.library import CatalogueEntry

YEARS = re.compile(r"(?P<first>(?:19|20)\d{2})年?(?:\s*[-—–~至到]\s*(?P<last>(?:19|20)\d{2}))?")
SHOWN = 20
"""How many of the values that exist a message names."""
NAMES = {
    "region": "地区",
    "year": "年份",
    "issuer": "发文机关",
    "level": "层级",
    "type": "类型",
    "document": "文件编号",
}


OR = "或"
Wanted = str | tuple[str, ...] | None
"""What a filter admits: one value, any of several, or all; see `any_of`."""
Test = Callable[[CatalogueEntry], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """Explicit filters; a document must meet all that are set, by one value of each."""

    region: Wanted = None
    year: Wanted = None
    """A year of issue, or a range: ``2021-2023``."""
    issuer: Wanted = None
    level: Wanted = None
    type: Wanted = None
    document: Wanted = None

    @property
    def given(self) -> dict[str, str | list[str]]:
        """The filters that are set, by name, as JSON holds them: a list only of several values."""
        wanted = self.wanted.items()
        return {name: values[0] if len(values) == 1 else list(values) for name, values in wanted}

    @property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """The values of the filters that are set, by name."""
        given = {name: getattr(self, name) for name in NAMES}
        named = {name: (one,) if isinstance(one, str) else one for name, one in given.items()}
        return {name: values for name, values in named.items() if values}

    @property
    def spelled(self) -> str:
        """The filters that are set, for readers: 地区=南充市或淄博市、年份=2024."""
        return "、".join(f"{NAMES[name]}={OR.join(some)}" for name, some in self.wanted.items())

    def select(self, documents: Mapping[str, CatalogueEntry]) -> list[str]:
        """The ids of the documents that meet all filters; what one does not print meets none.

        Raises:
            InputError: none does, or none has one of the values, or the years are no years; the
                message says what there is.
        """
        kept = set(documents)
        for name, values in self.wanted.items():
            kept &= {one for value in values for one in having(name, value, documents.values())}
        if not kept:
            raise InputError(f"没有文件同时符合这些筛选条件：{self.spelled}，请去掉其中一个")
        return [one for one in documents if one in kept]


NO_FILTERS = Filters()


def any_of(values: Iterable[str]) -> Wanted:
    """What a filter admits by any of these values; all where there are none."""
    several = tuple(dict.fromkeys(values))
    return several if len(several) > 1 else next(iter(several), None)


def issued_in(years: str) -> Test:
    """Whether a document is of a year, or of a range.

    Raises:
        InputError: see `read_years`.
    """
    first, last = read_years(years)
    return lambda document: first <= (document.date or "")[:4] <= last


TESTS: Mapping[str, Callable[[str], Test]] = {
    "region": lambda value: lambda document: value in (document.region or ""),
    "year": issued_in,
    "issuer": lambda value: lambda document: any(value in name for name in document.issuer),
    "level": lambda value: lambda document: value == document.level,
    "type": lambda value: lambda document: value == document.type,
    "document": lambda value: lambda document: value == document.document_id,
}
"""Whether a document has a value of a filter."""


def having(name: str, value: str, documents: Collection[CatalogueEntry]) -> list[str]:
    """The ids of the documents that have a value of a filter.

    Raises:
        InputError: there is none, or the value is no years; the message says what there is.
    """
    test = TESTS[name](value)
    if found := [one.document_id for one in documents if test(one)]:
        return found
    wanted = f"没有{NAMES[name]}为“{value}”的文件"
    if name == "document":
        raise InputError(f"{wanted}，可用 tanwen documents 查看有哪些文件")
    values = existing_values(name, documents)
    more = f" 等 {len(values)} 种" if len(values) > SHOWN else ""
    raise InputError(f"{wanted}；现有：{'、'.join(values[:SHOWN])}{more}")


def read_years(text: str) -> tuple[str, str]:
    """The first and last year of ``2021`` or ``2021-2023``.

    Raises:
        InputError: it is neither, or the range is the wrong way round.
    """
    match = YEARS.fullmatch(text.strip().removesuffix("年"))
    if match is None:
        raise InputError(f"年份“{text}”看不懂，请写成 2023 或 2021-2023")
    first, last = match["first"], match["last"] or match["first"]
    if first > last:
        raise InputError(f"年份范围“{text}”前后颠倒，请写成 {last}-{first}")
    return first, last


def existing_values(name: str, documents: Iterable[CatalogueEntry]) -> list[str]:
    """The values that documents have of a filter's field, the most frequent first."""
    counts: dict[str, int] = {}
    for document in documents:
        for value in field_values(name, document):
            counts[value] = counts.get(value, 0) + 1
    by_name = name == "year"
    return sorted(counts, key=lambda value: value if by_name else (-counts[value], value))


def field_values(name: str, document: CatalogueEntry) -> Iterable[str]:
    """The values of one document."""
    if name == "issuer":
        return document.issuer
    value = (document.date or "")[:4] if name == "year" else getattr(document, name)
    return [str(value)] if value else []
