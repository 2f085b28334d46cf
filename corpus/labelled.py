"""Fields that a page states with their names: ``发文字号：国发〔2021〕23号``.

Government sites put them above the text, as lines or as the cells of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

NAMES = {
    "发文字号": "doc_no",
    "发文文号": "doc_no",
    "文号": "doc_no",
    "成文日期": "date",
    "发文日期": "date",
    "印发日期": "date",
    "发文机关": "issuer",
    "发文机构": "issuer",
    "发文单位": "issuer",
}
"""Which field each name states; 发布日期 is that of the page, not of the document."""
NAMED = re.compile(rf"(?P<name>{'|'.join(NAMES)})\s*(?:[:：]\s*(?P<value>.*)|$)", re.DOTALL)
CELL = re.compile(r"\s*[|\n]\s*")


def labelled_fields(head: Sequence[str]) -> dict[str, str]:
    """The stated values by field, the first of each; a value may stand in the next cell."""
    fields: dict[str, str] = {}
    for paragraph in head:
        for name, value in named_cells(CELL.split(paragraph)):
            if value:
                fields.setdefault(NAMES[name], value)
    return fields


def named_cells(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells that begin with a name, each with its value."""
    for cell, following in zip(cells, [*cells[1:], ""], strict=True):
        if match := NAMED.fullmatch("".join(cell.split())):
            yield match["name"], match["value"] or following.strip()
