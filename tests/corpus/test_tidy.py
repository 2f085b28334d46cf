from __future__ import annotations

import pytest

from corpus.typography import tidy


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("到 2025年,占比达到 6%左右;电能占比 12%。", "到2025年，占比达到6%左右；电能占比12%。"),
        ("目标是什么?", "目标是什么？"),
        ("总量1,500万吨，比例1.25:1", "总量1,500万吨，比例1.25:1"),
        ("按照 ISO 14064 标准", "按照ISO 14064标准"),
    ],
)
def test_chinese_text_has_full_width_punctuation(written: str, tidied: str) -> None:
    assert tidy(written) == tidied
