"""The file of accounts: JSON, for its owner's eyes only, read again when it changes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import InputError, SetupError, TanwenError, reason_of
from qa.access.accounts import Accounts
from qa.access.refusals import AccountsBrokenError
from qa.export.files import replace_file

log = logging.getLogger(__name__)

OWNERS_ONLY = 0o600
OTHERS = 0o077
"""Permissions that nobody but the owner may have."""


class AccountFile:
    """The accounts of a running server."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] = ()
        self._accounts = Accounts()

    @property
    def accounts(self) -> Accounts:
        """The accounts as they are in the file now.

        Raises:
            AccountsBrokenError: it cannot be read, so that nobody may be let in.
        """
        try:
            return self.read()
        except (TanwenError, OSError) as error:
            self._seen = ()
            log.error("%s", error)
            raise AccountsBrokenError from error

    def read(self) -> Accounts:
        """The accounts as they are in the file now.

        Raises:
            OSError, SetupError, InputError: as `read_accounts`.
        """
        state = self.path.stat()
        seen = (state.st_ino, state.st_mtime_ns, state.st_size, state.st_mode)
        if seen != self._seen:
            self._accounts = read_accounts(self.path)
            self._seen = seen
        return self._accounts


def read_accounts(path: Path) -> Accounts:
    """The accounts in a file.

    Raises:
        SetupError: there is no such file, or others may read it.
        InputError: it is not a file of accounts.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read()
    except OSError as error:
        advice = f"请先运行：tanwen users add 名字 --auth-file {path}"
        raise SetupError(f"账户文件 {path} 打不开（{reason_of(error)}），{advice}") from error
    if os.name == "posix" and mode & OTHERS:
        raise SetupError(f"账户文件 {path} 别人也能读写，请运行：chmod 600 {path}")
    return parse_accounts(content, path)


def read_or_begin(path: Path) -> Accounts:
    """The accounts in a file; none where there is no file yet.

    Raises:
        SetupError, InputError: as `read_accounts`.
    """
    return read_accounts(path) if path.exists() else Accounts()


def parse_accounts(content: bytes, path: Path) -> Accounts:
    """The accounts in the content of a file.

    Raises:
        InputError: it is not a file of accounts; what stands in it is not told.
    """
    try:
        accounts = Accounts.model_validate_json(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "全文"
        raise InputError(f"账户文件 {path} 有误（{where}），请从备份恢复或重新建立") from error
    if len({one.name for one in accounts.users}) < len(accounts.users):
        raise InputError(f"账户文件 {path} 里有重名的用户，请改正")
    return accounts


def change_accounts(path: Path, change: Callable[[Accounts], Accounts]) -> None:
    """Change the accounts in a file, which is made where there is none; nobody else does meanwhile.

    Raises:
        SetupError, InputError: as `read_accounts`, or it cannot be written, or ``change`` refuses.
    """
    from filelock import FileLock

    try:
        with FileLock(path.with_name(f"{path.name}.lock"), mode=OWNERS_ONLY):
            content = change(read_or_begin(path)).model_dump_json(indent=1).encode()
            replace_file(path, content + b"\n", OWNERS_ONLY)
    except OSError as error:
        raise InputError(f"账户文件 {path} 写不进去（{reason_of(error)}），请换一个位置") from error
