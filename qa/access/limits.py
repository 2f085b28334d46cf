"""How much one visitor may ask, in a minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.access.buckets import Buckets
from qa.access.refusals import TooManyError
from qa.access.visitors import visitor_of

KEY = "tanwen.limits"
"""Where in a request's ASGI scope the limits of its server stand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one server; each visitor has a bucket of requests and one of answers."""

    requests: Buckets
    answers: Buckets


def spend_request(scope: Mapping[str, Any]) -> None:
    """Count a request for its visitor.

    Raises:
        TooManyError: there were too many.
    """
    limits: Limits = scope[KEY]
    if seconds := limits.requests.spend(visitor_of(scope).name):
        raise TooManyError("请求", seconds)


def spend_answer(scope: Mapping[str, Any]) -> None:
    """Count an answer or a check that is about to be made for a request's visitor.

    A request that came through no server, as in a test of a handler alone, has no limits.

    Raises:
        TooManyError: there were too many.
    """
    limits: Limits | None = scope.get(KEY)
    if limits and (seconds := limits.answers.spend(visitor_of(scope).name)):
        raise TooManyError("问题", seconds)
