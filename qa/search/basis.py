"""Basis: how likely it is that what was found answers the question at all.

A logistic model of two figures: the highest cosine similarity of a passage, and the share of what
the question names that the best evidence holds. Fitted on the development questions, of which a
tenth have no answer in the documents.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from qa.search.ranking import read_weights


@dataclass(frozen=True, slots=True)
class BasisModel:
    """Weights of the logistic model."""

    similarity: float
    coverage: float
    bias: float

    def probability(self, similarity: float, coverage: float) -> float:
        """The probability that there is an answer, 0 to 1.

        Args:
            similarity: Highest cosine similarity of a passage and the question.
            coverage: Share of the question's weighted names that the best evidence holds, 0 to 1.
        """
        score = self.similarity * similarity + self.coverage * coverage + self.bias
        return 1 / (1 + math.exp(-score))


@lru_cache(maxsize=1)
def default_basis() -> BasisModel:
    """The model with the weights that were fitted on the development questions."""
    return BasisModel(**read_weights()["basis"])
