from __future__ import annotations

import pytest

from corpus.library import Library
from corpus.sources import shipped_documents
from qa.library_view import LibraryView
from tests.conftest import build_engine


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of all shipped documents, with the fake sentence model."""
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(shipped_documents().iterdir())
    }
    return build_engine(tmp_path_factory.mktemp("whole"), files).view.library


@pytest.fixture
def small_library(small: LibraryView) -> Library:
    """The small library."""
    return small.library
