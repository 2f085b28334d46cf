from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.sources import shipped_documents
from embeddings.ingest import ingest
from embeddings.reports import IngestReport
from qa.engine import Engine
from qa.settings import Settings, cache_dir


class NoProgress:
    """An `IngestProgress` that shows nothing."""

    def reading(self, done: int, total: int, clauses: int) -> None:
        pass

    def embedding(self, done: int, total: int) -> None:
        pass


@pytest.fixture(scope="session")
def shipped() -> dict[str, list[str]]:
    """The physical lines of the shipped documents by file name."""
    return {
        path.name: path.read_text(encoding="utf-8").split("\n")
        for path in sorted(shipped_documents().glob("*.txt"))
    }


@pytest.fixture(scope="session")
def real_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the prepared models over a library of the shipped documents.

    Vectors come from the user's vector cache where an earlier run has left them.
    """
    data: Path = tmp_path_factory.mktemp("real") / "data"
    engine = Engine(Settings(), data, cache_dir())
    assert not ingest_shipped(engine).skipped
    return engine


def ingest_shipped(engine: Engine) -> IngestReport:
    """Ingest the shipped documents."""
    return ingest(
        [],
        data=engine.data,
        encoder=engine.encoder,
        cache=engine.cache / "vectors.sqlite",
        progress=NoProgress(),
    )


def is_verbatim(quote: str, text: str) -> bool:
    """Whether ``quote`` is a substring of ``text``, white space folded."""
    return re.sub(r"\s", "", quote) in re.sub(r"\s", "", text)
