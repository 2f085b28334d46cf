"""Who sent a request: told by a reverse proxy, a token or a session, or nobody but this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.requests import HTTPConnection

from qa.access.account_file import AccountFile
from qa.access.accounts import Accounts, is_name
from qa.access.addresses import Sent
from qa.access.buckets import Buckets
from qa.access.limits import Limits
from qa.access.refusals import UnknownVisitorError
from qa.access.sessions import Sessions
from qa.access.tries import Tries
from qa.access.visitors import LOCAL, Role, Visitor
from qa.settings import ServerSettings

COOKIE = "tanwen_session"
NO_LOGIN = "需要登录：网页请先登录，程序请带令牌（Authorization: Bearer …）"
BAD_TOKEN = "令牌无效或已过期，请换一个"
NOT_BY_PROXY = "用户名的请求头不是来自受信任的反向代理，没有采信"
BAD_HEADER = "反向代理给出的用户名无效"


@dataclass(frozen=True, slots=True)
class Access:
    """What one server knows of its visitors."""

    settings: ServerSettings
    file: AccountFile | None
    sessions: Sessions
    tries: Tries
    limits: Limits

    @property
    def is_open(self) -> bool:
        """There are no accounts and no proxy names users: the server is this machine's alone."""
        return self.file is None and self.settings.user_header is None

    @property
    def accounts(self) -> Accounts:
        """The accounts as they are now; none where the server has none.

        Raises:
            AccountsBrokenError: they cannot be read.
        """
        return self.file.accounts if self.file else Accounts()


def make_access(settings: ServerSettings, data: Path, auth_file: Path | None = None) -> Access:
    """What a server with these settings knows of its visitors; ``auth_file`` wins over theirs."""
    path = auth_file or (settings.auth_file and data / settings.auth_file)
    return Access(
        settings,
        AccountFile(path) if path else None,
        Sessions(),
        Tries(),
        Limits(Buckets(settings.requests_per_minute), Buckets(settings.answers_per_minute)),
    )


def identify(access: Access, request: HTTPConnection, sent: Sent) -> Visitor:
    """Who sent a request: what a trusted proxy says first, then a token, then a session.

    Raises:
        UnknownVisitorError: nobody knows, or what tells it is wrong.
        AccountsBrokenError: the accounts cannot be read.
    """
    if access.is_open:
        return LOCAL
    visitor = by_header(access, request, sent) or by_token(access, request)
    visitor = visitor or by_session(access, request)
    if visitor is None:
        raise UnknownVisitorError(NO_LOGIN)
    return visitor


def by_header(access: Access, request: HTTPConnection, sent: Sent) -> Visitor | None:
    """The user whom a reverse proxy names; None where it names nobody.

    The role is the one that the proxy names, else that of the account of this name, else reader.

    Raises:
        UnknownVisitorError: the header is not from a trusted proxy, or names nobody there can be.
    """
    header, role_header = access.settings.user_header, access.settings.role_header
    if header is None or not (names := request.headers.getlist(header)):
        return None
    if not sent.by_proxy:
        raise UnknownVisitorError(NOT_BY_PROXY)
    name = as_text(names[0])
    if len(names) > 1 or not is_name(name):
        raise UnknownVisitorError(BAD_HEADER)
    if role_header:
        told = request.headers.get(role_header, "").strip().lower()
        return Visitor(name, Role.EDITOR if told == Role.EDITOR else Role.READER)
    account = access.accounts.find(name)
    return Visitor(name, account.role if account else Role.READER)


def as_text(value: str) -> str:
    """A header's value as it was written, if in UTF-8."""
    return value.encode("latin-1").decode("utf-8", "replace").strip()


def by_token(access: Access, request: HTTPConnection) -> Visitor | None:
    """The user whose token the request bears; None where it bears none.

    Raises:
        UnknownVisitorError: there is no such token, or it is too old.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if access.file is None or kind.lower() != "bearer":
        return None
    account = access.accounts.holder(token.strip(), date.today())
    if account is None:
        raise UnknownVisitorError(BAD_TOKEN)
    return account.visitor


def by_session(access: Access, request: HTTPConnection) -> Visitor | None:
    """The user who has logged in on the page; None where nobody has."""
    identity = request.cookies.get(COOKIE)
    if access.file is None or not identity:
        return None
    account = access.sessions.find(identity, access.accounts)
    return account.visitor if account else None
