"""Users with their roles, hashed passwords and tokens, as they stand in the file of accounts."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import InputError
from qa.access.passwords import hash_password
from qa.access.visitors import LOCAL, Role, Visitor

NAME = r"[\w.@\\+-]{1,64}"
"""Of a user; also as directories have it, ``DOMAIN\\name`` or ``name@domain``."""
PREFIX = "tanwen_"
"""What tokens begin with, so that programs that look for leaked ones know them."""
ID_DIGITS = 8
HASHED = r"^scrypt\$\d+\$\d+\$\d+\$[\w+/=]+\$[\w+/=]+$"


class Kept(BaseModel):
    """A part of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Token(Kept):
    """What is kept of a token, which itself is nowhere."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    made: date
    until: date | None = None
    """The last day on which it is good."""
    note: str = ""

    @property
    def token_id(self) -> str:
        """By what its owner calls it."""
        return self.sha256[:ID_DIGITS]


class Account(Kept):
    """A user."""

    name: Annotated[str, Field(pattern=f"^{NAME}$")]
    role: Role
    password: Annotated[str, Field(pattern=HASHED)]
    made: date
    tokens: tuple[Token, ...] = ()

    @property
    def visitor(self) -> Visitor:
        """The user, as one who sends requests."""
        return Visitor(self.name, self.role)


class Accounts(Kept):
    """All users, in the order in which they were added."""

    users: tuple[Account, ...] = ()

    def find(self, name: str) -> Account | None:
        """The user of this name."""
        return next((one for one in self.users if one.name == name), None)

    def require(self, name: str) -> Account:
        """The user of this name.

        Raises:
            InputError: there is none.
        """
        if (account := self.find(name)) is None:
            raise InputError(f"没有用户 {name}，请用 tanwen users list 查看")
        return account

    def require_free(self, name: str) -> None:
        """Look whether a new user may be called so.

        Raises:
            InputError: nobody may, or there is one of this name.
        """
        if not is_name(name):
            raise InputError(f"不能用“{name}”作用户名：用字母、汉字、数字和 . @ - _，64 字以内")
        if self.find(name):
            raise InputError(f"已有用户 {name}；改口令用 tanwen users passwd")

    def holder(self, token: str, today: date) -> Account | None:
        """Whose token this is, if it is good today."""
        found = fingerprint(token)
        for account in self.users:
            for kept in account.tokens:
                if kept.sha256 == found and (kept.until is None or today <= kept.until):
                    return account
        return None

    def with_new(self, name: str, role: Role, password: str, today: date) -> Accounts:
        """With one more user.

        Raises:
            InputError: there is one of this name, or the name or the password will not do.
        """
        self.require_free(name)
        hashed = hash_password(password)
        new = Account(name=name, role=role, password=hashed, made=today)
        return Accounts(users=(*self.users, new))

    def without(self, name: str) -> Accounts:
        """Without a user, who must be there."""
        gone = self.require(name)
        return Accounts(users=tuple(one for one in self.users if one is not gone))

    def with_changed(self, name: str, **changes: object) -> Accounts:
        """With some fields of a user, who must be there, replaced."""
        old = self.require(name)
        new = old.model_copy(update=changes)
        return Accounts(users=tuple(new if one is old else one for one in self.users))

    def with_token(self, name: str, token: Token) -> Accounts:
        """With one more token of a user."""
        return self.with_changed(name, tokens=(*self.require(name).tokens, token))

    def without_token(self, name: str, token_id: str) -> Accounts:
        """Without a token of a user.

        Raises:
            InputError: there is none of this id.
        """
        tokens = self.require(name).tokens
        kept = tuple(one for one in tokens if one.token_id != token_id)
        if len(kept) == len(tokens):
            raise InputError(f"{name} 没有令牌 {token_id}，请用 tanwen users list 查看编号")
        return self.with_changed(name, tokens=kept)


def is_name(name: str) -> bool:
    """Whether a user may be called so."""
    return re.fullmatch(NAME, name) is not None and name != LOCAL.name


def fingerprint(token: str) -> str:
    """The SHA-256 of a token; it has 256 random bits, so that a slow hash would add nothing."""
    return sha256(token.encode(errors="replace")).hexdigest()


def make_token(today: date, days: int | None = None, note: str = "") -> tuple[str, Token]:
    """A new token, and what is kept of it; good for so many days, or for ever."""
    secret = PREFIX + secrets.token_urlsafe(32)
    until = today + timedelta(days=days) if days else None
    return secret, Token(sha256=fingerprint(secret), made=today, until=until, note=note)
