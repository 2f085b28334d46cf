"""A chat completion and its chunks, in the form of OpenAI's interface.

Beside OpenAI's own fields a message holds ``citations`` (as ``--json`` has them), ``refused``, and
``nearest``, the nearest clauses of a refusal; of a stream they stand in the last delta.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from qa.answering.model import Answer
from qa.api.completion_inputs import MODEL
from qa.api.completion_text import write_answer
from qa.schemas import Json, answer_json

EXTRA = ("citations", "refused", "nearest")
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What all parts of one reply have in common."""

    identity: str
    created: int
    """Seconds since 1970."""
    with_usage: bool = False
    """Whether its chunks tell the tokens, all but the last of them none."""

    def whole(self, answer: Answer) -> Json:
        """The completion."""
        content = {"role": "assistant", "content": write_answer(answer), "refusal": None}
        choice = {
            "index": 0,
            "message": {**content, **extra_json(answer)},
            "logprobs": None,
            "finish_reason": "stop",
        }
        named = self._named("chat.completion")
        return {**named, "choices": [choice], "usage": usage_json(answer)}

    def opening(self) -> bytes:
        """The first chunk: whose message it is."""
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def piece(self, text: str) -> bytes:
        """A chunk of the text."""
        return self._chunk({"content": text})

    def ending(self, answer: Answer) -> bytes:
        """The last chunk of the message, the usage where it is wanted, and the end."""
        last = self._chunk(extra_json(answer), "stop")
        named = self._named("chat.completion.chunk")
        usage = sent({**named, "choices": [], "usage": usage_json(answer)})
        return last + (usage if self.with_usage else b"") + DONE

    def _chunk(self, delta: Json, finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        none_yet = {"usage": None} if self.with_usage else {}
        return sent({**self._named("chat.completion.chunk"), "choices": [choice], **none_yet})

    def _named(self, kind: str) -> Json:
        return {"id": self.identity, "object": kind, "created": self.created, "model": MODEL}


def extra_json(answer: Answer) -> Json:
    """What the message holds for programs."""
    value = answer_json(answer)
    return {name: value[name] for name in EXTRA}


def usage_json(answer: Answer) -> Json:
    """The tokens that the chat model read and wrote to phrase the answer; 0 where it did not."""
    read, written = answer.prompt_tokens or 0, answer.new_tokens or 0
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def sent(value: Json) -> bytes:
    """A value as it is streamed."""
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
