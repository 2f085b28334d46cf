"""The JSON form.

``{"answer": [{"evidence": [1], "text": "到2025年，单位能耗比2020年下降13%。"}]}``
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydantic_core
from pydantic import BaseModel, ConfigDict, ValidationError

from qa.phrasing.pieces import Draft, PhrasingError, Written

MALFORMED = "对话模型没有按约定的格式回答"
HALFWAY = "对话模型的回答写到一半就停了"
MOST_NUMBERS = 4
THOUGHT, THOUGHT_END = "<think>", "</think>"
"""What some servers leave in the text of models that think first."""


class _Sentence(BaseModel):
    model_config = ConfigDict(strict=True)

    evidence: list[int] = []
    text: str = ""


class _Reply(BaseModel):
    model_config = ConfigDict(strict=True)

    answer: list[_Sentence] = []


def json_schema(numbers: Sequence[int], most: int) -> dict[str, Any]:
    """A ``response_format``: one to ``most`` sentences, each with numbers that were given out.

    As ``extra_body``, for a ``response_format`` of its own makes LangChain read the stream by the
    client's parser, which fails where a server leaves out a role or breaks off.
    """
    named = {
        "type": "array",
        "items": {"type": "integer", "enum": list(numbers)},
        "minItems": 1,
        "maxItems": MOST_NUMBERS,
    }
    answer = {
        "type": "array",
        "items": _object({"evidence": named, "text": {"type": "string"}}),
        "minItems": 1,
        "maxItems": most,
    }
    schema = {"name": "answer", "strict": True, "schema": _object({"answer": answer})}
    asked = {"type": "json_schema", "json_schema": schema}
    return {"extra_body": {"response_format": asked}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class JsonReader:
    """Reads the JSON while it grows; tolerates words or a code fence around it."""

    def __init__(self) -> None:
        self._text = ""
        self._done = 0

    def feed(self, text: str) -> Iterator[Draft | Written]:
        """Take the next piece of text.

        Raises:
            PhrasingError: it is not the JSON asked for.
        """
        self._text += text
        sentences = self._parse(growing=True)
        yield from self._take(sentences[:-1])
        if sentences[self._done :] and (draft := sentences[-1].text):
            yield Draft(draft)

    def finish(self) -> Iterator[Written]:
        """The last sentence.

        Raises:
            PhrasingError: the JSON is not closed, or there is none.
        """
        yield from self._take(self._parse(growing=False))

    def _take(self, sentences: Sequence[_Sentence]) -> Iterator[Written]:
        for one in sentences[self._done :]:
            self._done += 1
            if one.text:
                yield Written(one.text, tuple(one.evidence))

    def _parse(self, *, growing: bool) -> list[_Sentence]:
        text = find_json(self._text)
        if growing and not text:
            return []
        try:
            value = pydantic_core.from_json(
                text if growing else text[: text.rfind("}") + 1],
                allow_partial="trailing-strings" if growing else False,
            )
            return _Reply.model_validate(value).answer
        except ValidationError as error:
            raise PhrasingError(MALFORMED) from error
        except ValueError as error:
            raise PhrasingError(HALFWAY if text and not growing else MALFORMED) from error


def find_json(text: str) -> str:
    """``text`` from its first brace, thoughts left aside; empty where there is none yet."""
    said = text.rpartition(THOUGHT_END)[2]
    thinking = said.lstrip().startswith(THOUGHT)
    brace = said.find("{")
    return said[brace:] if brace >= 0 and not thinking else ""
