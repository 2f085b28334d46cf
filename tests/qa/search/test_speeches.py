"""Speeches as people call them: by the number, the year or the place of a meeting."""

from __future__ import annotations

import pytest

from qa.library_view import LibraryView
from tests.conftest import build_engine

SPEECHES = {
    "七十五": ("在第七十五届联合国大会一般性辩论上的讲话", "2020年9月22日"),
    "七十六": ("在第七十六届联合国大会一般性辩论上的讲话", "2021年9月21日"),
    "论坛": ("在世界经济论坛“达沃斯议程”对话会上的讲话", "2021年1月25日"),
    "再论坛": ("在世界经济论坛视频会议上的讲话", "2022年1月17日"),
    "方案": ("2030年前碳达峰行动方案", "2021年10月24日"),
}


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> LibraryView:
    """A library of four speeches and a plan."""
    files = {
        f"{name}.md": f"# {title}\n\n{date}\n\n{name}：中国将力争二氧化碳排放达到峰值。\n"
        for name, (title, date) in SPEECHES.items()
    }
    return build_engine(tmp_path_factory.mktemp("speeches"), files).view


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "第75届联大上关于达峰那半句，和2021年9月联大一般性辩论上的讲法有什么不同？",
            "七十五",
            "七十六",
        ),
        ("2021年世界经济论坛和2022年初世界经济论坛的说法有什么不同？", "论坛", "再论坛"),
        (
            "2020年9月联大一般性辩论上的讲话到2022年世界经济论坛的演讲，碳达峰行动方案的进展有什么变化？",
            "七十五",
            "再论坛",
        ),
    ],
    ids=["by number and date", "by year", "what they say of a plan"],
)
def test_two_speeches_are_held_against_each_other(
    view: LibraryView, question: str, first: str, second: str
) -> None:
    compared = view.retriever.understand(question).compared
    titles = [view.library.documents[side.document_id or ""].title for side in compared]
    assert titles == [SPEECHES[first][0], SPEECHES[second][0]]
