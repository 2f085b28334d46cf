"""Files that the page hands out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from qa.faces.downloads import VARIABLE, lay_out, private_folder


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))


def test_two_files_of_one_name_lie_where_nobody_can_guess() -> None:
    first, second = (Path(lay_out(b"abc", "甲", ".txt")) for _ in range(2))
    assert first.name == second.name == "甲.txt"
    assert first.parent != second.parent
    assert len(first.parent.name) == 32
    assert first.parent.stat().st_mode & 0o777 == 0o700
    assert first.read_bytes() == b"abc"


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("../../etc/passwd", "_etc_passwd.txt"),
        ("汇报（稿）〔1〕", "汇报（稿）〔1〕.txt"),
        ("a\nb\u202e<c>", "a_b_c_.txt"),
        ("长" * 200, "长" * 60 + ".txt"),
    ],
)
def test_names_are_names(tmp_path: Path, stem: str, name: str) -> None:
    path = Path(lay_out(b"", stem, ".txt"))
    assert path.name == name
    assert path.parent.parent == tmp_path


def test_the_folder_is_private_and_gone_with_the_server() -> None:
    lifespan = private_folder()
    path = Path(lay_out(b"abc", "甲", ".txt"))
    folder = path.parent.parent
    assert folder.name.startswith("tanwen-")
    assert folder.stat().st_mode & 0o777 == 0o700

    async def live() -> None:
        async with lifespan(None):
            assert path.exists()

    asyncio.run(live())
    assert not folder.exists()
