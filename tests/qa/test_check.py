"""The command ``check``: what it prints and writes, with a checker that the test makes."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType

import docx
import pytest

from tests.conftest import Done, Run
from tests.qa.drafts.reports import MISQUOTED, FakeChecker

TEXT = "碳达峰汇报\n\n全市发力。比重达40%左右。\n\n到2030年达到43.5%。\n"


@pytest.fixture(autouse=True)
def checker(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("qa.drafts.checking")
    vars(module)["DraftChecker"] = FakeChecker
    monkeypatch.setitem(sys.modules, "qa.drafts.checking", module)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "稿件.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def refusal(done: Done) -> str:
    assert (done.code, done.out) == (2, "")
    (line,) = (line for line in done.err.splitlines() if line.startswith("错误："))
    return line


def test_in_the_terminal(run: Run, draft: Path) -> None:
    done = run("check", str(draft), "--region", "克拉玛依市")
    place = "《南充市碳达峰实施方案》（南府发〔2024〕1号） 二、主要目标，第3—4页，源文件第88—109行"
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "【引文有出入】第 3 句（第 3 行）",
            "  比重达40%左右。",
            f"  {MISQUOTED['detail']}",
            "  对照：非化石能源消费比重达[-40%-]{+41.5%+}[-左右-]，为实现碳达峰奠定基础。",
            "  原文：“非化石能源消费比重达41.5%，为实现碳达峰奠定基础。”",
            f"  [1] {place}",
            "",
            "【转述有据】第 4 句（第 5 行）",
            "  到2030年达到43.5%。",
            "  稿件地区：克拉玛依市",
            f"  [2] {place}；注意：库中此文只有摘要",
            "      “到2030年，非化石能源消费比重达到43.5%”",
            "",
            "共 4 句：引文有出入 1，转述有据 1，无需核对 2；用时 1.2 秒",
        ],
    )
    assert "核对" in done.err


def test_as_json(run: Run, draft: Path) -> None:
    value = run("check", str(draft), "--json").json
    assert (value["draft"], [one["line"] for one in value["claims"]]) == ("稿件.txt", [1, 3, 3, 5])
    assert value["claims"][3]["detail"] == "稿件地区：未说明"


def test_the_files_that_are_written(run: Run, draft: Path, tmp_path: Path) -> None:
    for name in ("a.html", "a.docx", "a.JSON"):
        done = run("check", str(draft), "--out", str(tmp_path / name))
        assert done.code == 0
        assert done.out.splitlines()[-1] == f"已写入 {tmp_path / name}"
        assert "共 4 句" in done.out
    assert "引文有出入" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert len(list(docx.Document(str(tmp_path / "a.docx")).comments)) == 2
    both = run("check", str(draft), "--json", "--out", str(tmp_path / "b.json"))
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == both.out


def test_a_docx_comes_back_with_its_own_look(run: Run, tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("比重达40%左右。", style="Quote")
    path = tmp_path / "稿件.docx"
    source.save(str(path))
    before = path.read_bytes()
    assert run("check", str(path), "--out", str(tmp_path / "核对.docx")).code == 0
    made = docx.Document(BytesIO((tmp_path / "核对.docx").read_bytes()))
    assert made.paragraphs[0].style is not None
    assert (made.paragraphs[0].text, made.paragraphs[0].style.name) == ("比重达40%左右。", "Quote")
    assert path.read_bytes() == before


def test_nothing_is_overwritten(run: Run, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    out.write_text("旧", encoding="utf-8")
    assert "已存在" in refusal(run("check", str(draft), "--out", str(out)))
    assert out.read_text(encoding="utf-8") == "旧"
    assert run("check", str(draft), "--out", str(out), "--force").code == 0
    assert "引文有出入" in out.read_text(encoding="utf-8")


def test_the_draft_itself_is_never_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "稿件.docx"
    source = docx.Document()
    source.add_paragraph("比重达40%左右。")
    source.save(str(path))
    before = path.read_bytes()
    link = tmp_path / "别名.docx"
    link.symlink_to(path)
    for out in (path, link):
        for force in ([], ["--force"]):
            assert "就是稿件本身" in refusal(run("check", str(path), "--out", str(out), *force))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.pdf", ".html"), ("a", ".html"), ("无此夹/a.html", "不存在"), ("夹.html", "文件夹")],
)
def test_outputs_that_cannot_be_written(
    run: Run, draft: Path, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "夹.html").mkdir()
    assert message in refusal(run("check", str(draft), "--out", str(tmp_path / name)))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("稿.pdf", b"%PDF", "只核对 .txt"),
        ("稿.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "加了密码的 Office 文件"),
        ("稿.docx", b"PK\x03\x04", "文件不完整"),
        ("稿.txt", b"", "空的"),
        ("稿.txt", "——\n".encode(), "没有可核对的句子"),
        ("稿.txt", ("比重达41.5%。\n" * 140_000).encode(), "超过上限 200,000 字"),
    ],
    ids=["PDF", "encrypted", "broken", "empty", "no word", "two megabytes"],
)
def test_drafts_that_cannot_be_checked(
    run: Run, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    out = tmp_path / "核对.html"
    assert message in refusal(run("check", str(path), "--out", str(out)))
    assert not out.exists()


def test_limits_are_settings(run: Run, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    settings = tmp_path / "data" / "tanwen.toml"
    settings.write_text("[drafts]\ncharacters = 100\n", encoding="utf-8")
    draft.write_text(TEXT * 10, encoding="utf-8")
    assert "超过上限 100 字" in refusal(run("check", str(draft)))


def test_a_draft_with_nothing_to_check(run: Run, draft: Path) -> None:
    draft.write_text("全市发力。\n", encoding="utf-8")
    done = run("check", str(draft))
    assert done.out.splitlines() == ["没有可核对的句子（共 1 句：无需核对 1）；用时 1.2 秒"]


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert "没有这个文件" in refusal(run("check", str(tmp_path / "无.docx")))
