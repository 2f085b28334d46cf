"""Passwords, kept as scrypt hashes (RFC 7914) with their salt and parameters.

scrypt is in Python itself; the parameters are one of those that OWASP's Password Storage Cheat
Sheet gives as the least (16 MiB, about a third of a second on an office computer).
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from hashlib import scrypt
from hmac import compare_digest
from unicodedata import normalize

from corpus.errors import InputError

COST, BLOCK, PARALLEL = 2**14, 8, 5
BYTES = 32
SHORTEST = 8
"""Characters of a password."""
KIND = "scrypt"


def check_password(password: str) -> str:
    """A password that will do.

    Raises:
        InputError: it is too short.
    """
    if len(password) < SHORTEST:
        raise InputError(f"口令太短，至少 {SHORTEST} 个字符")
    return password


def hash_password(password: str) -> str:
    """What is kept of a password: ``scrypt$N$r$p$salt$hash``.

    Raises:
        InputError: it is too short.
    """
    return keep(check_password(password), secrets.token_bytes(16), (COST, BLOCK, PARALLEL))


def keep(password: str, salt: bytes, parameters: tuple[int, int, int]) -> str:
    """The line of a password with a salt and the parameters N, r and p."""
    cost, block, parallel = parameters
    told = normalize("NFC", password).encode(errors="replace")
    found = scrypt(told, salt=salt, n=cost, r=block, p=parallel, dklen=BYTES)
    numbers = "$".join(map(str, parameters))
    return f"{KIND}${numbers}${b64encode(salt).decode()}${b64encode(found).decode()}"


NOBODYS = f"{KIND}${COST}${BLOCK}${PARALLEL}${'A' * 22}==${'A' * 43}="
"""A line that no password meets, for users whom there are not: they take as long as others."""


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one of which a line was kept."""
    _, cost, block, parallel, salt, _ = kept.split("$")
    given = keep(password, b64decode(salt), (int(cost), int(block), int(parallel)))
    return compare_digest(given.encode(), kept.encode())
