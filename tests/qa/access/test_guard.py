"""Who is let in: over real sockets, with tokens, sessions and a proxy's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from qa.access.account_file import change_accounts
from qa.access.identifying import COOKIE
from tests.qa.access.conftest import PASSWORD, Serve

SEARCH = "/api/v1/search?query=碳达峰"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def log_in(url: str, name: str = "王", password: str = PASSWORD, **form: str) -> httpx2.Response:
    """What the login answers."""
    data = {"name": name, "password": password, **form}
    return httpx2.post(f"{url}/login", data=data, headers={"Origin": url}, timeout=30)


@pytest.fixture
def url(start: Serve, auth_file: Path) -> Iterator[str]:
    with start(auth_file) as url:
        yield url


@pytest.mark.parametrize("path", [SEARCH, "/metrics", "/api/v1/openapi.json", "/nothing"])
def test_a_program_without_a_token_is_told_so(url: str, path: str) -> None:
    told = httpx2.get(f"{url}{path}")
    assert (told.status_code, told.headers["content-type"]) == (401, "application/problem+json")
    assert told.headers["www-authenticate"].startswith("Bearer")
    assert told.json()["detail"].startswith("需要登录")
    assert told.json()["request_id"] == told.headers["x-request-id"]


def test_health_is_for_all(url: str) -> None:
    for path in ("health", "ready"):
        assert httpx2.get(f"{url}/api/v1/{path}").status_code == 200


def test_a_token_is_a_pass_until_it_is_revoked(url: str, auth_file: Path, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx2.get(f"{url}{SEARCH}", headers=headers).status_code == 200
    assert httpx2.get(f"{url}/metrics", headers=headers).status_code == 200
    wrong = httpx2.get(f"{url}{SEARCH}", headers={"Authorization": "Bearer tanwen_x"})
    assert (wrong.status_code, wrong.json()["detail"][:4]) == (401, "令牌无效")
    change_accounts(auth_file, lambda old: old.with_changed("王", tokens=()))
    assert httpx2.get(f"{url}{SEARCH}", headers=headers).status_code == 401


def test_a_browser_is_sent_to_the_login_and_back(url: str) -> None:
    sent = httpx2.get(f"{url}/file?a=1&b=碳", headers=BROWSER)
    assert sent.status_code == 303
    after = "/file?a=1&b=%E7%A2%B3"
    assert httpx2.URL(f"{url}{sent.headers['location']}").params["next"] == after
    entered = log_in(url, next=after)
    assert (entered.status_code, entered.headers["location"]) == (303, after)


def test_a_session_is_a_pass_until_it_is_left(url: str) -> None:
    entered = log_in(url)
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=43200" in cookie
    assert "Secure" not in cookie
    held = {COOKIE: entered.cookies[COOKIE]}
    with httpx2.Client(base_url=url, cookies=held) as client:
        assert client.get(SEARCH).status_code == 200
        assert client.get("/login?next=/x").headers["location"] == "/x"
        assert "当前用户：王" in client.get("/logout").text
        left = client.post("/logout", headers={"Origin": url})
        assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert httpx2.get(f"{url}{SEARCH}", cookies=held).status_code == 401


def test_each_login_has_an_id_of_its_own(url: str) -> None:
    first = log_in(url).cookies[COOKIE]
    given = {"Origin": url, "Cookie": f"{COOKIE}={first}"}
    data = {"name": "王", "password": PASSWORD}
    second = httpx2.post(f"{url}/login", data=data, headers=given, timeout=30).cookies[COOKIE]
    assert first != second
    assert httpx2.get(f"{url}{SEARCH}", cookies={COOKIE: first}).status_code == 401
    assert httpx2.get(f"{url}{SEARCH}", cookies={COOKIE: second}).status_code == 200


def test_a_removed_user_is_out_at_once(url: str, auth_file: Path) -> None:
    held = {COOKIE: log_in(url).cookies[COOKIE]}
    assert httpx2.get(f"{url}{SEARCH}", cookies=held).status_code == 200
    change_accounts(auth_file, lambda old: old.without("王"))
    assert httpx2.get(f"{url}{SEARCH}", cookies=held).status_code == 401
    assert log_in(url).status_code == 401


def test_accounts_that_cannot_be_read_let_nobody_in(url: str, auth_file: Path, token: str) -> None:
    auth_file.write_text("{", encoding="utf-8")
    told = httpx2.get(f"{url}{SEARCH}", headers={"Authorization": f"Bearer {token}"})
    assert (told.status_code, told.json()["detail"][:7]) == (503, "账户文件读不了")
    assert str(auth_file) not in told.text


def test_wrong_names_and_wrong_passwords_are_told_alike_and_slowed_down(url: str) -> None:
    name, password = log_in(url, name="谁"), log_in(url, password="wrong-wrong")
    assert name.status_code == password.status_code == 401
    assert name.text == password.text
    assert "用户名或口令不对" in name.text
    for _ in range(4):
        log_in(url, password="wrong-wrong")
    slowed = log_in(url)
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["retry-after"]) <= 12
    assert "尝试的次数太多" in slowed.text
    assert log_in(url, name="lin").status_code == 303


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "登录碳问"),
        ("en-GB,en;q=0.9", "Log in to Tanwen"),
        ("fr", "Log in to Tanwen"),
        ("", "登录碳问"),
    ],
)
def test_the_login_page(url: str, language: str, said: str) -> None:
    told = httpx2.get(f"{url}/login", headers={"Accept-Language": language})
    assert f"<h1>{said}</h1>" in told.text
    assert told.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in told.headers["content-security-policy"]
    for outside in ("http:", "https:", "src=", "<link", "@import", "url("):
        assert outside not in told.text


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ("/?a=1", "/?a=1"),
        ("/a/b#c", "/a/b#c"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_to_this_server_only(url: str, given: str, after: str) -> None:
    told = httpx2.get(f"{url}/login", params={"next": given})
    assert f'name="next" value="{after}"' in told.text


def test_a_login_form_is_small(url: str) -> None:
    assert log_in(url, password="x" * 20_000).status_code == 413


@pytest.mark.parametrize("path", ["/login", "/logout", "/api/v1/search", "/anything"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_pages_of_other_sites_change_nothing(url: str, path: str, origin: str) -> None:
    held = {COOKIE: log_in(url, name="lin").cookies[COOKIE]}
    body = {"name": "王", "password": PASSWORD}
    told = httpx2.post(f"{url}{path}", data=body, headers={"Origin": origin}, cookies=held)
    assert (told.status_code, told.json()["title"]) == (403, "不能这样做")
    assert httpx2.get(f"{url}{SEARCH}", cookies=held).status_code == 200


def test_a_token_comes_from_no_other_sites_page(url: str, token: str) -> None:
    headers = {"Origin": "http://app.example", "Authorization": f"Bearer {token}"}
    found = httpx2.post(f"{url}/api/v1/search", json={"query": "碳达峰"}, headers=headers)
    assert found.status_code == 200


def test_without_accounts_this_machine_is_let_in(start: Serve) -> None:
    with start() as url:
        headers = {"Authorization": "Bearer whatever", "X-Remote-User": "lin"}
        assert httpx2.get(f"{url}{SEARCH}", headers=headers).status_code == 200
        origin = {"Origin": "http://evil.example"}
        told = httpx2.post(f"{url}/api/v1/search", json={"query": "碳达峰"}, headers=origin)
        assert told.status_code == 403


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/health", "/v1/models", "/nothing", "/mcp"])
def test_without_accounts_no_other_name_leads_here(start: Serve, path: str) -> None:
    rebound = {"Host": "evil.example:7860", "X-Forwarded-Host": "127.0.0.1"}
    with start() as url:
        told = httpx2.get(f"{url}{path}", headers=rebound)
        assert (told.status_code, told.headers["content-type"]) == (421, "application/problem+json")
        assert "主机名不是本机的" in told.json()["detail"]
        shown = httpx2.get(url, headers={**BROWSER, **rebound})
        assert (shown.status_code, "主机名不是本机的" in shown.text) == (421, True)


@pytest.mark.parametrize("key", ["hosts", "mcp_hosts"])
def test_names_of_the_settings_lead_here(start: Serve, key: str) -> None:
    with start(**{key: ["tanwen.lan:*"]}) as url:
        for host, status in (("tanwen.lan:80", 200), ("localhost", 200), ("evil.example", 421)):
            told = httpx2.get(f"{url}{SEARCH}", headers={"Host": host})
            assert told.status_code == status


def test_with_accounts_a_server_has_any_name(url: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Host": "tanwen.example"}
    assert httpx2.get(f"{url}{SEARCH}", headers=headers).status_code == 200


PROXIED = {"user_header": "X-Remote-User", "role_header": "X-Remote-Role"}


def test_a_trusted_proxy_names_the_user(start: Serve) -> None:
    with start(**PROXIED) as url:
        named = {"X-Remote-User": "王"}
        assert httpx2.get(f"{url}{SEARCH}", headers=utf8(named)).status_code == 200
        assert httpx2.get(f"{url}{SEARCH}").status_code == 401
        assert httpx2.get(url, headers=BROWSER).status_code == 401
        assert httpx2.get(f"{url}/login", headers=BROWSER).status_code == 401
        twice = [("X-Remote-User", "lin"), ("X-Remote-User", "root")]
        assert httpx2.get(f"{url}{SEARCH}", headers=twice).status_code == 401
        assert httpx2.get(f"{url}{SEARCH}", headers={"X-Remote-User": "a b"}).status_code == 401


def test_a_header_from_elsewhere_is_not_believed(start: Serve, auth_file: Path, token: str) -> None:
    with start(auth_file, **PROXIED, trusted_proxies=["10.0.0.0/8"]) as url:
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx2.get(f"{url}{SEARCH}", headers=headers).status_code == 200
        forged = {**headers, "X-Remote-User": "lin", "X-Forwarded-For": "10.0.0.1"}
        told = httpx2.get(f"{url}{SEARCH}", headers=forged)
        assert told.status_code == 401
        assert "不是来自受信任的反向代理" in told.json()["detail"]


def test_behind_a_proxy_with_https_the_cookie_is_secure(start: Serve, auth_file: Path) -> None:
    with start(auth_file) as url:
        headers = {
            "Origin": "https://tanwen.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "tanwen.example",
        }
        data = {"name": "王", "password": PASSWORD}
        entered = httpx2.post(f"{url}/login", data=data, headers=headers, timeout=30)
        assert entered.status_code == 303
        assert "Secure" in entered.headers["set-cookie"]


def utf8(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as a proxy sends them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def test_too_many_requests_are_told_when_to_come_again(start: Serve) -> None:
    with start(requests_per_minute=3) as url:
        codes = [httpx2.get(f"{url}{SEARCH}").status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        told = httpx2.get(f"{url}{SEARCH}")
        assert 0 < int(told.headers["retry-after"]) <= 20
        assert told.headers["content-type"] == "application/problem+json"
        page = httpx2.get(url, headers=BROWSER)
        assert (page.status_code, page.text[:4]) == (429, "请求太多")
        assert page.headers["content-type"].startswith("text/plain")
        assert httpx2.get(f"{url}/api/v1/health").status_code == 200
        assert httpx2.get(f"{url}/assets/x.js").status_code == 404


def test_too_many_answers_are_told_when_to_come_again(start: Serve) -> None:
    with start(answers_per_minute=2) as url:
        question = {"question": "南充市2025年非化石能源消费比重目标是多少？"}
        paths = [("ask", question), ("check", {"text": "南充市。"}), ("ask", question)]
        told = [httpx2.post(f"{url}/api/v1/{p}", json=v, timeout=30) for p, v in paths]
        assert [one.status_code for one in told] == [200, 200, 429]
        assert "问题太多" in told[-1].json()["detail"]
        streamed = httpx2.post(f"{url}/api/v1/ask/stream", json=question)
        assert (streamed.status_code, "retry-after" in streamed.headers) == (429, True)
        assert httpx2.get(f"{url}{SEARCH}").status_code == 200


def test_each_visitor_has_limits_of_their_own(start: Serve, auth_file: Path, token: str) -> None:
    with start(auth_file, user_header="X-Remote-User", requests_per_minute=1) as url:
        wang, lin = {"Authorization": f"Bearer {token}"}, {"X-Remote-User": "lin"}
        codes = [httpx2.get(f"{url}{SEARCH}", headers=one).status_code for one in (wang, lin, wang)]
        assert codes == [200, 200, 429]
