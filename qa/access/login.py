"""The login of the page: a form of its own, sessions in a cookie, nothing from outside."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.access.accounts import Account
from qa.access.addresses import peer_of
from qa.access.guard import LOGIN, LOGOUT
from qa.access.identifying import COOKIE, Access, by_session
from qa.access.passwords import NOBODYS, matches
from qa.access.refusals import TooManyError
from qa.access.sessions import IDLE
from qa.api.limits import counted
from qa.api.problems import headers_of
from qa.speech.saying import is_english, say

if TYPE_CHECKING:
    from fastapi import FastAPI
    from jinja2 import Template

MOST_BYTES = 16_384
"""Of the form."""
AT_ONCE = 2
"""Passwords that are looked at together; each takes a core and 16 MiB."""
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}


class Login:
    """The routes of one server's login."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    async def show(self, request: Request) -> Response:
        """The form, or the way on for who is logged in."""
        after = local_path(request.query_params.get("next", "/"))
        if by_session(self._access, request):
            return RedirectResponse(after, 303)
        return page(next=after)

    async def enter(self, request: Request) -> Response:
        """Begin a session, if name and password are right."""
        form = await Request(request.scope, counted(request.receive, MOST_BYTES)).form()
        name, password, after = (str(form.get(key, "")) for key in ("name", "password", "next"))
        after, address = local_path(after), peer_of(request.scope)
        try:
            self._access.tries.begin(name, address)
        except TooManyError as error:
            told = f"尝试的次数太多，请 {error.retry_after} 秒后再试"
            return page(429, headers_of(error), told=told, next=after)
        account = await self._check(name, password)
        if account is None:
            return page(401, told="用户名或口令不对", next=after)
        self._access.tries.forgive(name, address)
        return self._begin(request, account, after)

    async def _check(self, name: str, password: str) -> Account | None:
        account = self._access.accounts.find(name)
        kept = account.password if account else NOBODYS
        right = await anyio.to_thread.run_sync(matches, password, kept, limiter=self._limiter)
        return account if right else None

    def _begin(self, request: Request, account: Account, after: str) -> Response:
        self._access.sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(after, 303, HEADERS)
        response.set_cookie(
            COOKIE,
            self._access.sessions.open(account),
            max_age=IDLE,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    async def show_leave(self, request: Request) -> Response:
        """The button that ends the session."""
        account = by_session(self._access, request)
        if account is None:
            return RedirectResponse(LOGIN, 303)
        return page(name=account.name)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        self._access.sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(LOGIN, 303, HEADERS)
        response.delete_cookie(COOKIE)
        return response


def add_login(app: FastAPI, access: Access) -> None:
    """Add the login to a server's app, if it has accounts."""
    if access.file is None:
        return
    login = Login(access)
    app.add_route(LOGIN, login.show, ["GET"])
    app.add_route(LOGIN, login.enter, ["POST"])
    app.add_route(LOGOUT, login.show_leave, ["GET"])
    app.add_route(LOGOUT, login.leave, ["POST"])


def local_path(given: str) -> str:
    """Where a login leads: a path of this server; anything else is its page."""
    strange = re.search(r"[\\\x00-\x20\x7f]", given)
    parts = urlsplit("" if strange else given)
    local = parts.path.startswith("/") and not (parts.scheme or parts.netloc)
    return given if local and not given.startswith("//") else "/"


def page(
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    told: str = "",
    next: str = "/",
    name: str | None = None,
) -> Response:
    """The form; with a user's name, the button that logs the user out."""
    lang = "en" if is_english() else "zh-CN"
    text = template().render(
        say=say, lang=lang, told=told, next=next, name=name, login=LOGIN, logout=LOGOUT
    )
    return HTMLResponse(text, status, {**HEADERS, **(headers or {})})


@cache
def template() -> Template:
    """The page, whose values are escaped."""
    from jinja2 import Environment

    text = resources.files("qa.access").joinpath("login.html.jinja").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True).from_string(text)
