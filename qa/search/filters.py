"""Explicit filters: what a document must be of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

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


@dataclass(frozen=True, slots=True)
class Filters:
    """Explicit filters; a document must meet all that are set."""

    region: str | None = None
    year: str | None = None
    """A year of issue, or a range: ``2021-2023``."""
    issuer: str | None = None
    level: str | None = None
    type: str | None = None
    document: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def spelled(self) -> str:
        """The filters that are set, for readers: 地区=南充市、年份=2024; nothing where none is."""
        return "、".join(f"{NAMES[name]}={value}" for name, value in self.given.items())

    def select(self, documents: Mapping[str, CatalogueEntry]) -> list[str]:
        """The ids of the documents that meet all filters; what one does not print meets none.

        Raises:
            InputError: none does, or the years are no years; the message says what there is.
        """
        tests = self._tests()
        for name, test in tests.items():
            if not any(map(test, documents.values())):
                raise InputError(self._nothing(name, documents.values()))
        kept = [d for d in documents.values() if all(test(d) for test in tests.values())]
        if not kept:
            raise InputError(f"没有文件同时符合这些筛选条件：{self.spelled}，请去掉其中一个")
        return [document.document_id for document in kept]

    def _tests(self) -> dict[str, Callable[[CatalogueEntry], bool]]:
        first, last = read_years(self.year)
        tests: dict[str, Callable[[CatalogueEntry], bool]] = {
            "region": lambda d: str(self.region) in (d.region or ""),
            "year": lambda d: first <= (d.date or "")[:4] <= last,
            "issuer": lambda d: any(str(self.issuer) in name for name in d.issuer),
            "level": lambda d: self.level == d.level,
            "type": lambda d: self.type == d.type,
            "document": lambda d: self.document == d.document_id,
        }
        return {name: test for name, test in tests.items() if name in self.given}

    def _nothing(self, name: str, documents: Collection[CatalogueEntry]) -> str:
        wanted = f"没有{NAMES[name]}为“{self.given[name]}”的文件"
        if name == "document":
            return f"{wanted}，可用 tanwen documents 查看有哪些文件"
        values = existing_values(name, documents)
        more = f" 等 {len(values)} 种" if len(values) > SHOWN else ""
        return f"{wanted}；现有：{'、'.join(values[:SHOWN])}{more}"


NO_FILTERS = Filters()


def read_years(text: str | None) -> tuple[str, str]:
    """The first and last year of ``2021`` or ``2021-2023``; empty where there is no filter.

    Raises:
        InputError: it is neither, or the range is the wrong way round.
    """
    if text is None:
        return "", ""
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
