"""The second look: only the first sentences are likened, and none of the others passes them."""

from __future__ import annotations

import numpy as np

from qa.evidence.features import FEATURES
from qa.evidence.ranking import CLOSER, LIKENED, SURE, is_sure, rank_again
from tests.qa.conftest import FindRows


def test_only_the_first_are_likened(rows: FindRows) -> None:
    (row,) = rows("农业农村领域要减少哪些污染和浪费？")
    likeness = row.features[:, CLOSER.index("likeness")]
    assert len(row.evidence) > LIKENED
    assert np.count_nonzero(likeness) == np.count_nonzero(likeness[:LIKENED]) == LIKENED
    assert abs(likeness.mean()) < 1e-5


def test_the_others_follow_as_far_below_as_they_were() -> None:
    features = np.zeros((4, len(CLOSER)), dtype=np.float32)
    features[:2, FEATURES.index("words_below")] = 0.1, 0.9
    scores = np.array([5.0, 4.0, 3.5, 1.0], dtype=np.float32)
    again = rank_again(scores, features, 2)
    assert again[1] > again[0] > again[2] > again[3]
    assert again[0] - again[2] == np.float32(0.5)
    assert again[2] - again[3] == np.float32(2.5)
    assert rank_again(scores[:0], features[:0], 0).shape == (0,)


def test_who_is_sure_is_not_ranked_again(rows: FindRows) -> None:
    (row,) = rows("南充市2025年非化石能源消费比重目标是多少？")
    sure = np.exp(0) / np.exp([one.score - row.evidence[0].score for one in row.evidence]).sum()
    assert sure >= SURE
    assert not row.features[:, CLOSER.index("likeness")].any()


def test_when_the_first_is_sure() -> None:
    assert is_sure(np.array([3.0], dtype=np.float32))
    assert is_sure(np.array([], dtype=np.float32))
    assert is_sure(np.array([3.0, 1.0], dtype=np.float32))
    assert not is_sure(np.array([3.0, 2.0], dtype=np.float32))
