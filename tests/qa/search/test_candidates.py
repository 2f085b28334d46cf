from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.storage import VECTORS
from embeddings.kinds import load_index
from qa.library_view import LibraryView
from qa.query import Question, analyse
from qa.references import Reference
from qa.search.candidates import Found, Searcher
from qa.settings import RetrievalSettings
from tests.fakes import HashEncoder

ONE = RetrievalSettings(candidates=1)
"""So few that what comes by another way is seen."""


@pytest.fixture
def searcher(small: LibraryView) -> Searcher:
    encoder = HashEncoder()
    index = load_index(small.folder / VECTORS, encoder.dimension)
    return Searcher(small.library, index, ONE)


def vector_of(question: Question) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = HashEncoder().encode_queries([question.text])[0]
    return vector


def find(
    searcher: Searcher,
    text: str,
    named: tuple[Reference, ...] = (),
    admitted: frozenset[int] | None = None,
) -> Found:
    question = analyse(text)
    return searcher.find(question, vector_of(question), named, admitted)


def positions_of(small: LibraryView, document_id: str) -> set[int]:
    return set(small.library.positions([document_id]))


def test_a_named_document_brings_its_chunks(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    wanted = positions_of(small, ids["办法"])
    assert not wanted <= set(find(searcher, "积极发展核电").fused)
    named = (Reference(ids["办法"], "碳排放权交易管理办法"),)
    found = find(searcher, "积极发展核电", named)
    assert wanted <= set(found.fused)
    assert found.named == named


def test_a_document_that_is_called_by_part_of_its_title_brings_its_chunks(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    found = find(searcher, "碳排放权交易的管理办法里，积极发展核电")
    assert positions_of(small, ids["办法"]) <= set(found.fused)


def test_a_likely_document_brings_its_best_chunks(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    found = find(searcher, "华电什么时候积极发展核电")
    assert positions_of(small, ids["华电"]) <= set(found.fused)


def test_a_text_that_stands_twice_is_found_once(small: LibraryView, searcher: Searcher) -> None:
    twins = small.library.twins
    assert len(twins) == 4
    found = find(searcher, "南充市非化石能源消费比重 纺织行业绿色工厂")
    for positions in (found.lexical, found.dense, found.fused):
        assert not set(positions) & set(twins)
        assert set(twins.values()) & set(positions)


def test_where_only_the_duplicate_is_admitted_it_is_found(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    admitted = frozenset(small.library.positions([ids["南充方案"]]))
    found = find(searcher, "南充市非化石能源消费比重", admitted=admitted)
    assert set(found.dense) == admitted
    assert found.fused
    assert set(found.fused) <= admitted


def test_candidates_are_best_first_and_of_a_ranking(searcher: Searcher) -> None:
    found = find(searcher, "非化石能源消费比重")
    scores = list(found.fused.values())
    assert scores == sorted(scores, reverse=True)
    assert set(found.fused) <= set(found.lexical) | set(found.dense)
    assert list(found.lexical.values()) == sorted(found.lexical.values(), reverse=True)
    assert list(found.dense.values()) == sorted(found.dense.values(), reverse=True)


def test_a_clause_pointed_at_by_its_number_is_a_candidate(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    (article,) = [
        chunk.position
        for chunk in small.library.chunks(small.library.positions([ids["办法"]]))
        if chunk.path[-1:] == ("第十二条",)
    ]
    named = (Reference(ids["办法"], "办法"),)
    assert article in find(searcher, "办法第12条", named).fused


def test_a_clause_pointed_at_that_is_not_admitted_is_none(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    admitted = frozenset(small.library.positions([ids["华电"]]))
    named = (Reference(ids["办法"], "办法"),)
    assert set(find(searcher, "办法第12条", named, admitted).fused) <= admitted


def test_a_clause_pointed_at_in_a_duplicate_is_found_once(
    small: LibraryView, ids: dict[str, str], searcher: Searcher
) -> None:
    named = (Reference(ids["南充方案"], "南充市碳达峰实施方案"),)
    found = find(searcher, "南充市碳达峰实施方案第三部分", named)
    assert not set(found.fused) & set(small.library.twins)
