"""The documents of the shipped files against a catalogue written by reading them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Document
from corpus.parse import parse_source
from corpus.readers.table import read_source
from corpus.sidecar import Sidecar, parse_sidecar
from corpus.sources import find_sources

CATALOGUE = Path(__file__).with_name("catalogue.jsonl")
COMPILATION = "003_89d099d3a5ce23fb.txt"


@dataclass(frozen=True)
class Entry:
    """A document as read by a person; None and empty where the text prints nothing."""

    source_file: str
    line_start: int
    title: str
    doc_no: str | None
    issuer: tuple[str, ...]
    date: str | None
    effective: str | None
    type: str | None
    region: str | None
    level: str | None
    gap: str | None


Pairs = list[tuple[Entry, Document]]
Documents = dict[tuple[str, int], Document]


def as_entry(row: dict[str, Any]) -> Entry:
    values = {name: row[name] for name in Entry.__dataclass_fields__}
    return Entry(**{**values, "issuer": tuple(row["issuer"])})


@pytest.fixture(scope="module")
def written() -> list[Entry]:
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    return [as_entry(json.loads(line)) for line in lines]


def parse_shipped(of_sidecar: Callable[[Sidecar], Sidecar]) -> Documents:
    found: Documents = {}
    for candidate in find_sources([]).candidates:
        source = candidate.read()
        sidecar = of_sidecar(parse_sidecar(source.sidecar, source.name))
        for document in parse_source(read_source(source.content, source.name), sidecar).documents:
            found[document.source_file, document.line_start] = document
    return found


@pytest.fixture(scope="module")
def found() -> Documents:
    """What the rules find, without the corrections in the sidecars of compilations."""
    return parse_shipped(lambda sidecar: sidecar.model_copy(update={"document": ()}))


@pytest.fixture(scope="module")
def corrected() -> Documents:
    """What is shipped."""
    return parse_shipped(lambda sidecar: sidecar)


def fold(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def matched(written: list[Entry], found: Documents) -> Pairs:
    pairs = [(entry, found.get((entry.source_file, entry.line_start))) for entry in written]
    return [(entry, document) for entry, document in pairs if document is not None]


def wrong(pairs: Pairs, field: str) -> list[int]:
    """The first lines of the documents of which a field is not as it was read."""
    return [
        entry.line_start
        for entry, document in pairs
        if getattr(entry, field) != getattr(document.metadata, field)
    ]


def test_every_document_is_found_and_hardly_any_that_is_none(
    written: list[Entry], found: Documents
) -> None:
    assert len(written) == 190
    assert len(matched(written, found)) == 190
    assert len(found) - 190 <= 1


def test_titles(written: list[Entry], found: Documents) -> None:
    pairs = matched(written, found)
    assert [e.title for e, d in pairs if fold(e.title) != fold(d.metadata.title)] == []


def test_no_title_is_letter_spaced(corrected: Documents) -> None:
    titles = [document.metadata.title or "" for document in corrected.values()]
    assert "国务院关于印发2030年前碳达峰行动方案的通知" in titles
    assert [title for title in titles if re.search(r"\b\S \S \S\b", title)] == []


def test_numbers_where_printed_and_none_where_not(written: list[Entry], found: Documents) -> None:
    assert sum(entry.doc_no is not None for entry in written) == 30
    assert wrong(matched(written, found), "doc_no") == []


def test_dates_where_printed(written: list[Entry], found: Documents) -> None:
    pairs = matched(written, found)
    printed = [(entry, d) for entry, d in pairs if entry.date]
    assert len(printed) == 111
    assert wrong(printed, "date") == []
    # The declaration that the company's document quotes is signed and dated.
    assert wrong([(e, d) for e, d in pairs if not e.date], "date") == [42662]


def test_dates_of_taking_effect(written: list[Entry], found: Documents) -> None:
    assert sum(entry.effective is not None for entry in written) == 7
    assert wrong(matched(written, found), "effective") == []


def test_issuers_where_printed(written: list[Entry], found: Documents) -> None:
    pairs = [(entry, d) for entry, d in matched(written, found) if entry.issuer]
    assert (len(pairs), wrong(pairs, "issuer")) == (47, [33205, 36095])


def test_types(written: list[Entry], found: Documents) -> None:
    assert wrong(matched(written, found), "type") == []


def test_levels_and_regions(written: list[Entry], found: Documents) -> None:
    pairs = matched(written, found)
    # A city's draft in the chapter of its province; the city is named in the text only.
    assert wrong(pairs, "region") == [33753]
    assert wrong(pairs, "level") == [33753]


def test_what_is_not_given_whole(written: list[Entry], found: Documents) -> None:
    pairs = matched(written, found)
    assert sum(entry.gap is not None for entry in written) == 80
    # Of one document an annex is given in part.
    assert [e.line_start for e, d in pairs if e.gap != d.gap] == [29074]


@pytest.mark.parametrize("field", ["doc_no", "issuer", "effective", "type", "level", "region"])
def test_what_is_shipped_is_right(written: list[Entry], corrected: Documents, field: str) -> None:
    assert wrong([(e, d) for e, d in matched(written, corrected) if getattr(e, field)], field) == []


def test_what_is_shipped_says_what_is_missing(written: list[Entry], corrected: Documents) -> None:
    pairs = matched(written, corrected)
    assert [e.line_start for e, d in pairs if bool(e.gap) != bool(d.gap)] == []


def test_what_is_not_printed_is_marked(corrected: Documents) -> None:
    plan = corrected["000_2c54842f58b27c22.txt", 1].metadata
    assert (plan.title, plan.doc_no, plan.date) == ("克拉玛依市国家碳达峰试点实施方案", None, None)
    assert set(plan.inferred) == {"title", "region", "level", "type"}
    draft = corrected[COMPILATION, 33753].metadata
    assert (draft.region, draft.inferred) == ("宁波市", ("region", "level"))


def test_no_clause_path_crosses_documents(corrected: Documents) -> None:
    for document in corrected.values():
        lines = [clause.text.first.line for clause in document.clauses]
        assert all(document.line_start <= line <= document.line_end for line in lines)
        assert lines == sorted(lines)
