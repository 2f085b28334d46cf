from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from corpus.library import Library
from qa.comparing.compare import compare
from qa.comparing.files import write_csv, write_xlsx
from qa.comparing.lines import HEADER
from qa.comparing.models import Comparison
from qa.comparing.spreadsheet import put_row


@pytest.fixture(scope="module")
def comparison(whole: Library) -> Comparison:
    return compare(whole, "非化石能源消费比重", ["克拉玛依市", "淄博市", "南充市", "国家"])


@pytest.fixture
def book(comparison: Comparison) -> Any:  # noqa: ANN401 - untyped library
    return openpyxl.load_workbook(BytesIO(write_xlsx(comparison)))


def test_csv_is_a_line_a_target(comparison: Comparison) -> None:
    content = write_csv(comparison)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(StringIO(content.decode("utf-8-sig")))
    assert header == list(HEADER)
    assert len(lines) == len(list(comparison.sources))
    line = next(line for line in lines if line[0] == "南充市" and line[3] == "2025")
    named = dict(zip(header, line, strict=True))
    assert named["数值"] + named["单位"] == "41.5%"
    assert named["发文字号"] == "南府发〔2024〕1号"
    assert named["条款"] == "二、主要目标"
    assert named["页码"] == "第3—4页"
    assert "非化石能源消费比重达41.5%" in named["引文"]


def test_the_matrix_of_a_workbook_leads_to_its_sources(book: Any, comparison: Comparison) -> None:  # noqa: ANN401
    assert book.sheetnames == ["对照表", "明细", "来源", "图"]
    sheet = book["对照表"]
    assert [cell.value for cell in sheet[1]] == ["地区", "2022年", "2025年", "2030年", "2060年"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "南充市")
    assert [cell.value for cell in row[1:]] == ["未提及", "41.5%[4]", "43.5%[5]", "未提及"]
    number = int(row[2].hyperlink.location.partition("!A")[2])
    source = [cell.value for cell in book["来源"][number]]
    assert source[0] == 4
    assert "南府发〔2024〕1号" in source[1]
    assert "非化石能源消费比重达41.5%" in source[2]
    assert source[2] in row[2].comment.text
    assert row[1].hyperlink is None


def test_a_workbook_has_the_long_form_and_a_native_chart(book: Any, comparison: Comparison) -> None:  # noqa: ANN401
    lines = list(book["明细"].iter_rows(values_only=True))
    assert lines[0] == HEADER
    assert len(lines) == 1 + len(list(comparison.sources))
    (chart,) = book["图"]._charts
    assert len(chart.series) == 4
    values = [row for row in book["图"].iter_rows(values_only=True) if row[0] == "南充市"]
    assert values[0][1:5] == (None, 41.5, 43.5, None)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.Workbook()
    put_row(book.active, 1, ["=1+1", "+5", "@x", 41.5, None, "第\x0b1条"])
    content = BytesIO()
    book.save(content)
    (row,) = openpyxl.load_workbook(content).active.iter_rows()
    assert [cell.value for cell in row] == ["=1+1", "+5", "@x", 41.5, None, "第1条"]
    assert "f" not in {cell.data_type for cell in row}
