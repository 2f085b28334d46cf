"""The documents of the shipped files against a catalogue written by reading them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.models import Document
from corpus.sources import find_candidates

CATALOGUE = Path(__file__).with_name("catalogue.jsonl")


@dataclass(frozen=True)
class Entry:
    """A document as read by a person; None and empty where the text prints nothing."""

    source_file: str
    line_start: int
    title: str
    doc_no: str | None
    issuer: tuple[str, ...]
    date: str | None


@pytest.fixture(scope="module")
def written() -> list[Entry]:
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Entry(
            row["source_file"],
            row["line_start"],
            row["title"],
            row["doc_no"],
            tuple(row["issuer"]),
            row["date"],
        )
        for row in rows
    ]


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, int], Document]:
    documents = [d for candidate in find_candidates([]) for d in candidate.read().parse()]
    return {(d.source_file, d.line_start): d for d in documents}


def fold(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def matched(
    written: list[Entry], found: dict[tuple[str, int], Document]
) -> list[tuple[Entry, Document]]:
    pairs = [(entry, found.get((entry.source_file, entry.line_start))) for entry in written]
    return [(entry, document) for entry, document in pairs if document is not None]


def test_every_document_is_found_and_hardly_any_that_is_none(
    written: list[Entry], found: dict[tuple[str, int], Document]
) -> None:
    assert len(written) == 190
    assert len(matched(written, found)) == 190
    assert len(found) - 190 <= 1


def test_titles(written: list[Entry], found: dict[tuple[str, int], Document]) -> None:
    pairs = matched(written, found)
    wrong = [entry.title for entry, d in pairs if fold(entry.title) != fold(d.metadata.title)]
    assert wrong == []


def test_numbers_where_printed_and_none_where_not(
    written: list[Entry], found: dict[tuple[str, int], Document]
) -> None:
    pairs = matched(written, found)
    assert sum(entry.doc_no is not None for entry in written) == 30
    assert [
        (e.line_start, d.metadata.doc_no) for e, d in pairs if e.doc_no != d.metadata.doc_no
    ] == []


def test_dates_where_printed(written: list[Entry], found: dict[tuple[str, int], Document]) -> None:
    pairs = matched(written, found)
    printed = [(entry, d) for entry, d in pairs if entry.date]
    assert len(printed) == 111
    assert [entry.line_start for entry, d in printed if entry.date != d.metadata.date] == []
    invented = [entry.title for entry, d in pairs if not entry.date and d.metadata.date]
    # The declaration that the company's document quotes is signed and dated.
    assert len(invented) <= 1


def test_issuers_where_printed(
    written: list[Entry], found: dict[tuple[str, int], Document]
) -> None:
    pairs = [(entry, d) for entry, d in matched(written, found) if entry.issuer]
    right = [entry for entry, d in pairs if entry.issuer == d.metadata.issuer]
    assert len(right) / len(pairs) >= 0.95


def test_a_part_says_whose_its_documents_are(found: dict[tuple[str, int], Document]) -> None:
    def level(line: int) -> tuple[str | None, str | None]:
        document = found["003_89d099d3a5ce23fb.txt", line]
        return document.metadata.level, document.metadata.region

    assert level(16513) == ("部委", None)
    assert level(37753) == ("省", "内蒙古自治区")
    assert level(31719) == ("省", "上海市")
    assert level(41999) == ("企业", None)
    assert level(46613) == ("国际", None)


def test_tables_of_contents_are_not_complete(found: dict[tuple[str, int], Document]) -> None:
    excerpts = [
        line for (file, line), d in found.items() if not d.complete and file.startswith("003")
    ]
    assert excerpts == [47626, 47745]
