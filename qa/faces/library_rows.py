"""The rows of the catalogue that the page shows: searched, sorted, a page of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.library import CatalogueEntry
from qa.citations import name_lines, name_page_range
from qa.speech.saying import say

ROWS = 50
"""On a page."""


class View(BaseModel):
    """How the catalogue is looked at, as the page's controls say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str = ""
    """Key of the column that it is sorted by; the order of the library if empty."""
    down: bool = False
    page: int = Field(default=1, ge=1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """A view as JSON; the first one for what is none, for anybody may send anything."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return cls()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the catalogue."""

    key: str
    title: str
    text: Callable[[CatalogueEntry], str]


COLUMNS = (
    Column("title", "标题", lambda one: one.title or one.source_file),
    Column("number", "发文字号", lambda one: one.doc_no or ""),
    Column("issuer", "发文机关", lambda one: "、".join(one.issuer)),
    Column("level", "层级", lambda one: one.level or ""),
    Column("region", "地区", lambda one: one.region or ""),
    Column("date", "日期", lambda one: one.date or ""),
    Column("type", "文种", lambda one: one.type or ""),
    Column("gap", "不全之处", lambda one: one.gap or ""),
    Column("file", "源文件", lambda one: one.source_file + say("，") + name_place_in_file(one)),
)
BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the catalogue."""

    entries: tuple[CatalogueEntry, ...]
    view: View
    found: int
    """How many meet the search, on all pages."""
    pages: int
    total: int
    """How many documents the library has."""


def find_rows(documents: Iterable[CatalogueEntry], wanted: str, view: View) -> Rows:
    """The documents that hold every word of ``wanted``, as ``view`` sorts them."""
    every = list(documents)
    words = fold(wanted).split()
    found = [one for one in every if holds(one, words)] if words else every
    column = BY_KEY.get(view.column)
    if column is not None:
        found = sort(found, column, down=view.down)
    pages = max(1, -(-len(found) // ROWS))
    page = min(view.page, pages)
    shown = tuple(found[(page - 1) * ROWS : page * ROWS])
    return Rows(shown, view.model_copy(update={"page": page}), len(found), pages, len(every))


def holds(document: CatalogueEntry, words: Iterable[str]) -> bool:
    """Whether a row, or the document's id or compilation, holds every word."""
    cells = [column.text(document) for column in COLUMNS]
    text = fold("\n".join((*cells, document.document_id, document.compilation or "")))
    return all(word in text for word in words)


def sort(found: list[CatalogueEntry], column: Column, *, down: bool) -> list[CatalogueEntry]:
    """Sorted by a column, empty cells last in both directions."""
    filled = [one for one in found if column.text(one)]
    empty = [one for one in found if not column.text(one)]
    return sorted(filled, key=lambda one: fold(column.text(one)), reverse=down) + empty


def fold(text: str) -> str:
    """Text for comparison: full width, case and brackets of years do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.translate(str.maketrans("〔〕[]", "()()"))


def name_place_in_file(one: CatalogueEntry) -> str:
    """Where in its source file a document stands."""
    return say("，").join(say(part) for part in (name_page_range(one), name_lines(one)) if part)
