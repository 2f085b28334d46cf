from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from qa.access.account_file import change_accounts
from qa.access.accounts import Accounts, make_token
from qa.access.visitors import Role
from qa.api.app import serve
from qa.engine import Engine
from qa.settings import ServerSettings, Settings
from tests.fakes import HashEncoder
from tests.qa.api.conftest import listening, mounted

TODAY = date(2026, 1, 5)
PASSWORD = "碳达峰-2030-不难记"
Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def accounts() -> Accounts:
    """A reader 王 and an editor lin, of one password; hashing takes long."""
    one = Accounts().with_new("王", Role.READER, PASSWORD, TODAY)
    hashed = one.users[0].password
    lin = one.users[0].model_copy(update={"name": "lin", "role": Role.EDITOR, "password": hashed})
    return Accounts(users=(*one.users, lin))


@pytest.fixture
def auth_file(tmp_path: Path, accounts: Accounts) -> Path:
    """The file of these accounts."""
    path = tmp_path / "users.json"
    change_accounts(path, lambda _: accounts)
    return path


@pytest.fixture
def token(auth_file: Path) -> str:
    """A token of 王."""
    secret, kept = make_token(date.today())
    change_accounts(auth_file, lambda old: old.with_token("王", kept))
    return secret


def with_settings(engine: Engine, server: ServerSettings) -> Engine:
    """An engine over the library of another, with other settings of the server."""
    other = Engine(Settings(llm="none", server=server), engine.data, engine.cache)
    other.encoder = HashEncoder()
    return other


@pytest.fixture
def start(small_engine: Engine) -> Serve:
    """Starts a real server of the interface for programs, with settings of the server."""

    @contextmanager
    def run(auth_file: Path | None = None, **settings: object) -> Iterator[str]:
        server = ServerSettings.model_validate(settings)
        served = serve(with_settings(small_engine, server), auth_file)
        with listening(mounted(served)) as url:
            yield url

    return run
