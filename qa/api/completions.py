"""Chat completions in OpenAI's form, for chat clients, as an app that is mounted at `PATH`.

A client sees one model, which answers as ``tanwen ask`` does: only sentences that have been checked
are sent, each when it has been, and the message ends with their sources.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import JSONResponse, Response

from qa.answering.model import Answer, AnswerSentence, Checked
from qa.api.asking import prepare, start, whole_answer
from qa.api.completion_inputs import MODEL, CompletionInput, read_dialogue, require_plain
from qa.api.completion_problems import UnknownModelError, explain_error, tell_as_openai, tell_http
from qa.api.completion_text import is_shown, write_rest, write_sentence
from qa.api.completion_values import Reply, sent
from qa.api.limits import BodyLimit
from qa.api.metrics import Measured
from qa.api.requests import request_id
from qa.api.served import Here, Served, as_json
from qa.api.streaming import KEEP_ALIVE, Events, as_stream, begin
from qa.schemas import Json
from qa.search.filters import NO_FILTERS

PATH = "/v1"
STARTED = int(time.time())
"""Seconds since 1970; clients want a date of every model."""
router = APIRouter()


def build_completions(served: Served, most_bytes: int) -> FastAPI:
    """The app with its routes; requests may have so many bytes."""
    app = FastAPI(title="tanwen", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served = served
    tell_as_openai(app)
    app.add_middleware(BodyLimit, most=most_bytes, larger={}, tell=tell_http)
    app.add_middleware(Measured, metrics=served.metrics)
    app.include_router(router)
    return app


@router.get("/models")
async def models() -> JSONResponse:
    """The one model."""
    return as_json({"object": "list", "data": [model_json()]})


@router.get("/models/{name}")
async def model(name: str) -> JSONResponse:
    """The one model, by its name."""
    if name != MODEL:
        raise UnknownModelError(f"没有这个模型，这里的模型名是 {MODEL}")
    return as_json(model_json())


@router.post("/chat/completions")
async def complete(asked: CompletionInput, request: Request, here: Here) -> Response:
    """Answer the last message."""
    require_plain(asked)
    dialogue = read_dialogue(asked)
    asking = await prepare(request, here, dialogue.question, NO_FILTERS, dialogue.history)
    events = await begin(start(asking, here))
    reply = Reply(f"chatcmpl-{request_id(request)}", int(time.time()), asked.with_usage)
    if asked.stream:
        return as_stream(write_chunks(events, reply, request))
    return as_json(reply.whole(await whole_answer(events, request)))


async def write_chunks(
    events: Events, reply: Reply, request: Request
) -> AsyncGenerator[bytes, None]:
    """The chunks as they are sent; an answer that fails ends with its error and no ``[DONE]``."""
    shown: AnswerSentence | None = None
    async with aclosing(events):
        yield reply.opening()
        try:
            async for event in events:
                match event:
                    case Checked(sentence) if is_shown(sentence):
                        yield reply.piece(write_sentence(shown, sentence))
                        shown = sentence
                    case Answer():
                        yield reply.piece(write_rest(event)) + reply.ending(event)
                    case _:
                        yield KEEP_ALIVE  # A draft too: that it comes, not what it says.
        except Exception as error:  # noqa: BLE001 - told and logged as every route's errors are
            yield sent(explain_error(request, error)[1])


def model_json() -> Json:
    """The model as OpenAI's interface describes one."""
    return {"id": MODEL, "object": "model", "created": STARTED, "owned_by": MODEL}
