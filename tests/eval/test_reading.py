from __future__ import annotations

from eval.reading import read_copies


def test_each_copy_is_read() -> None:
    one, two = read_copies(1), read_copies(2)
    assert (two.chunks, two.characters) == (2 * one.chunks, 2 * one.characters)
    assert one.characters > 650_000
    assert one.peak_mb > 0
