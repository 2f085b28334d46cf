"""Likeness of sentences to a question: the fake's tokens are characters, equal or apart."""

from __future__ import annotations

import numpy as np
import pytest

from qa.evidence.likeness import HEADING, LONGEST, liken, mean_of_nearest, with_heading
from qa.evidence.sentences import Evidence
from tests.fakes import HashEncoder
from tests.qa.passages import passage


def evidence(*texts: str) -> list[Evidence]:
    """Sentences of one passage."""
    return [Evidence(passage("。"), text, "") for text in texts]


def test_each_token_of_the_question_takes_the_nearest() -> None:
    asked = np.array([[1, 0], [0, 1]], dtype=np.float32)
    said = np.array([[1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    assert mean_of_nearest(asked, said) == pytest.approx((1 + 0.8) / 2)
    assert mean_of_nearest(asked, said[:0]) == mean_of_nearest(asked[:0], said) == 0


def test_the_sentence_that_says_it_stands_out() -> None:
    sentences = evidence("发展新型储能", "非化石能源消费比重", "推进绿色建筑")
    found = liken(HashEncoder(), "非化石比重", sentences)
    assert found.shape == (3,) and found.argmax() == 1
    assert found.mean() == pytest.approx(0, abs=1e-6) and found.std() == pytest.approx(1)


@pytest.mark.parametrize("sentences", [[], ["推进绿色建筑"], ["推进绿色建筑", "推进绿色建筑"]])
def test_nothing_stands_out_where_all_are_alike(sentences: list[str]) -> None:
    assert liken(HashEncoder(), "绿色", evidence(*sentences)).tolist() == [0.0] * len(sentences)


def test_a_long_sentence_is_looked_at_from_its_beginning() -> None:
    start = "推进" * (LONGEST // 2)
    found = liken(HashEncoder(), "绿色", evidence(f"{start}绿色", start, "绿色"))
    assert found[0] == found[1] < found[2]


def test_a_sentence_is_read_behind_the_end_of_its_heading() -> None:
    (one,) = evidence("推进绿色建筑。")
    heading = one.passage.heading
    assert heading and with_heading(one) == f"{heading[-HEADING:]} 推进绿色建筑。"
