from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from qa.export.cells import csv_cell, plain_text
from qa.export.files import check_target, write_file


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    write_file(path, b"1", force=False)
    for refused in (
        lambda: check_target(path, (".csv",), force=False),
        lambda: write_file(path, b"2", force=False),
    ):
        with pytest.raises(InputError, match="文件已存在，没有改动；要替换请加 --force"):
            refused()
    assert path.read_bytes() == b"1"


def test_a_file_is_replaced_where_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "表.CSV"
    path.write_bytes(b"1")
    assert check_target(path, (".csv",), force=True) == ".csv"
    write_file(path, b"2", force=True)
    assert path.read_bytes() == b"2"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("表.pdf", "请以 .csv、.xlsx 结尾"),
        ("没有/表.csv", "文件夹 .* 不存在"),
        ("夹.csv", "这是文件夹"),
    ],
)
def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "夹.csv").mkdir()
    with pytest.raises(InputError, match=message):
        check_target(tmp_path / name, (".csv", ".xlsx"), force=True)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5", "'-5"),
        ("@cmd", "'@cmd"),
        ("  =1", "'  =1"),
        ("非化石=20%", "非化石=20%"),
        (2025, "2025"),
        (None, ""),
        ("第\x0b1条", "第1条"),
    ],
)
def test_no_cell_is_a_formula(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


def test_text_without_control_characters() -> None:
    assert plain_text("到2025年\x00\n下降") == "到2025年\n下降"
