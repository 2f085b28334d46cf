"""Changes of a library while it is asked, with the fake sentence model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import InputError, SetupError
from corpus.storage import current_folder, lock_for_writing
from embeddings.ingest import NothingReadError, ingest
from embeddings.reports import FileState, IngestReport
from qa.curating.changing import Step, StoppedError, Told, add_files, remove_file
from qa.curating.leaving import describe_leaving
from qa.curating.receiving import Received
from qa.engine import Engine
from tests.conftest import NoProgress, build_engine
from tests.fakes import HashEncoder

OLD = "南充方案.txt"
FILES = {OLD: "南充市碳达峰方案\n\n到2025年，南充市非化石能源消费比重达到41.5%。\n"}
NEW = Received("杭州.txt", "杭州市碳达峰方案\n\n到2027年，比重达到23.7%。\n".encode())
EMPTY = Received("空.txt", b"\n\n")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return build_engine(tmp_path, FILES)


def add(engine: Engine, *files: Received) -> IngestReport:
    *_, report = add_files(engine, files, threading.Event())
    assert isinstance(report, IngestReport)
    return report


def names(engine: Engine) -> list[str]:
    return [one.source_file for one in engine.view.library.documents.values()]


def originals(engine: Engine) -> list[bytes]:
    folder = engine.data / "uploads"
    return [path.read_bytes() for path in folder.glob("*.txt")] if folder.is_dir() else []


def test_files_are_added_step_by_step(engine: Engine) -> None:
    *steps, report = add_files(engine, [NEW, EMPTY], threading.Event())
    assert all(isinstance(step, Step) for step in steps)
    assert Step("编码条款", 2, 2) in steps
    assert isinstance(report, IngestReport)
    assert [(one.path, one.state) for one in report.files] == [("杭州.txt", FileState.ADDED)]
    assert [(one.path, one.reason) for one in report.skipped] == [
        ("空.txt", "空.txt：文件是空的，没有可读的文字")
    ]
    assert names(engine) == [OLD, "杭州.txt"]
    assert originals(engine) == [NEW.content]


def test_questions_are_answered_from_the_old_library_until_the_new_one_is_whole(
    engine: Engine,
) -> None:
    steps = add_files(engine, [NEW], threading.Event())
    seen = [(isinstance(told, IngestReport), names(engine)) for told in steps]
    assert seen[0] == (False, [OLD])
    assert seen[-1] == (True, [OLD, "杭州.txt"])


def test_nothing_read_leaves_everything_as_it_was(engine: Engine) -> None:
    before = current_folder(engine.data)
    with pytest.raises(NothingReadError) as error:
        add(engine, EMPTY)
    assert [one.path for one in error.value.skipped] == ["空.txt"]
    assert (current_folder(engine.data), originals(engine)) == (before, [])
    assert list((engine.data / "uploads").iterdir()) == []


def test_a_file_added_again_is_an_update(engine: Engine) -> None:
    add(engine, NEW)
    changed = Received(NEW.name, NEW.content + "第二条 另有规定。\n".encode())
    assert add(engine, changed).files[0].state == FileState.CHANGED
    assert originals(engine) == [changed.content]
    assert add(engine, changed).files[0].state == FileState.KEPT


def test_a_file_of_the_owner_is_not_replaced(engine: Engine) -> None:
    with pytest.raises(InputError, match=f"^{OLD}：文件库里已有同名的另一个文件"):
        add(engine, Received(OLD, NEW.content))
    assert originals(engine) == []


def test_a_stop_leaves_the_library_as_it_was(engine: Engine) -> None:
    before, stop = current_folder(engine.data), threading.Event()
    stop.set()
    with pytest.raises(StoppedError, match="文件库没有变动"):
        list(add_files(engine, [NEW], stop))
    assert (current_folder(engine.data), originals(engine)) == (before, [])
    assert len(list((engine.data / "libraries").iterdir())) == 1


class StoppedWhileEncoding(HashEncoder):
    """Encodes one text at a time; whoever waits sets ``stop`` during the second."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(batch_size=1)
        self._stop = stop

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        def told(number: int) -> None:
            if len(self.encoded) == 2:
                self._stop.set()
            if on_progress:
                on_progress(number)

        encode = super().encode_passages
        return np.vstack([encode([text], told) for text in texts])


def test_a_stop_takes_effect_between_batches_of_encoding(engine: Engine) -> None:
    before, stop = current_folder(engine.data), threading.Event()
    engine.encoder = encoder = StoppedWhileEncoding(stop)
    lines = "".join(f"第{n}条 到{2020 + n}年，比重达到{n}%。\n\n" for n in range(1, 10))
    file = Received("长.txt", f"杭州市碳达峰方案\n\n{lines}".encode())
    with pytest.raises(StoppedError, match="文件库没有变动"):
        list(add_files(engine, [file], stop))
    assert len(encoder.encoded) == 2
    assert (current_folder(engine.data), names(engine), originals(engine)) == (before, [OLD], [])


def test_a_stop_takes_effect_between_files_that_are_read_again(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(engine, NEW)
    for module in ("ingest", "writing"):
        monkeypatch.setattr(f"embeddings.{module}.PARSER_VERSION", 999)
    before, read = current_folder(engine.data), []

    class Stopped(NoProgress):
        def reading(self, done: int, total: int, clauses: int) -> None:
            read.append((done, total))
            if len(read) == 2:
                raise StoppedError

    with pytest.raises(StoppedError):
        ingest(
            [tmp_path / "sources"],
            data=engine.data,
            encoder=engine.encoder,
            cache=tmp_path / "v.sqlite",
            progress=Stopped(),
        )
    assert read == [(1, 1), (1, 1)]
    assert (current_folder(engine.data), names(engine)) == (before, [OLD, NEW.name])


def test_who_leaves_stops_the_change(engine: Engine) -> None:
    stop = threading.Event()
    steps: Iterator[Told] = add_files(engine, [NEW], stop)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert stop.is_set()
    assert not [one for one in threading.enumerate() if one.name == "tanwen-ingest"]
    assert not list((engine.data / "uploads").glob(".new-*"))


def test_a_second_ingest_is_told_who_writes(engine: Engine) -> None:
    with lock_for_writing(engine.data), pytest.raises(SetupError, match=r"正在写.*进程 \d+"):
        add(engine, NEW)


def test_an_uploaded_file_is_removed_with_its_original(engine: Engine) -> None:
    add(engine, NEW)
    leaving = describe_leaving(engine.view, NEW.name)
    assert (leaving.titles, leaving.clauses) == (("杭州市碳达峰方案",), 1)
    assert "上传的原件也一并删除" in leaving.after
    *_, report = remove_file(engine, NEW.name, threading.Event())
    assert isinstance(report, IngestReport)
    assert (report.removed, names(engine), originals(engine)) == (1, [OLD], [])
    with pytest.raises(InputError, match="文件库里已没有这个文件"):
        describe_leaving(engine.view, NEW.name)


def test_a_later_ingest_keeps_uploads_and_brings_them_back_where_they_are_lost(
    engine: Engine, tmp_path: Path
) -> None:
    add(engine, NEW)
    again = dict(
        data=engine.data, encoder=engine.encoder, cache=tmp_path / "v.sqlite", progress=NoProgress()
    )
    kept = ingest([tmp_path / "sources"], **again)  # type: ignore[arg-type]
    assert [Path(one.path).name for one in kept.files] == [OLD]
    assert names(engine) == [OLD, NEW.name]
    folder = current_folder(engine.data)
    assert folder is not None
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    ingest([tmp_path / "sources"], **again)  # type: ignore[arg-type]
    assert names(engine) == [OLD, NEW.name]
    assert describe_leaving(engine.view, NEW.name).after == "上传的原件也一并删除。"
