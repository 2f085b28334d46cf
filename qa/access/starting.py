"""What is looked at before a server answers: nobody but this machine without accounts."""

from __future__ import annotations

from corpus.errors import InputError, SetupError
from qa.access.account_file import AccountFile, read_accounts
from qa.access.addresses import is_loopback
from qa.access.identifying import Access

ALONE = "只供本机使用，不需要登录。"
UNSAFE = "提示：连接没有加密，口令和令牌可能被人看到；请在前面放支持 HTTPS 的反向代理。"


def check_start(access: Access, host: str) -> list[str]:
    """What is told at the start of a server that listens on an address.

    Raises:
        InputError: other machines reach the address, and there are no accounts; or the file of
            accounts is none.
        SetupError: there is no file of accounts, or nobody in it, or others may read it.
    """
    if access.is_open:
        require_loopback(host)
        return [ALONE]
    told = [] if is_loopback(host) else [UNSAFE]
    if access.settings.user_header:
        told.insert(0, f"用户由反向代理的请求头 {access.settings.user_header} 指明。")
    if access.file:
        told.insert(0, f"需要登录：{count_users(access.file)} 个用户（{access.file.path}）。")
    return told


def count_users(file: AccountFile) -> int:
    """How many there are.

    Raises:
        SetupError, InputError: as `check_start`.
    """
    if not (users := read_accounts(file.path).users):
        advice = f"请先运行：tanwen users add 名字 --auth-file {file.path}"
        raise SetupError(f"账户文件 {file.path} 里还没有用户，{advice}")
    return len(users)


def require_loopback(host: str) -> None:
    """Look whether only this machine reaches an address.

    Raises:
        InputError: others do.
    """
    if not is_loopback(host):
        raise InputError(
            f"没有账户时只能供本机使用，不能监听 {host}：请先用 tanwen users add 建账户、"
            "再加 --auth-file，或监听 127.0.0.1、在前面放反向代理"
        )
