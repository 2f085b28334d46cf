"""The door of the server: one middleware around the page, Gradio's routes, the API and MCP.

It puts into each request's ASGI scope the visitor (`qa.access.visitors.KEY`), the limits
(`qa.access.limits.KEY`) and the jobs (`qa.jobs.KEY`) of the server. Handlers of Gradio read these
from the scope of the request that joined Gradio's queue: a handler with a parameter ``request:
gr.Request`` gets that very request, also when its event waits and runs later in a task of the
queue, and also in each step of a generator, so that ``visitor_of(request.request.scope)`` is who
pressed the button.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from corpus.errors import TanwenError
from qa.access import limits, visitors
from qa.access.addresses import Sent, believe_proxy, is_this_machine
from qa.access.identifying import Access, identify
from qa.access.limits import spend_request
from qa.access.refusals import ForeignOriginError, UnknownHostError, UnknownVisitorError
from qa.jobs import KEY as JOBS_KEY
from qa.jobs import Jobs
from qa.speech.saying import say

LOGIN, LOGOUT = "/login", "/logout"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FOR_ALL = frozenset({"/api/v1/health", "/api/v1/ready"})
"""What whoever watches the server asks, without a name and as often as need be."""
FOR_LOGIN = frozenset({LOGIN, LOGOUT})
FOR_PROGRAMS = ("/api/", "/v1/", "/mcp", "/metrics")
"""Where an unknown visitor is told so, and not sent to the login."""
NOT_COUNTED = (
    *("/assets/", "/static/", "/svelte/", "/theme.css", "/favicon.ico", "/manifest.json"),
    *("/gradio_api/heartbeat/", "/gradio_api/queue/data", "/gradio_api/startup-events"),
)
"""What the page loads by itself."""


class Guard:
    """Lets in whom it knows, as often as they may."""

    def __init__(self, app: ASGIApp, access: Access, jobs: Jobs) -> None:
        self._app = app
        self._access = access
        self._jobs = jobs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; see the ASGI specification."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            self._admit(scope)
        except TanwenError as error:
            await self._refuse(scope, receive, send, error)
            return
        await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        sent = believe_proxy(scope, self._access.settings.trusted_proxies)
        request = HTTPConnection(scope)
        if self._access.is_open:
            check_host(request, self._access.settings.hosts)
        check_origin(request, sent)
        scope[limits.KEY] = self._access.limits
        scope[JOBS_KEY] = self._jobs
        if scope["path"] in FOR_ALL or (self._access.file and scope["path"] in FOR_LOGIN):
            return
        scope[visitors.KEY] = identify(self._access, request, sent)
        if not scope["path"].startswith(NOT_COUNTED):
            spend_request(scope)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, error: TanwenError) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
            return
        response = await refusal(self._access, Request(scope, receive), error)
        await response(scope, receive, send)


def check_host(request: HTTPConnection, names: Collection[str]) -> None:
    """Look whether a request was sent to this machine by its own name, or one of these.

    Where nobody logs in, a page of another site could lead its own name here (DNS rebinding) and
    read the answers as its own. With logins it has neither a token nor a session of this server.

    Raises:
        UnknownHostError: it was sent to another name.
    """
    if not is_this_machine(request.headers.get("host", ""), names):
        raise UnknownHostError


def check_origin(request: HTTPConnection, sent: Sent) -> None:
    """Look whether what may change something comes from the server's own page.

    Browsers tell the origin with every such request. Programs tell none; those that bear a token
    have it from nowhere else than their owner.

    Raises:
        ForeignOriginError: it comes from another site's page.
    """
    origin = request.headers.get("origin")
    if origin is None or request.scope.get("method", "") in SAFE:
        return
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        return
    if urlsplit(origin).netloc.lower() not in sent.hosts:
        raise ForeignOriginError


async def refusal(access: Access, request: Request, error: TanwenError) -> Response:
    """The response to a request that is not served: a page for people, a problem for programs."""
    from qa.api.problems import tell_error

    told = await tell_error(request, error)
    if not is_page(request):
        return told
    if isinstance(error, UnknownVisitorError) and access.file:
        return RedirectResponse(f"{LOGIN}?next={quote(wanted(request), safe='')}", 303)
    kept = {name: told.headers[name] for name in ("Retry-After",) if name in told.headers}
    return PlainTextResponse(say(str(error)), told.status_code, kept)


def is_page(request: Request) -> bool:
    """Whether a browser wants to show what comes."""
    shown = "text/html" in request.headers.get("accept", "")
    return shown and request.method in SAFE and not request.url.path.startswith(FOR_PROGRAMS)


def wanted(request: Request) -> str:
    """The local address that a request is for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"
