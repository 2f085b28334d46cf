"""Turns of long work."""

from __future__ import annotations

import threading

import pytest

from qa.turns import FullError, Queued, Turns, say_queued


def test_the_line_moves_up_as_turns_are_left() -> None:
    turns = Turns(2, 3)
    line = [turns.join() for _ in range(5)]
    assert [one.place for one in line] == [0, 0, 1, 2, 3]
    with pytest.raises(FullError, match="排队的问题太多"):
        turns.join()
    line[1].leave()
    assert [one.place for one in line] == [0, 0, 0, 1, 2]
    line[3].give_up()
    assert [one.place for one in line] == [0, 0, 0, 0, 1]
    assert not line[3].wait(0)
    line[0].give_up()
    assert line[4].place == 1
    line[0].leave()
    line[0].leave()
    assert line[4].wait(0)


def test_who_waits_is_woken() -> None:
    turns = Turns(1, 1)
    first, second = turns.join(), turns.join()
    assert not second.wait(0.01)
    threading.Timer(0.05, first.leave).start()
    assert second.wait(10)


def test_what_a_page_says() -> None:
    assert say_queued(Queued(3)) == "前面还有 3 个问题，请稍候"
