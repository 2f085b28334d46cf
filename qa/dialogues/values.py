"""Turns as JSON: an answer as ``--json`` prints it, with the passages that it was sought in."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from qa.answering.model import Answer, AnswerSentence
from qa.citations import Citation
from qa.dialogues.turns import Turn, Versions
from qa.passages import Passage
from qa.schemas import Json, answer_json, citation_json, passage_json
from qa.search.filters import Filters

PASSAGES = TypeAdapter(tuple[Passage, ...])
SENTENCES = TypeAdapter(tuple[AnswerSentence, ...])
ANSWER = TypeAdapter(Answer)
FILTERS = TypeAdapter(Filters)


def write_json(value: object) -> str:
    """A value as it is stored."""
    return json.dumps(value, ensure_ascii=False)


def turn_json(turn: Turn) -> Json:
    """What has come of a turn's answer: the answer, or the sentences before it was broken off."""
    return {
        "answer": answer_json(turn.answer) if turn.answer else None,
        "passages": [passage_json(one) for one in turn.passages],
        "sentences": [dataclasses.asdict(one) for one in turn.sentences],
        "citations": [citation_json(one) for one in turn.citations],
        "error": turn.error,
        "versions": dataclasses.asdict(turn.versions) if turn.versions else None,
    }


def with_json(turn: Turn, value: Json) -> Turn:
    """The turn with what has come of its answer; the other way round than `turn_json`."""
    return dataclasses.replace(
        turn,
        answer=read_answer(value["answer"]) if value["answer"] else None,
        passages=PASSAGES.validate_python(value["passages"]),
        sentences=SENTENCES.validate_python(value["sentences"]),
        citations=read_citations(value["citations"]),
        error=value["error"],
        versions=Versions(**value["versions"]) if value["versions"] else None,
    )


def read_answer(value: Json) -> Answer:
    """An answer as `answer_json` wrote it; the parts of merged passages are not written."""
    citations = read_citations(value["citations"])
    return ANSWER.validate_python({**value, "citations": citations})


def read_citations(values: list[Json]) -> tuple[Citation, ...]:
    """Citations, whose passages `citation_json` writes flat."""
    passages = PASSAGES.validate_python(values)
    return tuple(
        Citation(value["n"], value["quote"], passage)
        for value, passage in zip(values, passages, strict=True)
    )


def read_filters(value: Mapping[str, Any]) -> Filters:
    """Filters, of which only those given are written."""
    return FILTERS.validate_python(value)
