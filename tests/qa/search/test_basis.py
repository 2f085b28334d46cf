from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from qa.search.basis import CROWD, BasisModel, default_basis, find_lead

COVERAGES = np.linspace(0, 1, 11).tolist()
LEADS = np.linspace(0, 30, 11).tolist()


@pytest.mark.parametrize("lead", [*LEADS, None])
def test_more_coverage_is_a_better_basis(lead: float | None) -> None:
    rated = [default_basis().probability(coverage, lead) for coverage in COVERAGES]
    assert all(low < high for low, high in pairwise(rated))


@pytest.mark.parametrize("coverage", COVERAGES)
def test_a_larger_lead_is_a_better_basis(coverage: float) -> None:
    rated = [default_basis().probability(coverage, lead) for lead in LEADS]
    assert all(low < high for low, high in pairwise(rated))


def test_a_basis_is_a_probability() -> None:
    model = default_basis()
    rated = [model.probability(coverage, lead) for coverage in COVERAGES for lead in LEADS]
    assert 0 < min(rated) < 0.5
    assert 0.9 < max(rated) < 1


def test_the_logistic_function_by_hand() -> None:
    model = BasisModel(coverage=2.0, lead=0.5, bias=-3.0, usual_lead=4.0)
    assert model.probability(0.5, 4.0) == 0.5
    assert model.probability(1.0, 4.0) == pytest.approx(0.7310585786)
    assert model.probability(0.0, 4.0) == pytest.approx(0.2689414214)


def test_without_a_lead_the_usual_one_is_taken() -> None:
    model = BasisModel(coverage=2.0, lead=0.5, bias=-3.0, usual_lead=4.0)
    assert model.probability(0.3, None) == model.probability(0.3, 4.0)


def test_the_lead_is_over_the_last_of_a_crowd() -> None:
    scores = [20.0, *(float(10 - number) for number in range(CROWD))]
    assert find_lead(scores) == 20.0 - scores[CROWD - 1]
    assert find_lead(scores[:CROWD]) == 20.0 - scores[CROWD - 1]
    assert find_lead(scores[: CROWD - 1]) is None
    assert find_lead([]) is None
