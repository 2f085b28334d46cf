"""A comparison as a file of data: CSV or XLSX, by the ending of its name.

As DOCX and Markdown it is an evidence pack: see `qa.packs.comparisons`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from io import StringIO

from qa.comparing.lines import HEADER, long_lines
from qa.comparing.models import Comparison
from qa.export.cells import csv_cell


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


WRITERS: Mapping[str, Callable[[Comparison], bytes]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}
"""What writes a file, by its ending."""
