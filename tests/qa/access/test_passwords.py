"""Passwords, as they are kept."""

from __future__ import annotations

import time
from base64 import b64decode

import pytest

from corpus.errors import InputError
from qa.access.passwords import NOBODYS, check_password, hash_password, keep, matches


def test_a_password_is_kept_as_its_scrypt_hash() -> None:
    # RFC 7914, section 12: N = 1024, r = 8, p = 16; the first 32 bytes of the vector.
    kept = keep("password", b"NaCl", (1024, 8, 16))
    assert kept.startswith("scrypt$1024$8$16$TmFDbA==$")
    expected = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    assert b64decode(kept.rpartition("$")[2]).hex() == expected
    assert matches("password", kept)
    assert not matches("Password", kept)


def test_the_same_password_is_kept_otherwise_each_time() -> None:
    first, second = hash_password("碳达峰-2030-x"), hash_password("碳达峰-2030-x")
    assert first != second
    assert first.startswith("scrypt$16384$8$5$")
    assert matches("碳达峰-2030-x", second)


def test_a_short_password_is_refused() -> None:
    with pytest.raises(InputError, match="至少 8 个字符"):
        check_password("1234567")
    assert check_password("12345678") == "12345678"


def test_nobodys_password_takes_as_long_as_anybodys() -> None:
    kept = hash_password("碳达峰-2030-x")
    seconds = {}
    for line in (kept, NOBODYS):
        started = time.thread_time()
        assert not matches("wrong password", line)
        seconds[line] = time.thread_time() - started
    assert 0.4 < seconds[NOBODYS] / seconds[kept] < 2.5
