"""What is counted, for Prometheus: requests, seconds, answers. No label holds what users write."""

from __future__ import annotations

import time
from contextlib import aclosing

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.answering.model import Answer
from qa.api.streaming import Events
from qa.jobs import BrokenOffError, Jobs
from qa.turns import FullError

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """The counts of one server."""

    def __init__(self, jobs: Jobs) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self._requests = Counter(
            "tanwen_requests",
            "Requests by route and status",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "tanwen_request_seconds", "Seconds to the whole response", ("route",),
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self._answers = Counter(
            "tanwen_answers", "Answers by how they ended", ("outcome",), registry=registry
        )
        running = Gauge(
            "tanwen_jobs", "Answers and checks that run or wait for their turn", registry=registry
        )
        running.set_function(lambda: jobs.running)

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        known = method if method in METHODS else OTHER
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    async def count_answer(self, events: Events) -> Events:
        """The events of an answer as they are; how it ended is counted."""
        outcome = "left"
        try:
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, Answer):
                        outcome = "refused" if event.refused else "answered"
                    yield event
        except BrokenOffError:
            outcome = "broken_off"
            raise
        except FullError:
            outcome = "not_taken"
            raise
        except Exception:
            outcome = "failed"
            raise
        finally:
            self._answers.labels(outcome).inc()

    async def respond(self, request: Request) -> Response:
        """All counts in Prometheus' text format."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


class Measured:
    """Counts the requests of an app by the routes that serve them."""

    def __init__(self, app: ASGIApp, metrics: Metrics, route: str | None = None) -> None:
        """Count them all under ``route`` where it is given."""
        self._app = app
        self._metrics = metrics
        self._route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_counted)
        finally:
            route = str(self._route or getattr(scope.get("route"), "path", OTHER))
            seconds = time.perf_counter() - started
            self._metrics.count_request(route, scope["method"], status, seconds)
