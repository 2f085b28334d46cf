from __future__ import annotations

import pytest

from corpus.headings import Heading, Rank, find_heading, find_marker, read_numeral
from corpus.models import Origin, Text


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("二、主要目标", Heading(Rank.CHINESE, "二、主要目标", standalone=True)),
        (
            "1.大力发展新能源。实施新能源倍增行动。",
            Heading(Rank.NUMBER, "1.大力发展新能源", standalone=False),
        ),
        ("（二）基本原则。", Heading(Rank.CHINESE_PAREN, "（二）基本原则", standalone=True)),
        ("第八条", Heading(Rank.ARTICLE, "第八条", standalone=True)),
        (
            "第十二条 提供有关履行的信息",
            Heading(Rank.ARTICLE, "第十二条 提供有关履行的信息", standalone=True),
        ),
        ("第三章 附则", Heading(Rank.CHAPTER, "第三章 附则", standalone=True)),
        ("第一部分：我们的责任", Heading(Rank.PART, "第一部分：我们的责任", standalone=True)),
        ("附件 6", Heading(Rank.ANNEX, "附件 6", standalone=True)),
        (
            "（a）确保所资助的应付气候变化的项目符合缔约方会议所制定的政策、计划优先顺序和资格标准的办法；",
            Heading(Rank.LETTER_PAREN, "（a）", standalone=False),
        ),
    ],
    ids=lambda value: value[:8] if isinstance(value, str) else "",
)
def test_headings(paragraph: str, heading: Heading) -> None:
    assert find_heading(Text(paragraph, (Origin(0, 1, 1),))) == heading


@pytest.mark.parametrize(
    "text",
    [
        "1.2亿千瓦以上",
        "2025年，中心城区绿色出行比重达到75%",
        "一、二类城市全面建成公交系统",
        "第四条第1款所述的义务",
        "三峡集团",
        "2.5万吨标准煤",
    ],
)
def test_not_headings(text: str) -> None:
    assert find_marker(text) is None


def test_numerals() -> None:
    assert [read_numeral(text) for text in ("一", "十", "十二", "二十", "二十三")] == [
        1,
        10,
        12,
        20,
        23,
    ]
