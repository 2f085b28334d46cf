from __future__ import annotations

import pytest
from langchain_core.language_models import FakeListChatModel

from qa.dialogue import Turn
from qa.rewriting import rewrite

HISTORY = [Turn("user", "南充市2025年原煤消费量控制在多少？"), Turn("assistant", "不超过125万吨。")]
QUESTION = "到2030年的数字"


def written(text: str) -> str:
    return rewrite(FakeListChatModel(responses=[text]), QUESTION, HISTORY)


def test_a_question_made_whole_is_taken() -> None:
    whole = "南充市到2030年原煤消费量要控制在多少？"
    assert written(f"{whole}\n因为问的是南充市。") == whole


@pytest.mark.parametrize(
    "text",
    ["", "南充市到2035年原煤消费量？", "What about 2030?", "南充市原煤消费量" * 40],
    ids=["empty", "a year that nobody named", "no Chinese", "too long"],
)
def test_what_is_not_faithful_is_not_taken(text: str) -> None:
    assert written(text) == QUESTION
