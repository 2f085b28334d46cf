"""Reading a library that was made of the small documents."""

from __future__ import annotations

import pytest

from corpus.library import Library, Name
from corpus.names import NameKind
from corpus.words import bigrams, cut_words
from qa.library_view import LibraryView


@pytest.fixture
def library(small: LibraryView) -> Library:
    return small.library


def test_every_position_belongs_to_the_range_of_its_document(
    library: Library, small: LibraryView
) -> None:
    for chunk in library.chunks(range(small.chunk_count)):
        assert library.document_at(chunk.position) == chunk.document_id
        first, last = library.range_of(chunk.document_id)
        assert first <= chunk.position <= last
    ranges = [library.range_of(document_id) for document_id in library.documents]
    assert sum(last - first + 1 for first, last in ranges) == small.chunk_count


def test_a_clause_holds_the_text_of_its_chunks(library: Library, small: LibraryView) -> None:
    for chunk in library.chunks(range(small.chunk_count)):
        assert chunk.text in library.clause_text(chunk.document_id, chunk.clause)


def test_there_is_no_clause_beyond_the_last(library: Library, ids: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        library.clause_text(ids["华电"], 1)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("淄博市的碳达峰工作", "淄博"),
        ("碳排放权交易", "办法"),
        ("华电", "华电"),
        ("生态环境部", "办法"),
    ],
    ids=["place", "title", "company", "issuer"],
)
def test_documents_are_found_by_title_and_by_whose_they_are(
    library: Library, ids: dict[str, str], question: str, first: str
) -> None:
    found = library.search_documents(cut_words(question), 3)
    assert found[0][0] == ids[first]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_no_document_for_no_word(library: Library) -> None:
    assert library.search_documents([], 3) == []
    assert library.search_documents(["木星"], 3) == []
    assert library.search_documents(['" OR NEAR(', "碳*"], 3) == []


def test_what_the_documents_are_called(library: Library, ids: dict[str, str]) -> None:
    assert {
        Name(ids["国务院"], NameKind.NUMBER, "国发〔2021〕23号"),
        Name(ids["办法"], NameKind.TITLE, "碳排放权交易管理办法"),
        Name(ids["华电"], NameKind.COMPANY, "华电"),
    } <= set(library.names)
    assert {name.kind for name in library.names if name.document_id == ids["三峡"]} == {
        NameKind.COMPANY
    }


def test_pairs_of_characters_are_counted_by_chunks(library: Library, small: LibraryView) -> None:
    texts = [chunk.text for chunk in library.chunks(range(small.chunk_count))]
    for pair in ("碳达", "核电", "41"):
        expected = sum(pair in bigrams(text) for text in texts)
        assert library.bigram_counts([pair]) == {pair: expected}
    assert library.bigram_counts(["木星"]) == {}
    assert library.bigram_counts([]) == {}
