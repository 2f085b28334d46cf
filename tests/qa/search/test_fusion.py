from __future__ import annotations

import pytest

from qa.search.fusion import fuse_ranks


def test_the_sum_of_reciprocal_ranks() -> None:
    fused = fuse_ranks([[7, 8], [8, 9]], k=60)
    assert [item for item, _ in fused] == [8, 7, 9]
    assert dict(fused)[8] == pytest.approx(1 / 62 + 1 / 61)
    assert dict(fused)[7] == pytest.approx(1 / 61)


def test_nothing_to_fuse() -> None:
    assert fuse_ranks([[], []], k=60) == []
