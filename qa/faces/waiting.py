"""A tab's long work in the server's turns: counted, told its place, refused in one line."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import TanwenError
from qa.access.limits import spend_answer
from qa.jobs import KEY, Jobs
from qa.turns import Queued, say_queued

if TYPE_CHECKING:
    import gradio as gr

T = TypeVar("T")


async def in_turn(
    request: gr.Request, make: Callable[[], Iterator[T]], say: Callable[[str], T]
) -> AsyncGenerator[T, None]:
    """What some long work of a tab shows, when it is its turn among all work of the server.

    The event of the tab has to have ``concurrency_limit=None``: those who wait do so here, where
    their place is known, and not before in Gradio's own queue. Closing this stops the work.

    Args:
        request: The request of the handler, by which its visitor and the server's jobs are known.
        make: Begins the work; what it yields is shown.
        say: What the tab shows for one line: how many are before, or why there is nothing.
    """

    def work() -> Generator[T, None, None]:
        yield from make()

    scope = request.request.scope if request.request else {}
    jobs: Jobs = scope[KEY]
    try:
        spend_answer(scope)
        async with aclosing(jobs.with_places(work)) as told:
            async for value in told:
                if isinstance(value, Queued):
                    yield say(say_queued(value))
                elif value is not None:
                    yield value
    except TanwenError as error:
        yield say(str(error))
