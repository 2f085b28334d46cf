"""Who is logged in on the page: sessions in memory, which end with the server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from qa.access.accounts import Account, Accounts, fingerprint

IDLE = 12 * 3600
"""Seconds without a request after which a session ends."""


@dataclass(slots=True)
class Session:
    """Somebody who has logged in, and the password with which."""

    name: str
    password: str
    """As it is kept; another one ends the session."""
    seen: float


class Sessions:
    """The sessions of one server, by the SHA-256 of their ids."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Session] = {}

    def open(self, account: Account) -> str:
        """The id of a new session."""
        now = self._clock()
        self._open = {key: one for key, one in self._open.items() if now - one.seen < IDLE}
        identity = secrets.token_urlsafe(32)
        self._open[fingerprint(identity)] = Session(account.name, account.password, now)
        return identity

    def find(self, identity: str, accounts: Accounts) -> Account | None:
        """Whose session this is, if it is open."""
        key = fingerprint(identity)
        session = self._open.get(key)
        if session is None:
            return None
        account = accounts.find(session.name)
        now = self._clock()
        if account and account.password == session.password and now - session.seen < IDLE:
            session.seen = now
            return account
        self._open.pop(key, None)
        return None

    def close(self, identity: str) -> None:
        """End a session, if there is one."""
        self._open.pop(fingerprint(identity), None)
