from __future__ import annotations

from threading import Event

import pytest

from qa.chat.stops import until_stop
from qa.chat.worker import Sink, iterate


def test_items_come_in_order() -> None:
    def work(sink: Sink[str]) -> None:
        for word in ("碳", "达", "峰"):
            sink.put(word)

    assert list(iterate(work)) == ["碳", "达", "峰"]


def test_an_error_follows_the_items_before_it() -> None:
    def work(sink: Sink[int]) -> None:
        sink.put(1)
        raise ValueError("坏了")

    items = iterate(work)
    assert next(items) == 1
    with pytest.raises(ValueError, match="坏了"):
        next(items)


def test_leaving_early_stops_the_work() -> None:
    stopped = Event()

    def work(sink: Sink[int]) -> None:
        while not sink.put(0):
            pass
        stopped.set()

    items = iterate(work)
    next(items)
    items.close()
    assert stopped.wait(5)


@pytest.mark.parametrize(
    ("pieces", "stops", "expected"),
    [
        (["能源。", "问", "题：x"], ["问题："], ["能源。"]),
        (["能源。问", "号"], ["问题："], ["能源。", "问号"]),
        (["一。二。"], ["二", "。"], ["一"]),
        (["到", "2025年"], [], ["到", "2025年"]),
        (["ab", "ab", "c"], ["abc"], ["ab"]),
        (["终"], ["终了"], ["终"]),
        ([], ["x"], []),
    ],
    ids=["split", "false-alarm", "earliest", "no-stops", "overlap", "held-at-end", "empty"],
)
def test_text_ends_before_the_stop(
    pieces: list[str], stops: list[str], expected: list[str]
) -> None:
    assert list(until_stop(pieces, stops)) == expected
