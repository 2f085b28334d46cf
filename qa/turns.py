"""Turns of long work: a few at once, the others in a line that tells each its place."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from corpus.errors import TanwenError

AGAIN = 10
"""Seconds after which one who found the line full may come again."""


class FullError(TanwenError):
    """As many wait as may."""

    retry_after = AGAIN

    def __init__(self) -> None:
        super().__init__(f"排队的问题太多，请 {AGAIN} 秒后再试")


@dataclass(frozen=True, slots=True)
class Queued:
    """Somebody waits; told at once, and again whenever the place is another."""

    place: int
    """How many must be done before it is this one's turn; 1 is next."""


def say_queued(queued: Queued) -> str:
    """What one who waits is told on a page."""
    return f"前面还有 {queued.place} 个问题，请稍候"


class Turn:
    """A place in the line; it is to be left whatever happens."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    @property
    def place(self) -> int:
        """As in `Queued`; 0 when it has come, or was left."""
        return self._turns.place_of(self)

    def wait(self, seconds: float) -> bool:
        """Whether the turn has come within so many seconds."""
        return self._turns.wait(self, seconds)

    def leave(self) -> None:
        """Be done, or wait no longer; the next comes up."""
        self._turns.leave(self, waiting=False)

    def give_up(self) -> None:
        """Wait no longer; a turn that has come stays until it is left."""
        self._turns.leave(self, waiting=True)


class Turns:
    """The line of one server: its first few have their turn, the rest wait as they came."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """``at_once`` have their turn at the same time; no more than ``waiting`` wait."""
        self._at_once = at_once
        self._most = at_once + waiting
        self._line: list[Turn] = []
        self._moved = threading.Condition()

    def join(self) -> Turn:
        """A place at the end of the line.

        Raises:
            FullError: as many wait as may.
        """
        with self._moved:
            if len(self._line) >= self._most:
                raise FullError
            turn = Turn(self)
            self._line.append(turn)
            return turn

    def place_of(self, turn: Turn) -> int:
        """See `Turn.place`."""
        with self._moved:
            return max(0, self._line.index(turn) + 1 - self._at_once) if turn in self._line else 0

    def wait(self, turn: Turn, seconds: float) -> bool:
        """See `Turn.wait`."""
        with self._moved:
            self._moved.wait_for(lambda: self.place_of(turn) == 0, seconds)
            return turn in self._line[: self._at_once]

    def leave(self, turn: Turn, *, waiting: bool) -> None:
        """See `Turn.leave` and, where it is ``waiting`` only, `Turn.give_up`."""
        with self._moved:
            if turn in self._line and not (waiting and self.place_of(turn) == 0):
                self._line.remove(turn)
                self._moved.notify_all()
