from __future__ import annotations

import pytest

from corpus.typography import LINK, STRAY_SPACE


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("（来源：中华人民共和国中央人民政府网）", True),
        ("资料来源: 国家能源局", True),
        ("（ https://www.ndrc.gov.cn/a.html）", True),
        ("来源，各相关电力用户需严格按照国家规定承担", False),
        ("气的主要来源是电解水制氢", False),
    ],
)
def test_links(text: str, link: bool) -> None:
    assert bool(LINK.match(text)) is link


def test_stray_spaces_are_those_beside_figures() -> None:
    assert STRAY_SPACE.sub("", "到 2025年，220 千伏，BIM 技术") == "到2025年，220千伏，BIM技术"
    assert STRAY_SPACE.sub("", "绿色建造 green construction") == "绿色建造 green construction"
    assert STRAY_SPACE.sub("", "中共中央 国务院") == "中共中央 国务院"
