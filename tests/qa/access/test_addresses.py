"""From where requests come."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from qa.access.addresses import believe_proxy, is_loopback, is_this_machine

NETWORKS = [ip_network("127.0.0.1"), ip_network("10.1.0.0/16")]


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("", False),
    ],
)
def test_what_only_this_machine_reaches(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:7860", True),
        ("LocalHost", True),
        ("[::1]:7860", True),
        ("tanwen.lan:81", True),
        ("碳问.lan:82", True),
        ("other.lan:8080", True),
        ("other.lan", False),
        ("evil.example:7860", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_by_which_names_this_machine_is_reached(host: str, known: bool) -> None:
    names = ("Tanwen.lan", "碳问.lan:*", "other.lan:8080")
    assert is_this_machine(host, names) is known


@pytest.mark.parametrize(
    ("peer", "forwarded", "client", "scheme"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9", "https"),
        ("10.1.2.3", "1.2.3.4, 203.0.113.9, 10.1.9.9", "203.0.113.9", "https"),
        ("127.0.0.1", "10.1.9.9", "127.0.0.1", "https"),
        ("127.0.0.1", "nonsense", "127.0.0.1", "https"),
        ("192.168.1.2", "203.0.113.9", "192.168.1.2", "http"),
    ],
    ids=["proxy", "two proxies", "a proxy itself", "no address", "not trusted"],
)
def test_only_a_trusted_proxy_is_believed(
    peer: str, forwarded: str, client: str, scheme: str
) -> None:
    headers = {
        "Host": "inner:7860",
        "X-Forwarded-For": forwarded,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "Tanwen.example",
    }
    scope = {
        "client": (peer, 1),
        "scheme": "http",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }
    sent = believe_proxy(scope, NETWORKS)
    assert (scope["client"][0], scope["scheme"]) == (client, scheme)
    assert sent.by_proxy is (scheme == "https")
    assert sent.hosts == ({"inner:7860", "tanwen.example"} if sent.by_proxy else {"inner:7860"})
