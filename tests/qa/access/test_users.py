"""``tanwen users`` and how ``tanwen serve`` begins."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path

import pytest

from eval.bench import free_port
from qa.access.account_file import read_accounts
from qa.access.accounts import fingerprint
from qa.access.passwords import matches
from tests.conftest import Run
from tests.qa.access.conftest import PASSWORD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "users.json"


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Have a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_user_from_the_first_day_to_the_last(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users, file = ("users",), ("--auth-file", str(path))
    give(monkeypatch, f"{PASSWORD}\n")
    done = run(*users, "add", "王", "--role", "editor", "--password-stdin", *file)
    assert (done.code, done.out.strip()) == (0, f"已添加 王（editor），写在 {path}")
    assert path.stat().st_mode & 0o777 == 0o600
    assert matches(PASSWORD, read_accounts(path).require("王").password)

    issued = run(*users, "token", "王", "--note", "校稿插件", "--days", "30", *file)
    secret = issued.out.strip()
    (kept,) = read_accounts(path).require("王").tokens
    assert fingerprint(secret) == kept.sha256
    assert "只显示这一次" in issued.err
    listed = run(*users, "list", *file).out
    assert f"令牌 {kept.token_id}" in listed
    assert "校稿插件" in listed
    assert secret not in listed
    (value,) = run(*users, "list", "--json", *file).json
    assert (value["name"], value["role"], "password" in value) == ("王", "editor", False)
    assert value["tokens"][0]["until"] == str(kept.until)
    assert run(*users, "token", "王", "--revoke", kept.token_id, *file).code == 0
    assert read_accounts(path).require("王").tokens == ()

    give(monkeypatch, "another-password\n")
    assert run(*users, "passwd", "王", "--password-stdin", *file).code == 0
    assert not matches(PASSWORD, read_accounts(path).require("王").password)
    assert run(*users, "role", "王", "reader", *file).code == 0
    assert read_accounts(path).require("王").role == "reader"
    assert run(*users, "remove", "王", *file).code == 0
    assert read_accounts(path).users == ()


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["add", "王", "--password-stdin"], "short\n", "口令太短，至少 8 个字符"),
        (["add", "王"], "", "没有终端可以询问口令"),
        (["add", "a b", "--password-stdin"], "", "不能用“a b”作用户名"),
        (["add", "王", "--role", "root"], "", "不能是“root”，应是 'reader', 'editor' 之一"),
    ],
)
def test_what_makes_no_user(
    run: Run,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    given: str,
    said: str,
) -> None:
    give(monkeypatch, given)
    done = run("users", *arguments, "--auth-file", str(path))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert not path.exists()


@pytest.mark.parametrize("arguments", [["remove", "谁"], ["token", "谁"], ["role", "谁", "editor"]])
def test_nobody_of_this_name(run: Run, auth_file: Path, arguments: list[str]) -> None:
    before = auth_file.read_bytes()
    done = run("users", *arguments, "--auth-file", str(auth_file))
    assert (done.code, done.err) == (2, "错误：没有用户 谁，请用 tanwen users list 查看\n")
    assert auth_file.read_bytes() == before


class Terminal(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "code", "users"),
    [([PASSWORD, PASSWORD], 0, ["王"]), ([PASSWORD, "differs-from-it"], 2, [])],
    ids=["the same", "another"],
)
def test_a_password_is_asked_twice_without_echo(
    run: Run,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: list[str],
    code: int,
    users: list[str],
) -> None:
    answers = iter(typed)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: next(answers))
    monkeypatch.setattr("typer._click.termui.hidden_prompt_func", lambda _: next(answers))
    done = run("users", "add", "王", "--auth-file", str(path))
    assert done.code == code
    assert next(answers, None) is None
    assert [one.name for one in read_accounts(path).users] == users if users else not path.exists()
    assert PASSWORD not in done.out + done.err


def test_the_settings_name_the_file(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.parent / "data"
    data.mkdir()
    assert "[server] auth_file" in run("users", "list").err
    (data / "tanwen.toml").write_text('[server]\nauth_file = "users.json"\n', encoding="utf-8")
    give(monkeypatch, f"{PASSWORD}\n")
    assert run("users", "add", "王", "--password-stdin").code == 0
    assert [one.name for one in read_accounts(data / "users.json").users] == ["王"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_without_accounts_only_this_machine_is_served(run: Run, host: str) -> None:
    if host == "::" and not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    done = run("serve", "--host", host, "--port", str(free_port()))
    assert (done.code, done.out) == (2, "")
    assert f"没有账户时只能供本机使用，不能监听 {host}" in done.err
    assert "tanwen users add" in done.err
    assert "反向代理" in done.err


def test_accounts_must_be_there_when_the_server_starts(run: Run, path: Path) -> None:
    serve = ("serve", "--host", "0.0.0.0", "--port", str(free_port()), "--auth-file", str(path))
    done = run(*serve)
    assert (done.code, "请先运行：tanwen users add" in done.err) == (3, True)
    path.write_text('{"users": []}', encoding="utf-8")
    path.chmod(0o600)
    done = run(*serve)
    assert (done.code, "还没有用户" in done.err) == (3, True)
    path.chmod(0o644)
    assert "chmod 600" in run(*serve).err


def test_a_header_without_a_name_is_refused(run: Run, path: Path) -> None:
    data = path.parent / "data"
    data.mkdir()
    settings = data / "tanwen.toml"
    settings.write_text('[server]\nuser_header = "X Remote"\n', encoding="utf-8")
    assert "server.user_header" in run("serve").err
    settings.write_text('[server]\ntrusted_proxies = ["proxy"]\n', encoding="utf-8")
    assert "server.trusted_proxies" in run("serve").err
