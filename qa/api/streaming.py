"""An answer as server-sent events: queued, retrieved, draft, checked, answer, or error.

The format is that of https://html.spec.whatwg.org/multipage/server-sent-events.html. An answer
ends with one event ``answer`` or ``error``; a connection that ends without either was cut.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from qa.answering.model import Answer, Checked, Event, Retrieved
from qa.api.problems import explain
from qa.phrasing.pieces import Draft
from qa.schemas import Json, answer_json, citation_json, passage_json
from qa.turns import Queued

KEEP_ALIVE = b": \n\n"
"""A comment, so that nobody between takes the connection for dead."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def retrieved_json(event: Retrieved) -> Json:
    """The passages, and the sentences among them that may hold the answer."""
    evidence = [{"chunk_id": one.passage.chunk_id, "text": one.text} for one in event.evidence]
    return {"passages": [passage_json(one) for one in event.passages], "evidence": evidence}


def draft_json(event: Draft) -> Json:
    """What the model has written of a sentence; it is not checked, and may be withheld."""
    return {"text": event.text}


def checked_json(event: Checked) -> Json:
    """A checked sentence, and all citations so far."""
    citations = [citation_json(one) for one in event.citations]
    return {"sentence": dataclasses.asdict(event.sentence), "citations": citations}


def queued_json(event: Queued) -> Json:
    """How many are before a question that waits for its turn."""
    return {"place": event.place}


WRITERS: dict[type[Any], tuple[str, Callable[[Any], Json]]] = {
    Queued: ("queued", queued_json),
    Retrieved: ("retrieved", retrieved_json),
    Draft: ("draft", draft_json),
    Checked: ("checked", checked_json),
    Answer: ("answer", answer_json),
}
"""What an event is called, and what makes its value."""
Events = AsyncGenerator[Event | Queued | None, None]
"""Of an answer; None while there is nothing new."""


async def begin(events: Events) -> Events:
    """The same events, of which the first is there: what fails before it can still have a status.

    Raises:
        Exception: what fails before the first event, such as `FullError`.
    """
    return resume(await anext(events), events)


async def resume(first: Event | Queued | None, events: Events) -> Events:
    """The events with the first of them, which has been taken."""
    async with aclosing(events):
        yield first
        async for event in events:
            yield event


async def write_events(events: Events, request: Request) -> AsyncGenerator[bytes, None]:
    """The events as they are sent; one that fails ends with its problem."""
    async with aclosing(events):
        try:
            async for event in events:
                yield KEEP_ALIVE if event is None else write(event)
        except Exception as error:  # noqa: BLE001 - told and logged as every route's errors are
            yield sent("error", explain(request, error).model_dump(exclude_defaults=True))


def as_stream(written: AsyncGenerator[bytes, None]) -> StreamingResponse:
    """Server-sent events as a response that nobody between keeps or holds back."""
    return StreamingResponse(written, headers=HEADERS, media_type="text/event-stream")


def write(event: Event | Queued) -> bytes:
    """An event of an answer as it is sent."""
    name, value = WRITERS[type(event)]
    return sent(name, value(event))


def sent(name: str, value: Json) -> bytes:
    """A value as an event; JSON has no line break that could end it."""
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
