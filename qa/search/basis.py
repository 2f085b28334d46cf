"""Basis: how likely it is that what was found answers the question at all.

A logistic model of two figures: the share of what the question names that the best evidence holds,
and by how much the best passage leads. Fitted on the development questions, of which a tenth have
no answer in the documents.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.search.ranking import read_weights

CROWD = 10
"""The candidate that the best one is compared with; the others of a crowd are as good as it."""


@dataclass(frozen=True, slots=True)
class BasisModel:
    """Weights of the logistic model."""

    coverage: float
    lead: float
    bias: float
    usual_lead: float
    """The mean lead; taken where there are too few candidates to tell."""

    def probability(self, coverage: float, lead: float | None) -> float:
        """The probability that there is an answer, 0 to 1.

        Args:
            coverage: Share of the question's weighted names that the best evidence holds, 0 to 1.
            lead: How much the best candidate's score is above that of the tenth; None if there
                is none.
        """
        led = self.usual_lead if lead is None else lead
        return 1 / (1 + math.exp(-(self.coverage * coverage + self.lead * led + self.bias)))


def find_lead(scores: Sequence[float]) -> float | None:
    """How much the best of the scores, best first, is above the tenth; None if there is none."""
    return scores[0] - scores[CROWD - 1] if len(scores) >= CROWD else None


@lru_cache(maxsize=1)
def default_basis() -> BasisModel:
    """The model with the weights that were fitted on the development questions."""
    return BasisModel(**read_weights()["basis"])
