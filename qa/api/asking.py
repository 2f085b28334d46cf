"""The routes that answer questions, whole or as events while the answer is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, StreamingResponse

from qa.access.limits import spend_answer
from qa.answering.model import Answer
from qa.api.inputs import AskInput
from qa.api.problems import describe
from qa.api.schemas import AnswerValue
from qa.api.served import Here, Served, as_json
from qa.api.streaming import WRITERS, Events, as_stream, begin, write_events
from qa.dialogue import Turn
from qa.jobs import BrokenOffError, last
from qa.operations import Asking, prepare_answer
from qa.schemas import answer_json
from qa.search.filters import Filters

EVENT = {
    "type": "object",
    "properties": {
        "event": {"enum": [name for name, _ in WRITERS.values()] + ["error"]},
        "data": {"type": "string", "description": "JSON"},
    },
    "required": ["event", "data"],
}
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "排队时先有 queued（可能多次，place 是前面还有几个问题），然后是 "
        "retrieved、draft（多次）、checked（多次），最后是 answer 或 error",
        "content": {"text/event-stream": {"schema": EVENT}},
    }
}
router = APIRouter(responses=describe())


@router.post("/ask", summary="回答问题，逐句注明出处", response_model=AnswerValue)
async def ask(asked: AskInput, request: Request, here: Here) -> JSONResponse:
    """与 `tanwen ask --json` 相同。"""
    asking = await prepare(request, here, asked.question, asked.filters, asked.history)
    return as_json(answer_json(await whole_answer(start(asking, here), request)))


@router.post("/ask/stream", summary="回答问题，边写边发", responses=EVENTS)
async def ask_stream(asked: AskInput, request: Request, here: Here) -> StreamingResponse:
    """服务器发送事件（SSE）。draft 是未经核对的草稿；断开连接即停止生成。"""
    asking = await prepare(request, here, asked.question, asked.filters, asked.history)
    events = await begin(start(asking, here))
    return as_stream(write_events(events, request))


async def prepare(
    request: Request, here: Served, question: str, filters: Filters, history: Sequence[Turn]
) -> Asking:
    """A question that can be answered, counted for its visitor.

    Raises:
        BrokenOffError: the server is being stopped.
        TooManyError: the visitor asks too much.
        TanwenError: as `prepare_answer`.
    """
    if here.jobs.stopping:
        raise BrokenOffError
    spend_answer(request.scope)
    return await run_in_threadpool(prepare_answer, here.engine, question, filters, history)


def start(asking: Asking, here: Served) -> Events:
    """The events of an answer, made when it is its turn, and its place until then."""
    return here.metrics.count_answer(here.jobs.values(asking.work))


async def whole_answer(events: Events, request: Request) -> Answer:
    """The answer with which its events end.

    Raises:
        LeftError: who asked has gone.
        Exception: what failed before it was there.
    """
    answer = await last(events, request.is_disconnected)
    if not isinstance(answer, Answer):
        raise TypeError("the events of an answer ended without it")
    return answer
