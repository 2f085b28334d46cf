from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.sources import Candidate, SourceInput, find_sources, shipped_documents


def test_the_sources_file_agrees_with_the_shipped_files() -> None:
    folder = shipped_documents()
    listed = tomllib.loads((folder / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    facts = {}
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes()
        facts[path.name] = (len(content), hashlib.sha256(content).hexdigest())
    assert {entry["file"]: (entry["bytes"], entry["sha256"]) for entry in listed} == facts
    assert len(facts) == 5


def test_without_paths_the_shipped_files_are_read() -> None:
    assert [candidate.name[:3] for candidate in find_sources([]).candidates] == [
        "000",
        "001",
        "002",
        "003",
        "004",
    ]


def test_a_folder_is_read_recursively(tmp_path: Path) -> None:
    (tmp_path / "市").mkdir()
    for name in ("市/甲.txt", "乙.txt", "乙.toml", "图.png"):
        (tmp_path / name).write_text("碳达峰", encoding="utf-8")
    assert sorted(candidate.name for candidate in find_sources([tmp_path]).candidates) == [
        "乙.txt",
        "市/甲.txt",
    ]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件或文件夹"):
        find_sources([tmp_path / "无.txt"])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    paths = [tmp_path / part / "方案.txt" for part in ("甲", "乙")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("碳达峰", encoding="utf-8")
    with pytest.raises(InputError, match="同名"):
        find_sources(paths)


def test_a_sidecar_wins_over_the_text(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text("为推进碳达峰，制定本方案。", encoding="utf-8")
    path.with_suffix(".toml").write_text(
        'title = "某市方案"\ninferred = ["title"]', encoding="utf-8"
    )
    (document,) = Candidate(path, path.name, str(path)).read().parse().documents
    assert (document.metadata.title, document.metadata.inferred) == ("某市方案", ("title",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "第 1 行不是可识别的中文编码"),
        ("碳达峰\n".encode() * 2 + b"\xff", "第 3 行不是可识别的中文编码"),
        (b"", "空的"),
        (b" \n\n ", "空的"),
    ],
    ids=["a picture", "later line", "empty", "blank"],
)
def test_content_that_cannot_be_read(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SourceInput("方案.txt", "", content, None).parse()


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [(b"title = ", "TOML"), (b'titel = "x"', "titel"), (b'date = "2023"', "date")],
    ids=["not TOML", "unknown key", "bad date"],
)
def test_a_wrong_sidecar_is_named(sidecar: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SourceInput("方案.txt", "", "碳达峰。".encode(), sidecar).parse()


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="读不出"):
        Candidate(tmp_path / "去.txt", "去.txt", "").read()


def test_an_unknown_kind_of_file_is_refused() -> None:
    with pytest.raises(InputError, match="不支持"):
        SourceInput("表.xlsx", "", b"PK", None).parse()
