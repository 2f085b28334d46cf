from __future__ import annotations

import pytest

from corpus.sources import shipped_documents


@pytest.fixture(scope="session")
def shipped() -> dict[str, list[str]]:
    """The physical lines of the shipped documents by file name."""
    return {
        path.name: path.read_text(encoding="utf-8").split("\n")
        for path in sorted(shipped_documents().glob("*.txt"))
    }
