"""``tanwen users``: who may use the server, with which password, role and tokens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InputError
from qa.access.visitors import Role
from qa.faces.options import AsJson, Data, make_console

if TYPE_CHECKING:
    from qa.access.accounts import Account

users = typer.Typer(
    name="users",
    help="管理网页和程序接口的用户。",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AuthFile = Annotated[
    Path | None,
    typer.Option("--auth-file", help="账户文件，默认是设置 [server] auth_file。"),
]
Name = Annotated[str, typer.Argument(help="用户名。")]
RoleName = Annotated[
    Role, typer.Option("--role", help="reader 只查询，editor 还能增删文件。", show_default="reader")
]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="从标准输入读一行口令，不在终端询问。")
]
Note = Annotated[str, typer.Option("--note", help="令牌的用途，列出时显示。")]
Days = Annotated[
    int | None, typer.Option("--days", min=1, max=3650, help="有效天数，不写则一直有效。")
]
Revoke = Annotated[str | None, typer.Option("--revoke", help="撤销这个编号的令牌，不发新的。")]


@users.command()
def add(
    name: Name,
    role: RoleName = Role.READER,
    password_stdin: FromStdin = False,
    auth_file: AuthFile = None,
    data: Data = None,
) -> None:
    """添加用户，口令在终端输入两次。"""
    from datetime import date

    from qa.access.account_file import change_accounts, read_or_begin

    path = find_file(auth_file, data)
    read_or_begin(path).require_free(name)
    password = ask_password(from_stdin=password_stdin)
    today = date.today()
    change_accounts(path, lambda old: old.with_new(name, role, password, today))
    tell(f"已添加 {name}（{role}），写在 {path}")


@users.command()
def remove(name: Name, auth_file: AuthFile = None, data: Data = None) -> None:
    """删除用户，登录和令牌随即失效。"""
    from qa.access.account_file import change_accounts

    change_accounts(find_file(auth_file, data), lambda old: old.without(name))
    tell(f"已删除 {name}")


@users.command("list")
def list_users(auth_file: AuthFile = None, data: Data = None, json: AsJson = False) -> None:
    """列出用户和令牌，不显示口令。"""
    from qa.access.account_file import read_accounts
    from qa.faces.terminal import print_json

    accounts = read_accounts(find_file(auth_file, data)).users
    if json:
        print_json([account_json(one) for one in accounts])
        return
    for account in accounts:
        tell(f"{account.name}  {account.role}  {account.made} 添加")
        for token in account.tokens:
            until = f"有效至 {token.until}" if token.until else "一直有效"
            tell(f"  令牌 {token.token_id}  {token.made} 签发，{until}  {token.note}".rstrip())


@users.command()
def passwd(
    name: Name,
    password_stdin: FromStdin = False,
    auth_file: AuthFile = None,
    data: Data = None,
) -> None:
    """改口令，已登录的要重新登录；令牌不变。"""
    from qa.access.account_file import change_accounts, read_accounts
    from qa.access.passwords import hash_password

    path = find_file(auth_file, data)
    read_accounts(path).require(name)
    hashed = hash_password(ask_password(from_stdin=password_stdin))
    change_accounts(path, lambda old: old.with_changed(name, password=hashed))
    tell(f"已改 {name} 的口令")


@users.command("role")
def set_role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="reader 或 editor。")],
    auth_file: AuthFile = None,
    data: Data = None,
) -> None:
    """改角色：reader 只查询，editor 还能增删文件。"""
    from qa.access.account_file import change_accounts

    change_accounts(find_file(auth_file, data), lambda old: old.with_changed(name, role=role))
    tell(f"已把 {name} 的角色改为 {role}")


@users.command()
def token(
    name: Name,
    note: Note = "",
    days: Days = None,
    revoke: Revoke = None,
    auth_file: AuthFile = None,
    data: Data = None,
) -> None:
    """签发程序用的令牌，只显示一次；--revoke 撤销。"""
    from datetime import date

    from qa.access.account_file import change_accounts
    from qa.access.accounts import make_token

    path = find_file(auth_file, data)
    if revoke is not None:
        change_accounts(path, lambda old: old.without_token(name, revoke))
        tell(f"已撤销令牌 {revoke}")
        return
    secret, kept = make_token(date.today(), days, note)
    change_accounts(path, lambda old: old.with_token(name, kept))
    tell(secret)
    sys.stderr.write(f"这个令牌只显示这一次，请保存好；编号 {kept.token_id}，撤销时用\n")


def find_file(auth_file: Path | None, data: Path | None) -> Path:
    """The file of accounts: as given, else as the settings have it.

    Raises:
        InputError: neither names one.
    """
    from qa.settings import data_dir, load_settings

    folder = data_dir(data)
    named = auth_file or load_settings(folder).server.auth_file
    if named is None:
        raise InputError("没有账户文件，请加 --auth-file，或在 tanwen.toml 写 [server] auth_file")
    return auth_file or folder / named


def ask_password(*, from_stdin: bool) -> str:
    """A new password: a line of standard input, or asked twice without showing it.

    Raises:
        InputError: it is too short, the two differ, or there is no terminal to ask on.
    """
    from qa.access.passwords import check_password

    if from_stdin:
        return check_password(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise InputError("没有终端可以询问口令，请加 --password-stdin 从标准输入给出")
    password = check_password(typer.prompt("口令", hide_input=True, err=True))
    if password != typer.prompt("再输入一次", hide_input=True, err=True):
        raise InputError("两次输入的口令不同，没有改动")
    return password


def account_json(account: Account) -> dict[str, object]:
    """A user as JSON, without what the password is kept as."""
    tokens = [
        {"id": one.token_id, **one.model_dump(mode="json", exclude={"sha256"})}
        for one in account.tokens
    ]
    kept = account.model_dump(mode="json", exclude={"password", "tokens"})
    return {**kept, "tokens": tokens}


def tell(text: str) -> None:
    """A line on standard output."""
    make_console().print(text, markup=False, highlight=False)
