"""From where a request comes, and what a trusted reverse proxy says of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

Networks = Sequence[IPv4Network | IPv6Network]


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address; one of version 4 within version 6 as the former; None where it is none."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_loopback(text: str) -> bool:
    """Whether an address is one that only this machine reaches."""
    address = parse_address(text)
    return address is not None and address.is_loopback


def is_this_machine(host: str, names: Collection[str]) -> bool:
    """Whether a Host header names this machine: by a loopback name, or by one of ``names``.

    These are hosts for any port (``host`` or ``host:*``) or with the port (``host:8080``).
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    allowed = {one.lower().removesuffix(":*") for one in names} | {"localhost"}
    return is_loopback(name) or name in allowed or host.lower() in allowed


def is_among(text: str, networks: Networks) -> bool:
    """Whether an address lies in one of the networks."""
    address = parse_address(text)
    return address is not None and any(address in network for network in networks)


def peer_of(scope: Scope) -> str:
    """The address from which a request was sent; empty where it is not known."""
    client = scope.get("client")
    return str(client[0]) if client else ""


@dataclass(frozen=True, slots=True)
class Sent:
    """How a request has come."""

    by_proxy: bool
    """A trusted reverse proxy has sent it on."""
    hosts: frozenset[str]
    """What the server may be called by who has sent it, with the port."""


def believe_proxy(scope: Scope, networks: Networks) -> Sent:
    """Take client and scheme of a request from what a trusted proxy says of them.

    The client is the last address in X-Forwarded-For that is no trusted proxy itself: those before
    it the client may have written. What others say in such headers is ignored.
    """
    headers = Headers(scope=scope)
    hosts = {headers.get("host", "").lower()}
    if not is_among(peer_of(scope), networks):
        return Sent(by_proxy=False, hosts=frozenset(hosts))
    told = [one.strip() for one in ",".join(headers.getlist("x-forwarded-for")).split(",")]
    found = next((one for one in reversed(told) if not is_among(one, networks)), "")
    if parse_address(found):
        scope["client"] = (found, 0)
    if (scheme := last_value(headers, "x-forwarded-proto")) in {"http", "https"}:
        scope["scheme"] = scheme
    hosts.add(last_value(headers, "x-forwarded-host"))
    return Sent(by_proxy=True, hosts=frozenset(hosts - {""}))


def last_value(headers: Headers, name: str) -> str:
    """What the nearest proxy has put into a header, in lower case."""
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip().lower()
