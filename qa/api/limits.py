"""How large requests may be: refused by what they declare, else as soon as they are larger."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import Handler, tell_http

TOO_LARGE = HTTPException(413)


class BodyLimit:
    """Refuses large requests before they are read into memory."""

    def __init__(
        self, app: ASGIApp, most: int, larger: Mapping[str, int], tell: Handler = tell_http
    ) -> None:
        """``most`` bytes; for paths that end as those in ``larger``, so many; ``tell`` refuses."""
        self._app = app
        self._most = most
        self._larger = larger
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ends = (limit for end, limit in self._larger.items() if scope["path"].endswith(end))
        most = next(ends, self._most)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            response = await self._tell(Request(scope, receive), TOO_LARGE)
            await response(scope, receive, send)
            return
        await self._app(scope, counted(receive, most), send)


def counted(receive: Receive, most: int) -> Receive:
    """The messages of a request, until they are more than ``most`` bytes."""
    total = 0

    async def receive_counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise TOO_LARGE
        return message

    return receive_counted
