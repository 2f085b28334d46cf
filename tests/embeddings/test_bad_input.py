"""What owners bring that cannot be read: a line with the file's name, and the rest goes on."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from corpus.errors import InputError
from corpus.library import Library
from corpus.sources import Candidate, SourceInput
from corpus.storage import open_folder
from embeddings.ingest import ingest
from embeddings.reports import IngestReport
from qa.faces.terminal import print_report
from tests.conftest import NoProgress
from tests.fakes import HashEncoder

PLAN_PDF = Path(__file__).parents[1] / "corpus" / "readers" / "files" / "plan.pdf"
PAGE = """<html><head><title>某市碳达峰方案</title><script>var secret = "脚本文字";</script></head>
<body onload="steal()"><h1>某市碳达峰方案</h1><p>到2025年，非化石能源消费比重达到20%。</p>
<img src=x onerror="alert(1)"><script>document.write("脚本文字")</script></body></html>"""


def run(folder: Path, *paths: Path) -> IngestReport:
    return ingest(
        list(paths) or [folder / "s"],
        data=folder / "data",
        encoder=HashEncoder(),
        cache=folder / "vectors.sqlite",
        progress=NoProgress(),
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "s").mkdir()
    good = tmp_path / "s" / "好.txt"
    good.write_text("某市碳达峰方案\n\n到2025年，比重达到20%。\n", encoding="utf-8")
    return tmp_path


def stored(folder: Path) -> str:
    library_folder, manifest = open_folder(folder / "data")
    library = Library(library_folder)
    texts = [chunk.text for chunk in library.chunks(range(manifest.chunks))]
    titles = [document.title or "" for document in library.documents.values()]
    library.close()
    return "\n".join(texts + titles)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(PLAN_PDF))
    writer.encrypt("密码", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"0" * (200 * 2**20))
    return stream.getvalue()


BAD = {
    "密.pdf": (locked_pdf, "密码"),
    "假.docx": (lambda: b"not a zip", "docx|DOCX"),
    "炸弹.docx": (zip_bomb, "过大|超过|压缩"),
    "空.txt": (lambda: b"", "空的"),
    "空.pdf": (lambda: b"", "空的"),
    "空.docx": (lambda: b"", "DOCX|docx"),
    "空.html": (lambda: b"", "文字"),
    "空.md": (lambda: b"", "文字"),
    "图.txt": (lambda: b"\x89PNG\r\n\x1a\n\x00\x01\xff", "中文编码"),
    "只有脚本.html": (lambda: b"<script>alert(1)</script>", "文字"),
    "旧.doc": (lambda: b"\xd0\xcf\x11\xe0", "另存为 .docx"),
    "表.xlsx": (lambda: b"PK", "不支持"),
}


@pytest.mark.parametrize("name", BAD, ids=list(BAD))
def test_a_bad_file_is_named_and_the_rest_goes_on(place: Path, name: str) -> None:
    content, reason = BAD[name]
    (place / "s" / name).write_bytes(content())
    report = run(place)
    assert (report.documents, len(report.files)) == (1, 1)
    (skipped,) = report.skipped
    assert Path(skipped.path).name == name
    assert name in skipped.reason
    assert "\n" not in skipped.reason
    assert any(word in skipped.reason for word in reason.split("|")), skipped.reason


def test_scripts_are_never_shown(place: Path) -> None:
    (place / "s" / "页.html").write_text(PAGE, encoding="utf-8")
    report = run(place)
    assert (report.documents, report.skipped) == (2, ())
    text = stored(place)
    assert "非化石能源消费比重达到20%。" in text
    assert "脚本文字" not in text
    assert "alert" not in text


def test_a_file_of_200_megabytes_is_refused_unread(place: Path) -> None:
    with (place / "s" / "大.txt").open("wb") as big:
        big.truncate(200 * 2**20)
    (skipped,) = run(place).skipped
    assert "200 MB" in skipped.reason
    assert "拆分" in skipped.reason


def test_a_file_that_vanishes_while_it_is_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "s" / "丢.txt").write_text("碳达峰。", encoding="utf-8")
    read: Callable[[Candidate], SourceInput] = Candidate.read

    def vanish(candidate: Candidate) -> SourceInput:
        if candidate.name == "丢.txt":
            candidate.path.unlink()
        return read(candidate)

    monkeypatch.setattr(Candidate, "read", vanish)
    report = run(place)
    assert report.documents == 1
    assert [Path(one.path).name for one in report.skipped] == ["丢.txt"]
    assert "读不出文件" in report.skipped[0].reason


def test_links_out_of_the_folder_are_not_followed(place: Path) -> None:
    outside = place / "外"
    outside.mkdir()
    (outside / "密.txt").write_text("外面的秘密。", encoding="utf-8")
    (place / "s" / "链接.txt").symlink_to(outside / "密.txt")
    (place / "s" / "文件夹").symlink_to(outside)
    (place / "s" / "断.txt").symlink_to(place / "s" / "无.txt")
    (place / "s" / "里面.txt").symlink_to(place / "s" / "好.txt")
    report = run(place)
    assert "秘密" not in stored(place)
    reasons = {Path(one.path).name: one.reason for one in report.skipped}
    assert set(reasons) == {"链接.txt", "断.txt"}
    assert "之外的链接" in reasons["链接.txt"]
    assert "失效的链接" in reasons["断.txt"]


NAMES = [
    '带"引号"的.txt',
    "it's.txt",
    "换\n行.txt",
    "[red]标记[red].txt",
    "; DROP TABLE.txt",
    "-k.txt",
]


@pytest.mark.parametrize(
    "name", NAMES, ids=["quotes", "a quote", "a line break", "markup", "SQL", "a dash"]
)
def test_odd_names(place: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    (place / "s" / name).write_text("某市方案\n\n加强组织领导。\n", encoding="utf-8")
    report = run(place)
    assert report.documents == 2
    assert name in {entry.name for entry in open_folder(place / "data")[1].sources}
    print_report(report, Console(soft_wrap=True))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert name.replace("\n", "␤") in "".join(lines)


def test_a_name_that_is_no_text(place: Path) -> None:
    path = os.fsencode(place / "s") + b"/\xff\xfe.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write("碳达峰。".encode())
    (skipped,) = run(place).skipped
    assert "文件名不是 UTF-8" in skipped.reason


def test_what_is_no_file_is_refused(place: Path) -> None:
    os.mkfifo(place / "s" / "管道.txt")
    (skipped,) = run(place).skipped
    assert "不是普通文件" in skipped.reason
    with pytest.raises(InputError, match="不是普通文件"):
        run(place, place / "s" / "管道.txt")


def test_hidden_files_and_what_office_leaves_are_passed_over(place: Path) -> None:
    document = docx.Document()
    document.add_paragraph("加强组织领导。")
    for name in ("~$方案.docx", ".方案.docx", "方案.docx"):
        document.save(str(place / "s" / name))
    (place / "s" / ".git").mkdir()
    (place / "s" / ".git" / "说明.txt").write_text("碳达峰。", encoding="utf-8")
    report = run(place)
    assert (report.documents, report.skipped) == (2, ())


def test_each_kind_of_file_is_read(place: Path) -> None:
    document = docx.Document()
    document.add_heading("某市碳达峰方案", 0)
    document.add_paragraph("到2025年，文字文档比重达到21%。")
    document.save(str(place / "s" / "文档.docx"))
    plain = "到2025年，文本比重达到22%。"
    (place / "s" / "国标.txt").write_bytes(plain.encode("gb18030"))
    (place / "s" / "宽.txt").write_bytes(plain.replace("22", "23").encode("utf-16"))
    (place / "s" / "标记.md").write_text(
        "# 某市方案\n\n到2025年，比重达到24%。\n", encoding="utf-8"
    )
    (place / "s" / "页.html").write_text(PAGE.replace("20%", "25%"), encoding="utf-8")
    (place / "s" / "计划.pdf").write_bytes(PLAN_PDF.read_bytes())
    report = run(place)
    assert (len(report.files), report.skipped) == (7, ())
    text = stored(place)
    assert all(f"{share}%" in text for share in range(20, 26))
    assert "示例市" in text
