"""The login of the page: a form of its own, sessions in a cookie, nothing from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language."""

    lang: str
    title: str
    name: str
    password: str
    enter: str
    user: str
    leave: str
    wrong: str
    many: str


CHINESE = Words(
    *("zh-CN", "登录碳问", "用户名", "口令", "登录", "当前用户：", "退出登录"),
    wrong="用户名或口令不对",
    many="尝试的次数太多，请 {} 秒后再试",
)
ENGLISH = Words(
    *("en", "Log in to Tanwen", "User name", "Password", "Log in", "Logged in as ", "Log out"),
    wrong="The user name or the password is wrong",
    many="Too many tries; please wait {} seconds",
)


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
        return page(request, next=after)

    async def enter(self, request: Request) -> Response:
        """Begin a session, if name and password are right."""
        form = await Request(request.scope, counted(request.receive, MOST_BYTES)).form()
        name, password, after = (str(form.get(key, "")) for key in ("name", "password", "next"))
        after, address, words = local_path(after), peer_of(request.scope), words_for(request)
        try:
            self._access.tries.begin(name, address)
        except TooManyError as error:
            told = words.many.format(error.retry_after)
            wait = {"Retry-After": str(error.retry_after)}
            return page(request, 429, wait, told=told, next=after)
        account = await self._check(name, password)
        if account is None:
            return page(request, 401, told=words.wrong, next=after)
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
        return page(request, name=account.name)

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


def words_for(request: Request) -> Words:
    """The words in the first language that the browser names and the page has."""
    told = request.headers.get("accept-language", "").lower()
    found = re.search(r"(?:^|[,\s])(zh|en)\b", told)
    return ENGLISH if found and found[1] == "en" else CHINESE


def page(
    request: Request,
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    told: str = "",
    next: str = "/",
    name: str | None = None,
) -> Response:
    """The form; with a user's name, the button that logs the user out."""
    text = template().render(
        words=words_for(request), told=told, next=next, name=name, login=LOGIN, logout=LOGOUT
    )
    return HTMLResponse(text, status, {**HEADERS, **(headers or {})})


@cache
def template() -> Template:
    """The page, whose values are escaped."""
    from jinja2 import Environment

    text = resources.files("qa.access").joinpath("login.html.jinja").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True).from_string(text)
