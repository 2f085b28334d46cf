from __future__ import annotations

import pytest

from qa.answering.refusal import looked_for
from qa.query import analyse


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("南充市2035年非化石能源消费比重的目标值", "南充、2035年、非化石能源消费比重"),
        ("克拉玛依为什么把2025年绿色出行比重定到90%这么高？", "克拉玛依、2025年、绿色出行比重"),
    ],
    ids=["figure", "premise"],
)
def test_names_side_by_side_are_one(question: str, said: str) -> None:
    assert looked_for(analyse(question)) == f"查找的是：{said}。"


def test_nothing_named_is_not_told() -> None:
    assert looked_for(analyse("怎么样？")) == ""
