from __future__ import annotations

from qa.dialogue import Known, Turn, resolve

HISTORY = [
    Turn("user", "南充市2025年非化石能源消费比重目标是多少？"),
    Turn("assistant", "41.5%。[1]"),
]


def test_another_year() -> None:
    assert resolve("那2030年呢？", HISTORY) == "南充市非化石能源消费比重目标是多少 那2030年呢？"


def test_another_place() -> None:
    resolved = resolve("那淄博市呢？", HISTORY, Known(("南充市", "淄博市")))
    assert resolved == "2025年非化石能源消费比重目标是多少 那淄博市呢？"


def test_a_whole_question_is_left_alone() -> None:
    question = "淄博市新增光伏发电装机要达到多少？"
    assert resolve(question, HISTORY) == question
    assert resolve("那2030年呢？", []) == "那2030年呢？"
