"""Citations as data: CSL-JSON for reference managers, and plain JSON."""

from __future__ import annotations

import json
from typing import Any

from corpus.models import Level
from qa.citing.cited import Cited

Json = dict[str, Any]

TYPES = {"标准": "standard", "协议": "treaty", "讲话": "speech"}
"""CSL 1.0.2 types by the type of document."""
GOVERNMENT = frozenset({Level.NATION, Level.MINISTRY, Level.PROVINCE, Level.CITY})
"""Levels whose documents are ``regulation``, as CSL calls orders of any government."""


class CslJson:
    """An item of CSL-JSON (https://github.com/citation-style-language/schema, 1.0.2)."""

    def write(self, cited: Cited) -> str:
        """The item as JSON."""
        return dump(csl_item(cited))


class PlainJson:
    """What is known, under the names that the project's other JSON has."""

    def write(self, cited: Cited) -> str:
        """The citation as JSON."""
        return dump(plain_item(cited))


def dump(item: Json) -> str:
    """JSON in Chinese, on several lines."""
    return json.dumps(item, ensure_ascii=False, indent=2)


def csl_item(cited: Cited) -> Json:
    """The item; ``section`` says where in the document the clause stands."""
    first = cited.passages[0]
    item = {
        "id": first.chunk_id,
        "type": csl_type(cited),
        "title": cited.title,
        "author": [{"literal": name} for name in cited.issuer],
        "issued": {"date-parts": [date_parts(cited.date)]} if cited.date else None,
        "number": cited.doc_no,
        "genre": cited.type,
        "container-title": cited.compilation,
        "section": cited.locator,
        "page": cited.page_range("-"),
        "URL": cited.url,
        "language": "zh-CN",
    }
    return without_empty(item)


def csl_type(cited: Cited) -> str:
    """The type of item: by the type of document, else by who issued it."""
    known = "standard" if cited.is_standard else TYPES.get(cited.type or "")
    return known or ("regulation" if cited.level in GOVERNMENT else "document")


def date_parts(date: str) -> list[int]:
    """2021-10-24 as [2021, 10, 24]."""
    return [int(part) for part in date.split("-")]


def plain_item(cited: Cited) -> Json:
    """Document, place and the clauses' own words."""
    first, last = cited.passages[0], cited.passages[-1]
    item = {
        "title": cited.title,
        "doc_no": cited.doc_no,
        "issuer": list(cited.issuer),
        "date": cited.date,
        "locator": cited.locator,
        "clause_paths": [list(one.clause_path) for one in cited.passages],
        "compilation": cited.compilation,
        "page_start": first.page_start,
        "page_end": last.page_end,
        "source_file": first.source_file,
        "line_start": first.line_start,
        "line_end": last.line_end,
        "url": cited.url,
        "texts": [one.text for one in cited.passages],
    }
    return without_empty(item)


def without_empty(item: Json) -> Json:
    """The item without what the text does not print."""
    return {name: value for name, value in item.items() if value not in (None, "", [], [[]])}
