"""What ``tanwen cite --json`` prints."""

from __future__ import annotations

import dataclasses

from corpus.library import Library
from qa.citing.cited import make_cited
from qa.citing.csl import csl_item
from qa.citing.formats import FormatName, make_formats
from qa.citing.model import Found, Hit, Neighbour
from qa.schemas import Json, passage_json
from qa.settings import Standard

COPIED = (FormatName.OFFICIAL, FormatName.GBT7714, FormatName.FOOTNOTE, FormatName.MARKDOWN)


def found_json(found: Found, library: Library, standard: Standard) -> Json:
    """A lookup: query, filters, hits with their citations, and seconds."""
    return {
        "query": found.query,
        "filters": found.filters.given,
        "standard": standard.value,
        "note": found.note,
        "hits": [hit_json(hit, library, standard) for hit in found.hits],
        "seconds": found.seconds,
    }


def hit_json(hit: Hit, library: Library, standard: Standard) -> Json:
    """A hit with its citations."""
    return {
        "match": hit.match.value,
        "passages": [passage_json(passage) for passage in hit.passages],
        "marks": [dataclasses.asdict(mark) for mark in hit.marks],
        "missing": list(hit.missing),
        "neighbours": {
            "before": neighbour_json(hit.before),
            "after": neighbour_json(hit.after),
        },
        "citations": citations_json(hit, library, standard),
    }


def neighbour_json(neighbour: Neighbour | None) -> Json | None:
    """The clause before or after; None at a document's ends."""
    return dataclasses.asdict(neighbour) if neighbour else None


def citations_json(hit: Hit, library: Library, standard: Standard) -> Json:
    """The citations by their formats' names; ``csl`` is an item of CSL-JSON."""
    cited = make_cited(hit.passages, library.documents[hit.passages[0].document_id])
    formats = make_formats(standard)
    written = {name.value: formats[name].write(cited) for name in COPIED}
    return {**written, "csl": csl_item(cited)}
