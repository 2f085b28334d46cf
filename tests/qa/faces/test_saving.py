"""Packs written by the commands, over three shipped plans."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

import qa.faces.options
from qa.engine import Engine
from tests.conftest import Run

ASK = ("ask", "南充市2025年非化石能源消费比重目标是多少？")
CITE = ("cite", "非化石能源消费比重达41.5%")
COMPARE = ("compare", "非化石能源消费比重")
COMMANDS = pytest.mark.parametrize("command", [ASK, CITE, COMPARE], ids=["ask", "cite", "compare"])


@pytest.fixture
def at_plans(plans: Engine, run: Run) -> Run:
    """Runs a command over the plans."""
    return lambda *arguments: run(*arguments, "--data", str(plans.data))


@COMMANDS
@pytest.mark.parametrize("suffix", [".docx", ".MD"])
def test_a_file_beside_the_output(
    at_plans: Run, tmp_path: Path, command: tuple[str, ...], suffix: str
) -> None:
    path = tmp_path / f"依据{suffix}"
    done = at_plans(*command, "--json", "--out", str(path))
    assert (done.code, list(done.json) != []) == (0, True)
    assert f"已写入 {path}" in done.err
    content = path.read_bytes()
    if suffix == ".docx":
        text = "\n".join(one.text for one in docx.Document(BytesIO(content)).paragraphs)
    else:
        text = content.decode().replace("\\", "")
    assert "非化石能源消费比重达41.5%" in text
    assert "源文件：002_beb594719ad92a4d.txt" in text
    assert "SHA-256：2f218b4e52c56ee06937528317439afabdd713862cc81a192deefd3287af7e87" in text


@COMMANDS
def test_nothing_is_replaced_without_force(
    at_plans: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    path = tmp_path / "依据.md"
    path.write_text("旧", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(qa.engine, "make_encoder", None)
        patched.setattr("corpus.library.Library", None)
        done = at_plans(*command, "--out", str(path))
    assert (done.code, done.out) == (2, "")
    assert "文件已存在，没有改动；要替换请加 --force" in done.err
    assert path.read_text(encoding="utf-8") == "旧"
    assert at_plans(*command, "--out", str(path), "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("command", "kinds"),
    [(ASK, ".docx、.md"), (CITE, ".docx、.md"), (COMPARE, ".csv、.xlsx、.docx、.md")],
    ids=["ask", "cite", "compare"],
)
def test_an_unknown_kind_of_file(
    at_plans: Run, tmp_path: Path, command: tuple[str, ...], kinds: str
) -> None:
    done = at_plans(*command, "--out", str(tmp_path / "依据.pdf"))
    assert (done.code, done.out) == (2, "")
    assert f"不知道写成哪种文件，文件名请以 {kinds} 结尾" in done.err
    assert len(done.err.strip().splitlines()) == 1
