"""Wrong passwords are slowed down: for each name from an address, and for each address."""

from __future__ import annotations

import time
from collections.abc import Callable

from qa.access.buckets import Buckets
from qa.access.refusals import TooManyError

PER_NAME, PER_ADDRESS = 5, 20
"""Wrong passwords in a minute."""


class Tries:
    """The tries of one server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = Buckets(PER_NAME, clock)
        self._addresses = Buckets(PER_ADDRESS, clock)

    def begin(self, name: str, address: str) -> None:
        """Count a try before its password is looked at, so that many at once are no way around.

        Raises:
            TooManyError: there were too many wrong ones.
        """
        seconds = self._addresses.spend(address)
        if not seconds and (seconds := self._names.spend((name, address))):
            self._addresses.give_back(address)
        if seconds:
            raise TooManyError("尝试的次数", seconds)

    def forgive(self, name: str, address: str) -> None:
        """Count a try no more, whose password was right."""
        self._names.give_back((name, address))
        self._addresses.give_back(address)
