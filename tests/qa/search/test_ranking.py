from __future__ import annotations

import numpy as np
import pytest

from qa.explain import LABELS
from qa.search.features import FEATURES
from qa.search.ranking import Ranker, default_ranker
from qa.weights import read_weights


def test_every_feature_has_a_weight_and_a_label_and_there_are_no_others() -> None:
    assert set(read_weights("qa.search")["features"]) == set(FEATURES)
    assert set(LABELS) == set(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES)
    assert len(set(LABELS.values())) == len(LABELS)


def test_the_weights_stand_in_the_order_of_the_features() -> None:
    table = read_weights("qa.search")["features"]
    weights = default_ranker().weights
    assert weights.tolist() == pytest.approx([table[name] for name in FEATURES])


def test_a_score_is_the_weighted_sum() -> None:
    ranker = Ranker(np.zeros(len(FEATURES), dtype=np.float32))
    ranker.weights[[0, 1]] = 2.0, -1.0
    rows = np.zeros((2, len(FEATURES)), dtype=np.float32)
    rows[0, :2], rows[1, :2] = (1.0, 3.0), (2.0, 0.5)
    assert ranker.scores(rows).tolist() == [-1.0, 3.5]
    assert ranker.parts(rows[0].tolist()) == {FEATURES[0]: 2.0, FEATURES[1]: -3.0}


def test_the_parts_add_up_to_the_score() -> None:
    ranker = default_ranker()
    rows = np.random.default_rng(0).normal(size=(20, len(FEATURES))).astype(np.float32)
    for row, score in zip(rows, ranker.scores(rows), strict=True):
        assert sum(ranker.parts(row.tolist()).values()) == pytest.approx(score, abs=1e-4)


def test_what_speaks_for_a_passage_weighs_up_and_what_speaks_against_it_down() -> None:
    weights = read_weights("qa.search")["features"]
    assert all(weights[name] > 0 for name in ("lexical", "overlap", "named", "place", "clause"))
    assert all(weights[name] < 0 for name in ("other_place", "other_year"))
