"""A tab's long work in the server's turns: counted, told its place, refused in one line."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import TanwenError
from qa.access.limits import spend_answer
from qa.jobs import KEY, Jobs, Work
from qa.speech.saying import say
from qa.turns import Queued, say_queued

if TYPE_CHECKING:
    import gradio as gr

T = TypeVar("T")


async def in_turn(
    request: gr.Request, work: Work[T], show: Callable[[str], T], stopped: Event
) -> AsyncGenerator[T, None]:
    """What some long work of a tab shows, when it is its turn among all work of the server.

    The event of the tab has to have ``concurrency_limit=None``: those who wait do so here, where
    their place is known, and not before in Gradio's own queue. Closing this stops the work.

    Args:
        request: The request of the handler, by which its visitor and the server's jobs are known.
        work: The work; what it yields is shown.
        show: What the tab shows for one line: how many are before, or why there is nothing.
        stopped: Set when no more of it is wanted.
    """
    scope = request.request.scope if request.request else {}
    jobs: Jobs = scope[KEY]
    try:
        spend_answer(scope)
        async with aclosing(jobs.values(work)) as told:
            async for value in told:
                if stopped.is_set():
                    return
                if isinstance(value, Queued):
                    yield show(say(say_queued(value)))
                elif value is not None:
                    yield value
    except TanwenError as error:
        yield show(say(str(error)))
