"""Which uploaded files are taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from pypdf import PdfWriter

from corpus.errors import InputError
from corpus.readers.table import read_source
from qa.curating.receiving import receive
from qa.settings import ServerSettings

SETTINGS = ServerSettings(upload_megabytes=1, upload_files=3)
PLAN = "某市碳达峰方案\n\n到2025年，非化石能源消费比重达到20%。\n".encode()
WORD = "word/document.xml"


def word() -> bytes:
    document, file = docx.Document(), BytesIO()
    document.add_paragraph("到2025年，非化石能源消费比重达到20%。")
    document.save(file)
    return file.getvalue()


def bomb() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(WORD, bytes(200 * 2**20))
    return file.getvalue()


def locked() -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("密码", algorithm="AES-256")
    writer.write(file)
    return file.getvalue()


def give(folder: Path, *files: tuple[str, bytes]) -> list[Path]:
    paths = [folder / name for name, _ in files]
    for path, (_, content) in zip(paths, files, strict=True):
        path.write_bytes(content)
    return paths


@pytest.mark.parametrize(
    ("given", "content", "name"),
    [
        ("方案（试行）.txt", PLAN, "方案（试行）.txt"),
        ("方案.docx", word(), "方案.docx"),
        ("方案", PLAN, "方案.txt"),
        ("方案", word(), "方案.docx"),
        ("通知.HTML", b"<!DOCTYPE html><p>\xe7\xa2\xb3</p>", "通知.HTML"),
        ("通知.txt", "碳达峰方案，双碳政策。".encode("gb18030"), "通知.txt"),
        ("..\\..\\x.txt", PLAN, "x.txt"),
        (".x.txt", PLAN, "x.txt"),
    ],
)
def test_a_file_is_called_by_the_last_part_of_its_name(
    tmp_path: Path, given: str, content: bytes, name: str
) -> None:
    batch = receive(give(tmp_path, (given, content)), SETTINGS)
    assert [(one.name, one.content) for one in batch.received] == [(name, content)]
    assert read_source(content, name).lines


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("空.txt", b"", "文件是空的"),
        ("大.txt", b"a" * (2**20 + 1), "超过上限 1 MB"),
        ("方案.pdf", word(), "内容是 .docx 文件，与扩展名 .pdf 不符"),
        ("方案.txt", b"%PDF-1.7\n", "内容是 .pdf 文件，与扩展名 .txt 不符"),
        ("方案.txt", b"\n<html><p>x</p>", "内容是 .html 文件"),
        ("方案.doc", b"\xd0\xcf\x11\xe0", "请另存为 .docx 再加"),
        ("方案.docx", b"\xd0\xcf\x11\xe0", "请另存为 .docx 再加"),
        ("方案.rtf", b"{\\rtf1", "请另存为 .docx 再加"),
        ("方案.exe", b"MZ\x90", "只读取 txt、md、html、docx、pdf 文件"),
    ],
)
def test_what_is_not_read_is_refused_at_once(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    batch = receive(give(tmp_path, (name, content)), SETTINGS)
    assert batch.received == ()
    (refused,) = batch.refused
    assert refused.path == name
    assert refused.reason.startswith(f"{name}：")
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("程序.pdf", b"MZ\x90\x00" + bytes(99), "这不是 PDF 文件"),
        ("程序.txt", b"MZ\x90\x00" + bytes(99), "不是可识别的中文编码"),
        ("程序.docx", b"MZ\x90\x00" + bytes(99), "这不是 .docx 文件"),
        ("炸弹.docx", bomb(), "可能是恶意的压缩包，没有打开"),
        ("密.pdf", locked(), "PDF 有打开密码"),
    ],
)
def test_the_readers_refuse_what_its_content_does_not_tell(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (one,) = receive(give(tmp_path, (name, content)), SETTINGS).received
    with pytest.raises(InputError, match=reason):
        read_source(one.content, one.name)


def test_one_bad_file_does_not_touch_the_others(tmp_path: Path) -> None:
    batch = receive(give(tmp_path, ("甲.txt", PLAN), ("乙.txt", b"")), SETTINGS)
    assert [one.name for one in batch.received] == ["甲.txt"]
    assert [one.path for one in batch.refused] == ["乙.txt"]


def test_of_two_files_of_a_name_the_first_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "另"
    folder.mkdir()
    paths = [*give(tmp_path, ("甲.txt", PLAN)), *give(folder, ("甲.txt", b"x"))]
    batch = receive(paths, SETTINGS)
    assert [one.content for one in batch.received] == [PLAN]
    assert "两个同名的文件" in batch.refused[0].reason


@pytest.mark.parametrize(("count", "reason"), [(0, "还没有选择文件"), (4, "一次最多加入 3 个文件")])
def test_none_and_too_many_are_refused(tmp_path: Path, count: int, reason: str) -> None:
    files = [(f"{number}.txt", PLAN) for number in range(count)]
    with pytest.raises(InputError, match=reason):
        receive(give(tmp_path, *files), SETTINGS)
