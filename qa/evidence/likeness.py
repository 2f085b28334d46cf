"""Likeness: how much of what a question says a sentence says too, in whatever words.

Late interaction (ColBERT, Khattab & Zaharia 2020): each token of the question takes the token of
the sentence whose vector is nearest to its own, and the mean of these cosines is the likeness. A
token's vector is the sentence model's, made from the whole of its text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from qa.evidence.sentences import Evidence

LONGEST = 240
"""Characters of a sentence that are looked at."""
LEAST = 1e-5
"""A standard deviation below which cosines differ by rounding only."""
HEADING = 60
"""Characters at the end of its heading that are read with it."""


def liken(encoder: Encoder, question: str, sentences: Sequence[Evidence]) -> NDArray[np.float32]:
    """By how many standard deviations each sentence is more like a question than they all are.

    Which cosines are high is another thing with each sentence model; which sentence stands out is
    not.

    Returns:
        Shape (sentences,), with mean 0; zeros where all are equally like it.

    Raises:
        SetupError: the sentence model cannot be loaded.
    """
    if not sentences:
        return np.zeros(0, dtype=np.float32)
    asked = encoder.query_tokens(question)
    said = encoder.passage_tokens([with_heading(one) for one in sentences])
    means = np.array([mean_of_nearest(asked, one) for one in said], dtype=np.float32)
    deviation = means.std()
    if deviation < LEAST:
        return np.zeros_like(means)
    standard: NDArray[np.float32] = (means - means.mean()) / deviation
    return standard


def with_heading(one: Evidence) -> str:
    """A sentence behind the headings that it stands under, which often name what it is about."""
    return f"{one.passage.heading[-HEADING:]} {one.text[:LONGEST]}"


def mean_of_nearest(asked: NDArray[np.float32], said: NDArray[np.float32]) -> float:
    """Mean over the first rows of the greatest cosine with one of the others; unit rows."""
    if not len(asked) or not len(said):
        return 0.0
    return float((asked @ said.T).max(axis=1).mean())
