"""The panel 筛选范围: which documents are asked, with how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.errors import InputError
from corpus.library import CatalogueEntry, Library
from corpus.models import Level
from qa.citations import name_compilation, name_document
from qa.faces.html import error_html
from qa.search.filters import NAMES, OR, Filters, any_of, field_values
from qa.speech.saying import say

FIELDS = ("region", "level", "year", "type", "document")
"""The filters of the panel, in its order."""
LABELS = {**NAMES, "year": "发布年份（可写 2021-2023）", "document": "文件"}
HEADING = "筛选范围"
Choices = list[tuple[str, str]]


def offered(library: Library) -> list[Choices]:
    """What each of `FIELDS` can be set to."""
    documents = list(library.documents.values())
    return [choices_of(name, documents) for name in FIELDS]


def choices_of(name: str, documents: Sequence[CatalogueEntry]) -> Choices:
    """The values of a filter, each with how many documents have it."""
    if name == "document":
        return sorted((name_entry(one), one.document_id) for one in documents)
    counts = Counter(value for one in documents for value in field_values(name, one))
    return [(value + say(f"（{counts[value]} 份）"), value) for value in ordered(name, counts)]


def ordered(name: str, counts: Counter[str]) -> list[str]:
    """The values: levels from the top, years from the newest, others by how many have them."""
    if name == "level":
        return [str(level) for level in Level if level in counts]
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def name_entry(document: CatalogueEntry) -> str:
    """A document in a list: title, number, and where it stands."""
    parts = (name_document(document), name_compilation(document))
    return "，".join(part for part in parts if part)


def chosen(values: Iterable[Sequence[str] | None]) -> Filters:
    """The filters that the panel's values set; of each any of its values."""
    return Filters(**{name: any_of(some or ()) for name, some in zip(FIELDS, values, strict=True)})


def values_of(filters: Filters) -> list[list[str]]:
    """What the panel shows for filters; the other way round than `chosen`."""
    return [list(filters.wanted.get(name, ())) for name in FIELDS]


def spell(filters: Filters, library: Library) -> str:
    """The filters in words, a document by its title."""
    wanted = (library.documents.get(one) for one in filters.wanted.get("document", ()))
    titles = {one.document_id: name_entry(one) for one in wanted if one}
    return say("、").join(
        f"{say(LABELS[name].partition('（')[0])}{say('：')}"
        f"{say(OR).join(titles.get(one, one) for one in values)}"
        for name, values in filters.wanted.items()
    )


def heading(filters: Filters, library: Library) -> tuple[str, str]:
    """The panel's heading, which says what is chosen, and what is wrong with it as HTML."""
    if not filters.given:
        return say(f"筛选范围：全部 {len(library.documents)} 份文件"), ""
    said = say(HEADING) + say("：") + spell(filters, library)
    try:
        count = len(filters.select(library.documents))
    except InputError as error:
        return said + say("（没有符合的文件）"), error_html(error)
    return said + say(f"（{count} 份文件）"), ""
