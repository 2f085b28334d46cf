"""The id of a request: the caller's own, or one that is made; it comes back with the answer."""

from __future__ import annotations

import re
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
SANE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
"""What may stand in logs and headers as it is."""


def request_id(request: Request) -> str:
    """The id of a request."""
    return str(request.scope.get("tanwen_request_id", ""))


class RequestIds:
    """Gives each request its id, before anything else looks at it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        identity = given if SANE.fullmatch(given) else uuid4().hex
        scope["tanwen_request_id"] = identity

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = identity
            await send(message)

        await self._app(scope, receive, send_with_id)
