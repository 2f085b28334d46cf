from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.library_view import LibraryView
from qa.search.store import Candidate, CandidateStore

Chunk = Callable[[str], Candidate]


@pytest.fixture
def chunk(small: LibraryView) -> Chunk:
    """Gives the first chunk of the small library that holds a text and is not a duplicate's."""
    store = CandidateStore(small.library)
    positions = [p for p in range(small.chunk_count) if p not in small.library.twins]

    def find(text: str) -> Candidate:
        return next(one for one in store.many(positions) if text in one.chunk.text)

    return find
