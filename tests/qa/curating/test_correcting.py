"""Sidecars that are uploaded, with the fake sentence model."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from embeddings.ingest import NothingReadError
from embeddings.reports import FileState, IngestReport
from qa.curating.changing import add_files, remove_file
from qa.curating.correcting import correct
from qa.curating.receiving import Batch, Received, receive
from qa.engine import Engine
from qa.settings import ServerSettings
from tests.conftest import build_engine

OLD = "南充方案.txt"
TEXT = "碳达峰方案\n\n到2025年，南充市非化石能源消费比重达到41.5%。\n"
NEW = Received("杭州.txt", "碳达峰方案\n\n到2027年，比重达到23.7%。\n".encode())
PLACE = Received("杭州.toml", 'region = "杭州市"\ninferred = ["region"]\n'.encode())


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return build_engine(tmp_path, {OLD: TEXT})


def add(engine: Engine, *files: Received) -> IngestReport:
    batch = correct(Batch(files, ()), engine.view)
    assert not batch.refused
    *_, report = add_files(engine, batch.received, threading.Event())
    assert isinstance(report, IngestReport)
    return report


def region(engine: Engine) -> str | None:
    documents = engine.view.library.documents.values()
    return next(one.region for one in documents if one.source_file == NEW.name)


def stored(engine: Engine) -> list[str]:
    return sorted(path.suffix for path in (engine.data / "uploads").iterdir())


def test_a_sidecar_corrects_the_file_that_comes_with_it(engine: Engine) -> None:
    add(engine, PLACE, NEW)
    assert region(engine) == "杭州市"
    assert stored(engine) == [".json", ".toml", ".txt"]


def test_a_sidecar_corrects_a_file_of_the_library_until_another_comes(engine: Engine) -> None:
    add(engine, NEW)
    assert region(engine) is None
    (changed,) = add(engine, PLACE).files
    assert (changed.path, changed.state, region(engine)) == (NEW.name, FileState.CHANGED, "杭州市")
    assert add(engine, NEW).files[0].state == FileState.KEPT
    add(engine, Received(NEW.name, NEW.content + "另有规定。\n".encode()))
    assert region(engine) == "杭州市"
    add(engine, Received(PLACE.name, 'region = "宁波市"'.encode()))
    assert region(engine) == "宁波市"
    list(remove_file(engine, NEW.name, threading.Event()))
    assert stored(engine) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("别的.toml", "别的.toml：没有同名的文件，请与它要更正的文件一起添加"),
        (
            "南充方案.toml",
            "南充方案.toml：南充方案.txt 不是在网页上添加的，请把 .toml 放在原文件旁",
        ),
    ],
)
def test_a_sidecar_without_a_file_is_refused(engine: Engine, name: str, told: str) -> None:
    batch = correct(Batch((NEW, Received(name, PLACE.content)), ()), engine.view)
    assert batch.received == (NEW,)
    assert [(one.path, one.reason.startswith(told)) for one in batch.refused] == [(name, True)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[", "杭州.txt 旁的 .toml 不是有效的 TOML"),
        ('place = "杭州"', "杭州.txt 旁的 .toml 字段 place 有误"),
        ('date = "2023-13"', "杭州.txt 旁的 .toml 字段 date 有误"),
    ],
)
def test_a_sidecar_that_is_wrong_changes_nothing(engine: Engine, content: str, told: str) -> None:
    add(engine, NEW)
    with pytest.raises(NothingReadError) as error:
        add(engine, Received(PLACE.name, content.encode()))
    (skipped,) = error.value.skipped
    assert (skipped.path, skipped.reason.startswith(told)) == (NEW.name, True)
    assert "\n" not in skipped.reason
    assert (region(engine), stored(engine)) == (None, [".json", ".txt"])


def test_a_sidecar_is_received(tmp_path: Path) -> None:
    path = tmp_path / "杭州.TOML"
    path.write_bytes(PLACE.content)
    assert receive([path], ServerSettings()).received == (Received("杭州.TOML", PLACE.content),)
