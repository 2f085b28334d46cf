from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.library import Name
from corpus.names import names_of

CATALOGUE = Path(__file__).parents[1] / "corpus" / "catalogue.jsonl"


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
