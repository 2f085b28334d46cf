"""The file of accounts, and what stands in it."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import InputError, SetupError
from qa.access.account_file import AccountFile, change_accounts, read_accounts
from qa.access.accounts import Account, Accounts, make_token
from qa.access.refusals import AccountsBrokenError
from qa.access.sessions import IDLE, Sessions
from qa.access.visitors import Role
from tests.qa.access.conftest import PASSWORD, TODAY
from tests.qa.access.test_buckets import Clock


def test_the_file_is_its_owners_and_holds_no_password(auth_file: Path, token: str) -> None:
    assert auth_file.stat().st_mode & 0o777 == 0o600
    text = auth_file.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert token not in text
    assert token.removeprefix("tanwen_") not in text
    assert [one["role"] for one in json.loads(text)["users"]] == ["reader", "editor"]


def test_a_file_that_others_may_read_is_refused(auth_file: Path) -> None:
    auth_file.chmod(0o640)
    with pytest.raises(SetupError, match=r"chmod 600 .*users\.json"):
        read_accounts(auth_file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "全文"),
        ('{"users": [{"name": "王"}]}', r"users\.0\.role"),
        ('{"user": []}', "user"),
        ('{"users": [{"name": "a b", "role": "reader"}]}', r"users\.0\.name"),
    ],
    ids=["no JSON", "a part is missing", "unknown", "a name with a space"],
)
def test_a_file_that_is_none_is_refused(auth_file: Path, content: str, said: str) -> None:
    auth_file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=f"有误（{said}）"):
        read_accounts(auth_file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="tanwen users add 名字"):
        read_accounts(tmp_path / "users.json")


def test_it_is_read_again_when_it_changes(auth_file: Path) -> None:
    file = AccountFile(auth_file)
    assert file.accounts is file.accounts
    change_accounts(auth_file, lambda old: old.without("王"))
    assert [one.name for one in file.accounts.users] == ["lin"]
    auth_file.write_text("{", encoding="utf-8")
    with pytest.raises(AccountsBrokenError):
        file.accounts  # noqa: B018 - it reads
    auth_file.unlink()
    with pytest.raises(AccountsBrokenError):
        file.accounts  # noqa: B018 - it reads
    change_accounts(auth_file, lambda _: Accounts())
    assert file.accounts.users == ()


def test_two_who_change_it_at_once_both_do(auth_file: Path) -> None:
    def add(note: str) -> None:
        _, kept = make_token(TODAY, note=note)
        change_accounts(auth_file, lambda old: old.with_token("王", kept))

    threads = [threading.Thread(target=add, args=(f"n{number}",)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    notes = {token.note for token in read_accounts(auth_file).require("王").tokens}
    assert notes == {f"n{number}" for number in range(8)}


@pytest.mark.parametrize("name", ["", "a b", "本机", "<b>", "x" * 65, "a\n", "a/b"])
def test_names_that_nobody_may_have(name: str) -> None:
    with pytest.raises(InputError, match="作用户名"):
        Accounts().require_free(name)


@pytest.mark.parametrize("name", ["王", "lin@corp.example", "CORP\\lin", "a-b_c.d"])
def test_names_that_may_be(name: str) -> None:
    Accounts().require_free(name)


def test_a_name_is_one_users(accounts: Accounts) -> None:
    with pytest.raises(InputError, match="已有用户 王"):
        accounts.with_new("王", Role.EDITOR, PASSWORD, TODAY)


def test_a_token_is_good_until_its_day(accounts: Accounts) -> None:
    secret, kept = make_token(TODAY, days=3)
    held = accounts.with_token("lin", kept)
    assert kept.until == date(2026, 1, 8)
    days = [date(2026, 1, 8), date(2026, 1, 9)]
    assert [bool(held.holder(secret, day)) for day in days] == [True, False]
    assert held.holder(f"{secret}x", TODAY) is None
    assert held.without_token("lin", kept.token_id).holder(secret, TODAY) is None
    with pytest.raises(InputError, match="没有令牌 00000000"):
        held.without_token("lin", "00000000")


def test_a_session_ends_when_idle_or_when_the_account_changes(accounts: Accounts) -> None:
    clock = Clock()
    sessions = Sessions(clock)
    wang = accounts.require("王")
    first, second, third = (sessions.open(wang) for _ in range(3))
    clock.now = IDLE - 1
    assert name_of(sessions.find(first, accounts)) == "王"
    clock.now = IDLE + 1
    assert name_of(sessions.find(first, accounts)) == "王"
    assert sessions.find(second, accounts) is None
    third = sessions.open(wang)
    changed = accounts.with_changed("王", password=accounts.users[0].password[:-2] + "x=")
    assert sessions.find(first, changed) is None
    assert sessions.find(first, accounts) is None
    assert sessions.find(third, accounts.without("王")) is None
    assert sessions.find("", accounts) is None


def name_of(account: Account | None) -> str | None:
    return account.name if account else None
