"""Word search in a large library against FTS5's own answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import corpus.fulltext
import corpus.library
from corpus.build import LibraryBuilder
from corpus.fulltext import best_positions, read_varints
from corpus.library import Library
from corpus.sources import find_sources, shipped_documents
from corpus.storage import DATABASE
from corpus.words import cut_words

QUESTIONS = (
    "南充市2025年非化石能源消费比重目标是多少？",
    "淄博市怎样推进工业领域绿色低碳转型",
    "碳达峰碳达峰碳达峰",
    "森林覆盖率和森林蓄积量",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    builder = LibraryBuilder(folder / DATABASE)
    for path in sorted(shipped_documents().glob("00[012]*.txt")):
        source = find_sources([path]).candidates[0].read()
        builder.add_source(source.name, source.content, source.sidecar, source.parse())
    builder.close()
    return folder


@pytest.fixture
def small(folder: Path) -> Library:
    return Library(folder)


@pytest.fixture
def large(folder: Path) -> Library:
    """The same library, searched as if it were large."""
    return Library(folder, large=10)


def everything(library: Library) -> list[int]:
    return library.positions(list(library.documents))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_scores_are_those_of_fts5(small: Library, large: Library, question: str) -> None:
    words = cut_words(question)
    expected = small.search_words(words, 5000)
    found = large.search_words(words, 5000)
    assert len(found) == len(expected) > 5
    assert dict(found).keys() == dict(expected).keys()
    for position, score in expected:
        assert dict(found)[position] == pytest.approx(score, rel=1e-9)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_the_best_are_found_where_few_are_scored(
    small: Library, large: Library, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.fulltext, "SCORED", 60)
    words = cut_words(question)
    expected = {position for position, _ in small.search_words(words, 10)}
    found = {position for position, _ in large.search_words(words, 10)}
    assert len(found & expected) >= 9


@pytest.mark.parametrize("name", ["small", "large"])
def test_only_admitted_chunks_are_found(name: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(name)
    words = cut_words(QUESTIONS[0])
    admitted = frozenset(everything(library)[::5])
    whole = library.search_words(words, 5000)
    expected = [(p, round(s, 9)) for p, s in whole if p in admitted][:20]
    found = [(p, round(s, 9)) for p, s in library.search_words(words, 20, admitted)]
    assert found == expected
    assert len(found) == 20
    assert library.search_words(words, 20, frozenset()) == []


def test_the_present_library_is_searched_by_fts5_alone(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a small library needs no other search")

    monkeypatch.setattr(corpus.fulltext.LargeSearch, "__init__", never)
    words = cut_words(QUESTIONS[1])
    found = small.search_words(words, 50)
    query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
    marks = ", ".join("?" * len(corpus.library.FIELD_WEIGHTS))
    rows = small._query(
        f"SELECT rowid, bm25(chunk_words, {marks}) FROM chunk_words"
        " WHERE chunk_words MATCH ? ORDER BY 2 LIMIT 50",
        (*corpus.library.FIELD_WEIGHTS, query),
    )
    assert found == [(row[0], -row[1]) for row in rows]


def test_words_without_a_chunk(large: Library) -> None:
    assert large.search_words(["没有这个词"], 5) == []
    assert large.search_words([], 5) == []
    assert large.search_words(['引"号', "OR"], 5) == []


def test_varints_worked_by_hand() -> None:
    # 5; 300 = 2 * 128 + 44; 127; 128; 2 ** 14 = 129 128 0; 2 ** 14 + 2 ** 7 + 1 = 129 129 1.
    data = bytes([5, 130, 44, 127, 129, 0, 129, 128, 0, 129, 129, 1])
    assert read_varints(data).tolist() == [5, 300, 127, 128, 2**14, 2**14 + 2**7 + 1]
    assert read_varints(b"").tolist() == []


def test_the_best_positions() -> None:
    scores = np.array([0, 3, 1, 0, 2], dtype=np.float32)
    assert sorted(best_positions(scores, 2).tolist()) == [1, 4]
    assert sorted(best_positions(scores, 9).tolist()) == [1, 2, 4]
    assert sorted(best_positions(scores, 4).tolist()) == [1, 2, 4]
