"""A blocking producer that pushes, turned into an iterator that pulls and can be left early."""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Callable, Generator, Iterator
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

EXIT_SECONDS = 20.0


class Sink(Generic[T]):
    """Where the producer puts its items, and learns that nobody wants more."""

    def __init__(self) -> None:
        self._items: SimpleQueue[T | _End] = SimpleQueue()
        self._left = Event()

    @property
    def cancelled(self) -> bool:
        """Whether the consumer has gone."""
        return self._left.is_set()

    def put(self, item: T) -> bool:
        """Hand on an item; True means stop producing."""
        self._items.put(item)
        return self.cancelled

    def cancel(self) -> None:
        """Ask the producer to stop at its next look."""
        self._left.set()

    def end(self, error: BaseException | None) -> None:
        """The last call: nothing follows, or ``error`` is raised in the consumer."""
        self._items.put(_End(error))

    def drain(self) -> Iterator[T]:
        """The items until the end.

        Raises:
            BaseException: what the producer raised.
        """
        while not isinstance(item := self._items.get(), _End):
            yield item
        if item.error is not None:
            raise item.error


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Worker(Thread, Generic[T]):
    def __init__(self, work: Callable[[Sink[T]], None], sink: Sink[T]) -> None:
        super().__init__(name="tanwen-chat", daemon=True)
        self._work = work
        self.sink = sink

    def run(self) -> None:
        """Do the work; its end or failure always reaches the consumer."""
        error: BaseException | None = None
        try:
            self._work(self.sink)
        except BaseException as caught:  # noqa: BLE001 - raised again in the consumer's thread
            error = caught
        finally:
            self.sink.end(error)


_running: weakref.WeakSet[_Worker[object]] = weakref.WeakSet()


def iterate(work: Callable[[Sink[T]], None]) -> Generator[T, None, None]:
    """The items that ``work`` puts into its sink, as they come, from a thread of its own.

    Closing the iterator early cancels the sink and does not wait for ``work`` to notice.

    Raises:
        BaseException: what ``work`` raised.
    """
    sink: Sink[T] = Sink()
    worker = _Worker(work, sink)
    _running.add(worker)  # type: ignore[arg-type]  # only cancelled and joined
    worker.start()
    try:
        yield from sink.drain()
    finally:
        sink.cancel()


@atexit.register
def stop_all() -> None:
    """Stop every generation: native code that calls back into a dying interpreter crashes it."""
    workers = [worker for worker in list(_running) if worker.is_alive()]
    for worker in workers:
        worker.sink.cancel()
    for worker in workers:
        worker.join(EXIT_SECONDS)
