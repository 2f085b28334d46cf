"""The panel 筛选范围: which documents are asked, with how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.errors import InputError
from corpus.library import CatalogueEntry, Library
from corpus.models import Level
from qa.citations import in_title_marks
from qa.faces.html import error_html
from qa.search.filters import NAMES, Filters, field_values

FIELDS = ("region", "level", "year", "type", "document")
"""The filters of the panel, in its order."""
LABELS = {**NAMES, "year": "发布年份（可写 2021-2023）", "document": "文件"}
HEADING = "筛选范围"
ANY = ("不限", "")
Choices = list[tuple[str, str]]


def offered(library: Library) -> list[Choices]:
    """What each of `FIELDS` can be set to, 不限 first."""
    documents = list(library.documents.values())
    return [[ANY, *choices_of(name, documents)] for name in FIELDS]


def choices_of(name: str, documents: Sequence[CatalogueEntry]) -> Choices:
    """The values of a filter, each with how many documents have it."""
    if name == "document":
        return sorted((name_entry(one), one.document_id) for one in documents)
    counts = Counter(value for one in documents for value in field_values(name, one))
    return [(f"{value}（{counts[value]} 份）", value) for value in ordered(name, counts)]


def ordered(name: str, counts: Counter[str]) -> list[str]:
    """The values: levels from the top, years from the newest, others by how many have them."""
    if name == "level":
        return [str(level) for level in Level if level in counts]
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def name_entry(document: CatalogueEntry) -> str:
    """A document in a list: title, number, and where it stands."""
    title = in_title_marks(document.title) if document.title else document.source_file
    number = f"（{document.doc_no}）" if document.doc_no else ""
    stands = f"，载《{document.compilation}》" if document.compilation else ""
    return f"{title}{number}{stands}"


def chosen(values: Iterable[str | None]) -> Filters:
    """The filters that the panel's values set."""
    given = {name: value for name, value in zip(FIELDS, values, strict=True) if value}
    return Filters(**given)


def values_of(filters: Filters) -> list[str]:
    """What the panel shows for filters; the other way round than `chosen`."""
    return [filters.given.get(name, "") for name in FIELDS]


def spell(filters: Filters, library: Library) -> str:
    """The filters in words, a document by its title."""
    entry = library.documents.get(filters.document or "")
    named = {**filters.given, **({"document": name_entry(entry)} if entry else {})}
    return "、".join(f"{LABELS[name].partition('（')[0]}：{value}" for name, value in named.items())


def heading(filters: Filters, library: Library) -> tuple[str, str]:
    """The panel's heading, which says what is chosen, and what is wrong with it as HTML."""
    if not filters.given:
        return f"{HEADING}：全部 {len(library.documents)} 份文件", ""
    said = f"{HEADING}：{spell(filters, library)}"
    try:
        count = len(filters.select(library.documents))
    except InputError as error:
        return f"{said}（没有符合的文件）", error_html(error)
    return f"{said}（{count} 份文件）", ""
