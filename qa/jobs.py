"""Long work beside short: answers and checks, a few at once, each in a thread of its own.

Search and lookup run in the server's common threads and never wait for these. The work yields
values, which the server awaits one by one; whoever leaves early stops it at its next value, and a
server that is stopped waits a little and then breaks it off.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing, suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from corpus.errors import TanwenError
from qa.turns import Queued, Turn, Turns

T = TypeVar("T")
Work = Callable[[], Generator[T, None, None]]
"""Yields values; it is closed when nobody wants more of them."""

KEY = "tanwen.jobs"
"""Where in a request's ASGI scope the jobs of its server stand."""
POLL = 0.5
"""Seconds without a value after which who waits is told so."""
LEAVE = 1.0
"""Seconds in which those who wait may tell that their work was broken off."""


class BrokenOffError(TanwenError):
    """The server is being stopped, and the work is not done."""

    def __init__(self) -> None:
        super().__init__("服务正在停止，这次没有做完，请稍后再试")


class LeftError(TanwenError):
    """Who asked for the work has gone."""

    def __init__(self) -> None:
        super().__init__("请求方已断开，不再继续")


@dataclass(frozen=True, slots=True)
class End:
    """Nothing follows; with the error, if it failed."""

    error: BaseException | None = None


class Job(Generic[T]):
    """Work in its thread, and what it has yielded so far."""

    def __init__(self, work: Work[T], turn: Turn) -> None:
        self.left = threading.Event()
        self._work = work
        self._turn = turn
        self._told = 0
        self._loop = asyncio.get_running_loop()
        self._values: asyncio.Queue[T | End] = asyncio.Queue()
        run = copy_context().run  # The work speaks the language of who asks for it.
        threading.Thread(target=run, args=(self._run,), name="tanwen-job", daemon=True).start()

    async def next(self) -> T | Queued | End | None:
        """The next value, or a place that is new; None if there is none within `POLL` seconds."""
        place = self._turn.place
        if place and place != self._told:
            self._told = place
            return Queued(place)
        try:
            return await asyncio.wait_for(self._values.get(), POLL)
        except TimeoutError:
            return None

    def leave(self) -> None:
        """Tell the work that nobody waits for it any more."""
        self.left.set()
        self._turn.give_up()

    def break_off(self) -> None:
        """Tell who waits that nothing follows, and the work that it may stop."""
        self.left.set()
        self._values.put_nowait(End(BrokenOffError()))

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._take_turn()
        except BaseException as caught:  # noqa: BLE001 - raised again where it is awaited
            error = caught
        self._put(End(error))

    def _take_turn(self) -> None:
        try:
            while not self._turn.wait(POLL):
                if self.left.is_set():
                    return
            self._produce()
        finally:
            self._turn.leave()

    def _produce(self) -> None:
        if self.left.is_set():
            return
        with closing(self._work()) as values:
            for value in values:
                if self.left.is_set():
                    return
                self._put(value)

    def _put(self, value: T | End) -> None:
        # A loop that is closed has nobody who waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._values.put_nowait, value)


class Jobs:
    """All long work of a server."""

    def __init__(self, at_once: int, waiting: int = 50) -> None:
        """No more than ``at_once`` are done at the same time; so many others may wait."""
        self._turns = Turns(at_once, waiting)
        self._running: set[Job[Any]] = set()
        self.stopping = False

    @property
    def running(self) -> int:
        """How many are being done or wait for their turn."""
        return len(self._running)

    async def values(self, work: Work[T]) -> AsyncGenerator[T | Queued | None, None]:
        """What the work yields, and its place in the line while it is not its turn.

        None comes whenever `POLL` seconds pass without either.

        Raises:
            BrokenOffError: the server is being stopped.
            FullError: as many wait for their turn as may.
            Exception: what the work raised.
        """
        if self.stopping:
            raise BrokenOffError
        job = Job(work, self._turns.join())
        self._running.add(job)
        try:
            while not isinstance(value := await job.next(), End):
                yield value
            if value.error is not None:
                raise value.error
        finally:
            job.leave()
            self._running.discard(job)

    async def stop(self, seconds: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Let what is running finish for some seconds, unless in a hurry; then break it off."""
        self.stopping = True
        await self._wait(seconds, hurry)
        for job in list(self._running):
            job.break_off()
        await self._wait(LEAVE, hurry)

    async def _wait(self, seconds: float, hurry: Callable[[], bool]) -> None:
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until and not hurry():
            await asyncio.sleep(0.05)


async def stays() -> bool:
    """Never gone."""
    return False


async def last(
    values: AsyncGenerator[T | Queued | None, None], gone: Callable[[], Awaitable[bool]] = stays
) -> T:
    """The last value of some work, for one who may go away while it is done.

    Raises:
        LeftError: there is nobody any more who wants it.
        Exception: what the work raised.
    """
    found: T | None = None
    async with aclosing(values):
        async for value in values:
            if await gone():
                raise LeftError
            if not isinstance(value, Queued | None):
                found = value
    if found is None:
        raise RuntimeError("the work ended without a value")
    return found
