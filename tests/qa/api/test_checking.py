"""Drafts over HTTP: as text, and uploaded."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from fastapi.testclient import TestClient

from qa.api.schemas import ReportValue
from qa.api.uploads import clean_name
from qa.settings import Settings

CHECK = "/api/v1/check"
FILE = f"{CHECK}/file"
TEXT = "“到2025年，南充市非化石能源消费比重达到41.5%”。到2030年，南充市非化石能源消费比重达到48%。"


def a_docx(text: str) -> bytes:
    """A Word document of one paragraph."""
    document = docx.Document()
    document.add_paragraph(text)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def verdicts(value: object) -> list[str]:
    return [claim.verdict_name for claim in ReportValue.model_validate(value).claims]


def test_a_text(client: TestClient) -> None:
    told = client.post(CHECK, json={"text": TEXT, "region": "南充市"})
    assert verdicts(told.json()) == ["引文一致", "数据不符"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("稿.txt", TEXT.encode(), "稿.txt"),
        ("稿", TEXT.encode("gb18030"), "稿.txt"),
        ("稿.md", TEXT.encode(), "稿.md"),
        ("稿.docx", a_docx(TEXT), "稿.docx"),
        ("../../../tmp/稿.docx", a_docx(TEXT), "稿.docx"),
        (r"C:\\Windows\\稿.txt", TEXT.encode(), "稿.txt"),
    ],
    ids=["txt", "no ending", "md", "docx", "path", "windows path"],
)
def test_a_file(client: TestClient, name: str, content: bytes, shown: str) -> None:
    told = client.post(FILE, files={"file": (name, content)}, data={"region": "南充市"})
    assert verdicts(told.json()) == ["引文一致", "数据不符"]
    assert told.json()["draft"] == shown


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("稿.docx", TEXT.encode(), 415, "内容与名称的类型不符"),
        ("稿.txt", a_docx(TEXT), 415, "内容与名称的类型不符"),
        ("稿.txt", b"%PDF-1.7\n", 415, "请核对它的 Word 原稿"),
        ("稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415, "请用 Word 或 WPS 另存为 .docx"),
        ("run.sh.exe", b"MZ\x90\x00\x03\x00\x00\x00", 415, "内容与名称的类型不符"),
        ("稿.txt", b"\x7fELF\x02\x01\x01\x00\x00", 422, "稿.txt"),
        ("稿.docx", b"PK\x03\x04broken", 422, "稿.docx"),
        ("稿.txt", b"", 422, "稿.txt"),
    ],
    ids=["text as docx", "docx as txt", "pdf", "doc", "program", "elf", "broken", "empty"],
)
def test_other_files_are_refused(
    client: TestClient, name: str, content: bytes, status: int, said: str
) -> None:
    told = client.post(FILE, files={"file": (name, content)})
    assert told.status_code == status
    assert said in told.json()["detail"]


def test_one_file_at_a_time(client: TestClient) -> None:
    two = [("file", ("a.txt", TEXT.encode())), ("file", ("b.txt", TEXT.encode()))]
    told = client.post(FILE, files=two)
    assert (told.status_code, told.json()["title"]) == (400, "请求有误")


def test_a_file_that_is_too_large(client: TestClient) -> None:
    content = b"a" * ((Settings().drafts.megabytes + 1) * 2**20)
    told = client.post(FILE, files={"file": ("a.txt", content)})
    assert (told.status_code, told.json()["status"]) == (413, 413)


def test_a_text_that_is_too_long(client: TestClient) -> None:
    told = client.post(CHECK, json={"text": "碳达峰。" * 60_000})
    assert told.status_code == 422
    assert "超过上限 200,000 字" in told.json()["detail"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [("", "稿件"), ("..", "稿件"), ("a/../b.txt", "b.txt"), ("a\n\x1b[1m.txt", "a[1m.txt")],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert clean_name(given) == shown
    assert len(clean_name("很" * 500 + ".docx")) < 200
