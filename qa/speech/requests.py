"""Each request of a server is answered in the language that its browser names first."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.speech.saying import speaking, wants_english


class Speaking:
    """Serves an app, each request in its language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; see the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with speaking(english=wants_english(Headers(scope=scope).get("accept-language", ""))):
            await self._app(scope, receive, send)
