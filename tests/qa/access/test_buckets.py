"""Token buckets."""

from __future__ import annotations

import pytest

from qa.access.buckets import MANY, Buckets
from qa.access.refusals import TooManyError
from qa.access.tries import Tries


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_spent_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(6, clock)
    assert [buckets.spend("王") for _ in range(7)] == [0.0] * 6 + [10.0]
    assert buckets.spend("lin") == 0
    clock.now = 4
    assert buckets.spend("王") == pytest.approx(6)
    clock.now = 10
    assert [buckets.spend("王"), buckets.spend("王")] == [0.0, pytest.approx(10)]
    clock.now = 1000
    assert [buckets.spend("王") == 0 for _ in range(7)] == [True] * 6 + [False]


def test_what_is_given_back_may_be_spent() -> None:
    buckets = Buckets(1, Clock())
    assert buckets.spend("王") == 0
    buckets.give_back("王")
    buckets.give_back("王")
    assert [buckets.spend("王") == 0 for _ in range(2)] == [True, False]


def test_full_buckets_are_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    for one in range(MANY + 1):
        buckets.spend(one)
    clock.now = 2
    buckets.spend("王")
    assert len(buckets._buckets) == 1


def test_wrong_passwords_are_slowed_down_by_name_and_address() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(5):
        tries.begin("王", "10.0.0.1")
    with pytest.raises(TooManyError, match="请 12 秒后再试"):
        tries.begin("王", "10.0.0.1")
    tries.begin("王", "10.0.0.2")
    for number in range(15):
        tries.begin(f"user{number}", "10.0.0.1")
    with pytest.raises(TooManyError, match="请 3 秒后再试"):
        tries.begin("another", "10.0.0.1")
    clock.now = 12
    tries.begin("王", "10.0.0.1")


def test_right_passwords_are_not_slowed_down() -> None:
    tries = Tries(Clock())
    for _ in range(50):
        tries.begin("王", "10.0.0.1")
        tries.forgive("王", "10.0.0.1")
