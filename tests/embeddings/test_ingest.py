from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from corpus.errors import InputError, SetupError
from corpus.library import Library
from corpus.storage import DATABASE, VECTORS, current_folder, open_folder
from embeddings.index import FaissFlatIndex
from embeddings.ingest import ingest
from embeddings.reports import FileState, IngestReport
from tests.fakes import HashEncoder

PLAN = "某市碳达峰方案\n\n二、主要目标\n\n到2025年，非化石能源消费比重达到{share}%。\n\n三、保障措施\n\n加强组织领导。\n"
ROOT = Path(__file__).resolve().parents[2]


class Silent:
    """Takes the progress of an ingest and keeps it."""

    def __init__(self) -> None:
        self.read: list[tuple[int, int, int]] = []
        self.embedded: list[tuple[int, int]] = []

    def reading(self, done: int, total: int, clauses: int) -> None:
        self.read.append((done, total, clauses))

    def embedding(self, done: int, total: int) -> None:
        self.embedded.append((done, total))


class Place:
    """A data folder, a folder of sources, and an encoder that counts."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.sources = folder / "sources"
        self.cache = folder / "vectors.sqlite"
        self.encoder = HashEncoder()
        self.progress = Silent()
        self.sources.mkdir()

    def write(self, name: str, share: str = "20") -> Path:
        path = self.sources / name
        path.write_text(PLAN.format(share=share), encoding="utf-8")
        return path

    def ingest(self, *paths: Path, remove: tuple[str, ...] = ()) -> IngestReport:
        return ingest(
            paths,
            data=self.data,
            encoder=self.encoder,
            cache=self.cache,
            progress=self.progress,
            remove=remove,
        )

    def texts(self) -> list[str]:
        folder, manifest = open_folder(self.data)
        library = Library(folder)
        texts = [chunk.text for chunk in library.chunks(range(manifest.chunks))]
        library.close()
        return texts


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_library_knows_when_it_was_made(place: Place) -> None:
    before = datetime.now().astimezone().replace(microsecond=0)
    place.ingest(place.write("甲.txt"))
    folder, manifest = open_folder(place.data)
    assert manifest.created is not None
    assert before <= manifest.created <= datetime.now().astimezone()
    place.ingest(place.sources)
    assert open_folder(place.data) == (folder, manifest)


def test_a_library_made_before_its_time_was_written_down_is_read(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    folder, manifest = open_folder(place.data)
    older = manifest.model_dump_json(exclude={"created"})
    (folder / "manifest.json").write_text(older, encoding="utf-8")
    assert open_folder(place.data)[1] == manifest.model_copy(update={"created": None})


def test_a_file_becomes_documents_chunks_and_vectors(place: Place) -> None:
    report = place.ingest(place.write("甲.txt"))
    assert (report.documents, report.chunks, report.embedded, report.reused) == (1, 3, 3, 0)
    folder, manifest = open_folder(place.data)
    assert len(FaissFlatIndex.load(folder / VECTORS)) == manifest.chunks == 3
    library = Library(folder)
    (document,) = library.documents.values()
    assert (document.source_file, document.clauses, document.page_start) == ("甲.txt", 3, None)
    target = library.chunks([1])[0]
    assert target.path == ("二、主要目标",)
    assert (target.text, target.line_start) == ("到2025年，非化石能源消费比重达到20%。", 5)
    assert library.search_words(["组织"], 5)[0][0] == 2
    assert place.progress.read == [(1, 1, 3)]
    assert place.progress.embedded[-1] == (3, 3)


def test_title_and_path_are_embedded_with_the_text(place: Place) -> None:
    path = place.write("甲.txt")
    path.with_suffix(".toml").write_text('title = "某市方案"', encoding="utf-8")
    place.ingest(path)
    assert "某市方案 二、主要目标\n到2025年，非化石能源消费比重达到20%。" in place.encoder.encoded


def test_nothing_new_writes_nothing(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    before = current_folder(place.data)
    report = place.ingest(place.sources)
    assert (report.embedded, report.reused) == (0, 3)
    assert current_folder(place.data) == before
    assert len(place.encoder.encoded) == 3


def test_only_what_is_new_is_embedded(place: Place) -> None:
    place.ingest(place.write("甲.txt"), place.write("乙.txt", share="41.5"))
    place.encoder.encoded.clear()
    report = place.ingest(place.write("乙.txt", share="43.5"))
    assert (report.documents, report.chunks, report.embedded) == (2, 6, 1)
    assert [text[-24:] for text in place.encoder.encoded] == [
        "到2025年，非化石能源消费比重达到43.5%。"
    ]
    assert "41.5" not in "".join(place.texts())


def test_another_model_embeds_everything_again(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    place.encoder = HashEncoder(name="another", dimension=32)
    report = place.ingest(place.sources)
    assert report.embedded == 3
    assert open_folder(place.data)[1].encoder == "another"


def test_what_is_in_the_library_stays_when_a_file_is_added(place: Place) -> None:
    first = place.write("甲.txt")
    place.ingest(first)
    first.unlink()
    report = place.ingest(place.write("乙.txt", share="6"))
    assert (report.documents, report.chunks) == (2, 6)


@pytest.mark.parametrize("by_id", [True, False], ids=["document id", "file name"])
def test_removing(place: Place, by_id: bool) -> None:
    place.ingest(place.write("甲.txt"), place.write("乙.txt", share="6"))
    folder, _ = open_folder(place.data)
    ids = {d.source_file: d.document_id for d in Library(folder).documents.values()}
    report = place.ingest(remove=(ids["乙.txt"] if by_id else "乙.txt",))
    assert (report.documents, report.removed) == (1, 1)
    assert "达到6%" not in "".join(place.texts())


def test_removing_what_is_not_there(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    with pytest.raises(InputError, match="没有 丙"):
        place.ingest(remove=("丙",))


def test_a_bad_file_is_skipped_and_the_rest_goes_on(place: Place) -> None:
    bad = place.sources / "坏.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    report = place.ingest(bad, place.write("甲.txt"))
    assert report.documents == 1
    assert [(Path(s.path).name, "UTF-8" in s.reason) for s in report.skipped] == [("坏.txt", True)]


def test_only_bad_files_leave_the_library_as_it_was(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    before = current_folder(place.data)
    bad = place.sources / "坏.txt"
    bad.write_bytes(b"\xff\xff")
    with pytest.raises(InputError, match="UTF-8"):
        place.ingest(bad)
    assert current_folder(place.data) == before


def test_a_changed_file_that_cannot_be_read_keeps_its_old_text(place: Place) -> None:
    path = place.write("甲.txt")
    place.ingest(path, place.write("乙.txt", share="6"))
    path.write_bytes(b"\xff")
    report = place.ingest(place.sources)
    assert (report.documents, len(report.skipped)) == (2, 1)


def test_a_file_of_the_same_name_from_elsewhere_is_refused(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    other = place.sources / "市"
    other.mkdir()
    (other / "甲.txt").write_text(PLAN.format(share="99"), encoding="utf-8")
    with pytest.raises(InputError, match="同名"):
        place.ingest(other / "甲.txt")


def test_no_disk_space(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(place.sources)._replace(free=10 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(SetupError, match=r"磁盘空间不足.*10 MB"):
        place.ingest(place.write("甲.txt"))


def test_a_disk_that_fills_up_leaves_the_library_as_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ingest(place.write("甲.txt"))
    before = place.texts()

    def full(self: FaissFlatIndex, path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FaissFlatIndex, "save", full)
    with pytest.raises(SetupError, match="磁盘已满"):
        place.ingest(place.write("乙.txt"))
    assert place.texts() == before


def test_two_at_once(place: Place) -> None:
    from corpus.storage import writing

    path = place.write("甲.txt")
    holder = rf"另一个.*（进程 {os.getpid()}，\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}} 开始）"
    with writing(place.data), pytest.raises(SetupError, match=holder):
        place.ingest(path)
    assert place.ingest(path).documents == 1


KILLED = """
import sys, time
from pathlib import Path
from embeddings.ingest import ingest
from tests.embeddings.test_ingest import Silent
from tests.fakes import HashEncoder

class Slow(HashEncoder):
    def encode_passages(self, texts, on_progress=None):
        print("encoding", flush=True)
        time.sleep(60)

ingest([Path(sys.argv[1])], data=Path(sys.argv[2]), encoder=Slow(), cache=Path(sys.argv[3]),
       progress=Silent())
"""


def test_a_killed_ingest_leaves_the_old_library_in_use(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    before, texts = current_folder(place.data), place.texts()
    path = place.write("乙.txt", share="6")
    arguments = [sys.executable, "-c", KILLED, str(path), str(place.data), str(place.cache)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "encoding\n"
        process.send_signal(signal.SIGKILL)
    assert len(list((place.data / "libraries").iterdir())) == 2
    assert (current_folder(place.data), place.texts()) == (before, texts)
    assert place.ingest(path).documents == 2
    assert "达到6%" in "".join(place.texts())


@pytest.mark.parametrize("moment", range(0, 12), ids=lambda moment: f"after {moment * 60} ms")
def test_killed_at_any_moment(place: Place, moment: int) -> None:
    place.ingest(place.write("甲.txt"))
    before = place.texts()
    path = place.write("乙.txt", share="6")
    code = KILLED.replace("time.sleep(60)", "return super().encode_passages(texts, on_progress)")
    code = code.replace('print("encoding", flush=True)', "pass")
    code = code.replace("ingest([Path", 'print("ready", flush=True)\ningest([Path')
    arguments = [sys.executable, "-c", code, str(path), str(place.data), str(place.cache)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment * 0.06)
        process.send_signal(signal.SIGKILL)
    assert len(place.texts()) in (len(before), 2 * len(before))
    assert place.ingest(path).documents == 2


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / DATABASE).write_bytes(b"half"), "损坏"),
        (lambda folder: (folder / VECTORS).unlink(), "损坏"),
        (lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"), "清单"),
        (lambda folder: (folder / "manifest.json").unlink(), "不完整"),
        (lambda folder: shutil.rmtree(folder), "不完整"),
        (lambda folder: (folder.parent.parent / "CURRENT").unlink(), "还没有文件库"),
    ],
    ids=[
        "half a database",
        "no vectors",
        "half a manifest",
        "no manifest",
        "no folder",
        "no pointer",
    ],
)
def test_a_damaged_library_is_told_and_made_again(
    place: Place, damage: object, message: str
) -> None:
    place.ingest(place.write("甲.txt"))
    folder = current_folder(place.data)
    assert callable(damage)
    damage(folder)
    with pytest.raises(SetupError, match=f"{message}.*tanwen ingest"):
        open_folder(place.data)
    assert place.ingest(place.sources).documents == 1
    assert len(place.texts()) == 3


def test_what_a_damaged_library_held_is_named(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    folder = current_folder(place.data)
    assert folder is not None
    (folder / DATABASE).write_bytes(b"half")
    report = place.ingest(place.write("乙.txt"))
    assert [(Path(s.path).name, "重新加入" in s.reason) for s in report.skipped] == [
        ("甲.txt", True)
    ]


def test_the_source_is_kept_as_it_was_read(place: Place) -> None:
    path = place.write("甲.txt")
    place.ingest(path)
    place.ingest(place.write("乙.txt"))
    folder, _ = open_folder(place.data)
    assert Library(folder).source("甲.txt") == (path.read_bytes(), None)


def test_targets_of_a_kept_source_move_with_its_chunks(place: Place) -> None:
    place.ingest(place.write("甲.txt"))
    before = Library(open_folder(place.data)[0]).targets()
    place.ingest(place.write("乙.txt", share="6"))
    library = Library(open_folder(place.data)[0])
    kept = [one for one in library.targets() if one.document_id == before[0].document_id]
    assert [one.sentence for one in kept] == [one.sentence for one in before]
    assert [one.chunk_id for one in kept] == [one.chunk_id for one in before]


def test_a_new_parser_reads_the_kept_sources_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.write("甲.txt")
    place.ingest(path)
    path.unlink()
    monkeypatch.setattr("embeddings.ingest.PARSER_VERSION", 999)
    monkeypatch.setattr("embeddings.writing.PARSER_VERSION", 999)
    report = place.ingest(place.write("乙.txt", share="6"))
    assert report.documents == 2
    assert open_folder(place.data)[1].parser_version == 999


def test_each_file_is_reported(place: Place) -> None:
    first, second = place.write("甲.txt"), place.write("乙.txt", share="6")
    second.write_text(second.read_text(encoding="utf-8") + "碳\ufffd峰。\n", encoding="utf-8")
    report = place.ingest(first, second)
    states = [(Path(f.path).name, f.state, f.documents, f.clauses) for f in report.files]
    assert states == [("甲.txt", FileState.ADDED, 1, 3), ("乙.txt", FileState.ADDED, 1, 3)]
    assert [remark.line for file in report.files for remark in file.remarks] == [10]
    place.write("甲.txt", share="30")
    report = place.ingest(first, second)
    assert [file.state for file in report.files] == [FileState.CHANGED, FileState.KEPT]


def test_a_file_gone_from_its_folder_leaves_no_trace(place: Place) -> None:
    first = place.write("甲.txt")
    place.write("乙.txt", share="6")
    place.ingest(place.sources)
    first.unlink()
    report = place.ingest(place.sources)
    assert (report.documents, report.removed) == (1, 1)
    assert "达到20%" not in "".join(place.texts())


def test_a_file_gone_from_its_folder_may_be_removed_by_name_too(place: Place) -> None:
    first = place.write("甲.txt")
    place.write("乙.txt", share="6")
    place.ingest(place.sources)
    first.unlink()
    report = place.ingest(place.sources, remove=("甲.txt",))
    assert (report.documents, report.removed) == (1, 1)


def test_a_renamed_file_leaves_no_trace(place: Place) -> None:
    place.write("甲.txt").rename(place.sources / "旧.txt")
    place.ingest(place.sources)
    (place.sources / "旧.txt").rename(place.sources / "新.txt")
    report = place.ingest(place.sources)
    assert (report.documents, report.removed, report.embedded) == (1, 1, 0)
    folder, manifest = open_folder(place.data)
    assert [entry.name for entry in manifest.sources] == ["新.txt"]
    assert {d.source_file for d in Library(folder).documents.values()} == {"新.txt"}


def test_a_file_that_is_known_by_another_path_is_not_taken_twice(place: Place) -> None:
    (place.sources / "市").mkdir()
    path = place.write("市/甲.txt")
    place.ingest(path)
    report = place.ingest(place.sources)
    assert report.documents == 1
    assert [entry.name for entry in open_folder(place.data)[1].sources] == ["市/甲.txt"]


def test_an_empty_folder_that_held_files(place: Place) -> None:
    path = place.write("甲.txt")
    place.ingest(place.sources)
    path.unlink()
    report = place.ingest(place.sources)
    assert (report.documents, report.chunks, report.removed) == (0, 0, 1)


def test_a_failed_ingest_leaves_no_folder_behind(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ingest(place.write("甲.txt"))

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FaissFlatIndex, "save", fail)
    with pytest.raises(KeyboardInterrupt):
        place.ingest(place.write("乙.txt"))
    assert list((place.data / "libraries").iterdir()) == [current_folder(place.data)]


def test_the_same_text_in_two_files(place: Place) -> None:
    long = PLAN.format(share="20") + "推动能源绿色低碳转型，大力发展非化石能源。" * 20
    copy = "某市人民政府办公室印发\n\n" + long
    (place.sources / "甲.txt").write_text(long, encoding="utf-8")
    (place.sources / "乙.txt").write_text(copy, encoding="utf-8")
    place.write("丙.txt", share="6")
    place.ingest(place.sources)
    folder, _ = open_folder(place.data)
    library = Library(folder)
    named = {d.source_file: d for d in library.documents.values()}
    assert named["甲.txt"].duplicate_of == named["乙.txt"].document_id
    assert named["乙.txt"].duplicate_of is None
    assert named["丙.txt"].duplicate_of is None
    _, *chunks = library.chunks(library.positions([named["甲.txt"].document_id]))
    twins = [library.chunks([library.twins[chunk.position]])[0] for chunk in chunks]
    assert [twin.text for twin in twins] == [chunk.text for chunk in chunks]
    assert {twin.document_id for twin in twins} == {named["乙.txt"].document_id}
