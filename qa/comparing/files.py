"""A comparison as a file: CSV, XLSX or DOCX, by the ending of its name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from io import StringIO

from qa.citations import caveats, name_clause
from qa.comparing.lines import HEADER, long_lines, matrix_lines, one_line
from qa.comparing.models import Comparison
from qa.export.cells import csv_cell

BROAD = 6
"""Columns of a matrix above which its page lies across."""
FIRST_COLUMN = 1.6
"""How much wider the column of the places is."""


def write_csv(comparison: Comparison) -> bytes:
    """A line a target, in UTF-8 with a mark that Excel reads it by."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([csv_cell(value) for value in line] for line in long_lines(comparison))
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(comparison: Comparison) -> bytes:
    """A workbook; see `qa.comparing.spreadsheet`."""
    from qa.comparing.spreadsheet import workbook

    return workbook(comparison)


def write_docx(comparison: Comparison) -> bytes:
    """The matrix, what has to be known of it, and the sources with their quotes."""
    from qa.export.official_docx import OfficialDocument

    lines = matrix_lines(comparison)
    columns = len(lines[0])
    document = OfficialDocument(f"{title_of(comparison)}目标对照", landscape=columns > BROAD)
    document.heading("一、对照表")
    document.table(lines, [FIRST_COLUMN, *([1.0] * (columns - 1))])
    document.heading("二、说明")
    for note in (*comparison.notes, *caveats(one.passage for one in comparison.citations)):
        document.paragraph(note)
    document.heading("三、来源")
    for one in comparison.citations:
        document.paragraph(f"[{one.n}] {name_clause(one.passage)}：“{one_line(one.quote)}”")
    return document.content()


def title_of(comparison: Comparison) -> str:
    """What is compared, in few words."""
    groups = comparison.groups
    return groups[0].label if len(groups) == 1 else comparison.asked


WRITERS: Mapping[str, Callable[[Comparison], bytes]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".docx": write_docx,
}
"""What writes a file, by its ending."""
