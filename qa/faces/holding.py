"""A mend of Gradio's queue, whose page now and then missed what it had asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

JOIN = "/queue/join"
"""Where a page asks for what takes longer."""
HELD = 0.1
"""Seconds."""


class HeldJoins:
    """An app whose answers to a page that joins Gradio's queue are held for a moment.

    Gradio 6.31 tells an open page of all its events on one stream. The server ends the stream with
    the last event that it knows of, and the page opens another one if it has none when it is told
    that it has joined. A page that was told so before it read the stream's end waited for ever, as
    happened where one event ended while another was asked for. What is sent in between is not lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        joins = scope["type"] == "http" and scope["path"].endswith(JOIN)

        async def send_later(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(HELD)
            await send(message)

        await self._app(scope, receive, send_later if joins else send)
