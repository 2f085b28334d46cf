from __future__ import annotations

import os
import time
from pathlib import Path

from corpus.sources import Candidate, Found
from corpus.storage import SourceEntry
from corpus.uploads import FOLDER, find_lost, forget, settle, staging, with_uploads

NAME = "../方案（试行）.docx"


def entry(candidate: Candidate) -> SourceEntry:
    return SourceEntry(
        name=candidate.name, origin=candidate.origin, sha256="", documents=1, clauses=1, chunks=1
    )


def test_a_staged_file_is_gone_unless_a_library_holds_it(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        kept, dropped = stage.add(NAME, b"1"), stage.add("乙.txt", b"2")
        assert kept.read().content == b"1"
        settle(tmp_path, [kept, dropped], [entry(kept)])
    (lost,) = find_lost(tmp_path, set())
    assert (lost.name, lost.origin, lost.path.read_bytes()) == (NAME, kept.origin, b"1")
    assert lost.path.parent == tmp_path / FOLDER
    assert sorted(path.suffix for path in (tmp_path / FOLDER).iterdir()) == [".docx", ".json"]
    assert find_lost(tmp_path, {kept.origin}) == []


def test_a_sidecar_goes_with_its_file(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    for sidecar in (b'title = "\xe7\xa2\xb3"', None):
        with staging(tmp_path) as stage:
            one = stage.add("甲.txt", b"1", sidecar)
            assert one.read().sidecar == sidecar
            settle(tmp_path, [one], [entry(one)])
        (lost,) = find_lost(tmp_path, set())
        assert lost.read().sidecar == sidecar
    with staging(tmp_path) as stage:
        one = stage.add("甲.txt", b"1", b"")
        settle(tmp_path, [one], [entry(one)])
    forget(tmp_path, [entry(one)])
    assert list(folder.iterdir()) == []


def test_a_file_of_the_same_name_has_the_same_place(tmp_path: Path) -> None:
    with staging(tmp_path) as first, staging(tmp_path) as second:
        assert first.add("甲.txt", b"1").origin == second.add("甲.txt", b"2").origin
        assert first.add("乙.txt", b"1").origin != second.add("甲.txt", b"1").origin


def test_what_is_removed_loses_its_original_and_nothing_else(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        one, other = stage.add("甲.txt", b"1"), stage.add("乙.txt", b"2")
        settle(tmp_path, [one, other], [entry(one), entry(other)])
    outside = tmp_path / "外.txt"
    outside.touch()
    strange = Candidate(outside, "外.txt", "uploaded:../外.txt")
    forget(tmp_path, [entry(one), entry(strange)])
    assert [found.name for found in find_lost(tmp_path, set())] == ["乙.txt"]
    assert outside.exists()


def test_a_label_that_is_none_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "甲.json").write_text('{"name": 3}', encoding="utf-8")
    (folder / "乙.json").write_text('{"name": "乙.txt"}', encoding="utf-8")
    assert find_lost(tmp_path, set()) == []


def test_two_of_one_name_are_not_both_read(tmp_path: Path) -> None:
    given, other = tmp_path / "甲.txt", tmp_path / "uploads" / "x.txt"
    found = Found((Candidate(given, "甲.txt", str(given)),), (), ())
    both = with_uploads(found, [Candidate(other, "甲.txt", "uploaded:x.txt")])
    assert [one.path for one in both.candidates] == [given]
    assert both.refused[0].reason.startswith("甲.txt：与另一个要读取的文件同名")


def test_what_a_killed_server_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, fresh = (tmp_path / FOLDER / name for name in (".new-old", ".new-fresh"))
    for folder in (old, fresh):
        folder.mkdir(parents=True)
    then = time.time() - 2 * 24 * 3600
    os.utime(old, (then, then))
    with staging(tmp_path):
        assert (old.exists(), fresh.exists()) == (False, True)
