from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import Name
from corpus.names import names_of
from corpus.sources import shipped_documents
from qa.engine import Engine
from qa.evidence.finder import EvidenceFinder, Row
from tests.conftest import build_engine

CATALOGUE = Path(__file__).parents[1] / "corpus" / "catalogue.jsonl"
PLANS = ("000", "001", "002")
"""The plans of 克拉玛依, 淄博 and 南充."""

FindRows = Callable[[str], tuple[Row, ...]]


@pytest.fixture(scope="session")
def shipped_names() -> tuple[Name, ...]:
    """What the shipped documents are called; each has its title in place of an id.

    In the order in which a library gives them.
    """
    entries = map(json.loads, CATALOGUE.read_text(encoding="utf-8").splitlines())
    names = {
        Name(entry["title"], kind, name)
        for entry in entries
        for kind, name in names_of(
            entry["title"], entry["doc_no"], is_company=entry["level"] == "企业"
        )
    }
    return tuple(sorted(names, key=lambda name: (name.document_id, name.kind, name.text)))


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the fake sentence model over three shipped plans of cities."""
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(shipped_documents().iterdir())
        if path.name.startswith(PLANS)
    }
    return build_engine(tmp_path_factory.mktemp("plans"), files)


@pytest.fixture
def rows(plans: Engine) -> FindRows:
    """Gives the evidence that the plans hold for a question."""

    return lambda question: find_rows(plans, question)


def find_rows(engine: Engine, question: str) -> tuple[Row, ...]:
    """The evidence that a library holds for a question."""
    found = engine.view.retriever.search(engine.understand(question), 20)
    return EvidenceFinder(engine.view).rows(found)


@pytest.fixture(scope="session")
def stands_in_shipped(shipped: dict[str, list[str]]) -> Callable[[str], bool]:
    """Tells whether a text stands in a shipped document, white space and page numbers folded."""
    page = re.compile(r"\s*[—\-－]?\s*\d+\s*[—\-－]?\s*")
    whole = "".join(
        re.sub(r"\s", "", line)
        for lines in shipped.values()
        for line in lines
        if not page.fullmatch(line)
    )
    return lambda text: re.sub(r"\s", "", text) in whole
