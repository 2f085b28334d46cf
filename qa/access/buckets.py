"""Token buckets: how often each of many may do something; in memory, small."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MANY = 10_000
"""Buckets after which those that are full again are forgotten."""


@dataclass(slots=True)
class Bucket:
    """What is left, and when it was so."""

    level: float
    at: float


class Buckets:
    """A bucket for each key; all begin full and fill again within a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._rate = per_minute / 60
        self._clock = clock
        self._buckets: dict[Hashable, Bucket] = {}
        self._lock = threading.Lock()

    def spend(self, key: Hashable) -> float:
        """Take one where there is one; else the seconds until there is."""
        with self._lock:
            bucket = self._filled(key)
            if bucket.level < 1:
                return (1 - bucket.level) / self._rate
            bucket.level -= 1
            return 0.0

    def give_back(self, key: Hashable) -> None:
        """Have one more, as if it had not been spent."""
        with self._lock:
            bucket = self._filled(key)
            bucket.level = min(self._most, bucket.level + 1)

    def _filled(self, key: Hashable) -> Bucket:
        now = self._clock()
        if len(self._buckets) > MANY:
            self._forget(now)
        bucket = self._buckets.setdefault(key, Bucket(self._most, now))
        bucket.level = self._level(bucket, now)
        bucket.at = now
        return bucket

    def _level(self, bucket: Bucket, now: float) -> float:
        return min(self._most, bucket.level + (now - bucket.at) * self._rate)

    def _forget(self, now: float) -> None:
        kept = {k: b for k, b in self._buckets.items() if self._level(b, now) < self._most}
        self._buckets = kept
