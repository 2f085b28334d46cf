"""Stop sequences over a stream of text pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Iterator[str]:
    """The text before the first stop sequence, in pieces.

    An end that may be the start of a stop sequence is held back until the next piece decides:
    ``["能源。", "问", "题：x"]`` with the stop ``问题：`` gives ``["能源。"]``.
    """
    held = ""
    for piece in pieces:
        held += piece
        if (end := _first(held, stops)) is not None:
            yield from _some(held[:end])
            return
        safe = len(held) - _overlap(held, stops)
        yield from _some(held[:safe])
        held = held[safe:]
    yield from _some(held)


def _some(text: str) -> Iterator[str]:
    if text:
        yield text


def _first(text: str, stops: Sequence[str]) -> int | None:
    return min((at for stop in stops if (at := text.find(stop)) >= 0), default=None)


def _overlap(text: str, stops: Sequence[str]) -> int:
    """The length of the longest end of ``text`` that begins a stop sequence."""
    starts = (stop[:length] for stop in stops for length in range(1, len(stop)))
    return max((len(start) for start in starts if text.endswith(start)), default=0)
