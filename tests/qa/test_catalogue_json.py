"""``tanwen documents --json`` of the shipped files against the catalogue written by reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import Run

CATALOGUE = Path(__file__).parents[1] / "corpus" / "catalogue.jsonl"


def fold(text: str | None) -> str:
    return "".join((text or "").split())


def test_the_catalogue_of_the_shipped_files(run: Run) -> None:
    report = run("ingest", "--json").json
    assert [file["documents"] for file in report["files"]] == [1, 1, 1, 134, 54]
    written = [json.loads(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    listed: list[dict[str, Any]] = run("documents", "--json").json
    found = {(row["source_file"], row["line_start"]): row for row in listed}
    pairs = [(row, found.get((row["source_file"], row["line_start"]))) for row in written]
    matched = [(row, there) for row, there in pairs if there is not None]
    assert len(matched) >= 185
    assert len(listed) - len(matched) <= 4
    titles = [row for row, there in matched if fold(row["title"]) == fold(there["title"])]
    assert len(titles) >= 0.97 * len(matched)
    for field in ("doc_no", "date"):
        printed = [(row, there) for row, there in matched if row[field]]
        right = [row for row, there in printed if row[field] == there[field]]
        assert len(right) >= 0.97 * len(printed)
    ids = {there["document_id"]: row for row, there in matched}
    same = {
        frozenset((there["document_id"], there["duplicate_of"]))
        for _, there in matched
        if there["duplicate_of"]
    }
    read = {
        frozenset((f"{row['source_file']}:{row['line_start']}", row["same_text_as"]))
        for row in written
        if row["same_text_as"]
    }
    named = {
        frozenset(f"{ids[one]['source_file']}:{ids[one]['line_start']}" for one in pair)
        for pair in same
    }
    assert named == read
