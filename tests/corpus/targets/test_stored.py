"""Targets as a library of small documents holds them."""

from __future__ import annotations

import pytest

from corpus.library import Library
from qa.library_view import LibraryView


@pytest.fixture
def library(small: LibraryView) -> Library:
    return small.library


def test_targets_by_indicator_and_region(library: Library) -> None:
    found = library.targets(names=["非化石能源消费比重"], regions=["国家"])
    assert [(one.year, one.value, one.qualifier) for one in found] == [
        (2025, "20", "左右"),
        (2030, "25", "左右"),
    ]


def test_targets_by_year_and_document(library: Library, ids: dict[str, str]) -> None:
    found = library.targets(years=[2025], documents=[ids["华电"]])
    assert [(one.indicator, one.region, one.value + one.unit) for one in found] == [
        ("非化石能源装机占比", "中国华电集团有限公司", "50%"),
        ("碳达峰", "中国华电集团有限公司", "2025年"),
    ]


def test_a_sentence_stands_where_its_place_says(library: Library) -> None:
    targets = library.targets()
    chunks = library.chunks([one.position for one in targets])
    assert targets
    for target, chunk in zip(targets, chunks, strict=True):
        assert chunk.chunk_id == target.chunk_id
        assert chunk.text[target.place.start : target.place.end] == target.sentence
        assert target.value in chunk.text[target.figure.start : target.figure.end]


def test_rows_of_a_table_are_marked(library: Library) -> None:
    found = library.targets(names=["森林覆盖率"], years=[2025])
    assert [(one.value, one.unit, one.is_table) for one in found] == [("18", "%", True)]


def test_the_catalogue_of_indicators(library: Library) -> None:
    first = library.indicators[0]
    assert (first.name, first.regions) == ("非化石能源消费比重", 3)
    assert first.written.endswith("非化石能源消费比重")
    assert sum(one.targets for one in library.indicators) == len(library.targets())
