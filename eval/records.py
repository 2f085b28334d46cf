"""A run's lines: what is kept of each item, and its scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from eval.metrics.answers import Shown, answer_scores, strict_pass
from eval.metrics.citations import Cited, citation_scores
from eval.metrics.retrieval import Found, retrieval_scores
from eval.questions import Question

ITEMS = "items.jsonl"
UNSUPPORTED = "unsupported"

Record = dict[str, Any]
"""A line of ``items.jsonl``: ``id``, and ``ask``'s value (or ``search``'s) or ``error``."""


def read_records(folder: Path) -> dict[str, Record]:
    """The records of a run by id, the last of each; a line that a kill cut short is left out.

    Raises:
        InputError: a line that is not the last is no record.
    """
    path = folder / ITEMS
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    records: dict[str, Record] = {}
    for number, line in enumerate(lines, start=1):
        try:
            if line:
                record = json.loads(line)
                records[record["id"]] = record
        except (ValueError, KeyError, TypeError) as error:
            if number < len(lines):
                raise InputError(f"{path} 第 {number} 行已损坏，请换一个文件夹重跑") from error
    return records


def drop_partial_line(path: Path) -> None:
    """Cut off a last line that a kill left without its end."""
    if not path.is_file():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)


def as_found(passage: Mapping[str, Any]) -> Found:
    """A recorded passage or citation as what it is compared by."""
    files = {passage["source_file"], *(place["source_file"] for place in passage["also_in"])}
    return Found(passage["text"], frozenset(files))


def about(citation: Mapping[str, Any]) -> str:
    """Title, path, place and text of a cited clause."""
    parts = (*headings_of(citation), citation["region"], citation["text"])
    return "\n".join(part for part in parts if part)


def headings_of(citation: Mapping[str, Any]) -> tuple[str, ...]:
    """The title and headings of a cited clause."""
    title = citation["title"]
    return (*((title,) if title else ()), *citation["clause_path"])


def score_record(
    question: Question, record: Record, places: Sequence[str] = ()
) -> dict[str, float | None]:
    """All scores of an item; a failed item scores 0 in ``strict`` and nothing else."""
    if record.get("error"):
        return {"strict": 0.0}
    ranked = [as_found(passage) for passage in record["passages"]]
    scores = retrieval_scores(question, ranked)
    if "answer" not in record:
        return scores
    clauses = {citation["n"]: about(citation) for citation in record["citations"]}
    shown = [
        Shown(sentence["text"], tuple(clauses[n] for n in sentence["citations"]))
        for sentence in record["sentences"]
        if sentence["status"] != UNSUPPORTED
    ]
    cited = [
        Cited(citation["quote"], as_found(citation), stored, headings_of(citation))
        for citation, stored in zip(record["citations"], record["stored"], strict=True)
    ]
    refused = record["refused"]
    counts = [len(sentence.clauses) for sentence in shown]
    scores |= citation_scores(question, refused, cited, counts)
    scores |= answer_scores(question, refused, shown, places)
    scores["strict"] = strict_pass(question, refused, scores)
    return scores
