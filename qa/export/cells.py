"""Text for the cells of a spreadsheet: never taken for a formula."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with (OWASP, CSV Injection)."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 does not have."""


def csv_cell(value: object) -> str:
    """A value as a cell of a CSV file; one that a spreadsheet would compute gets an apostrophe."""
    text = plain_text(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith("=") else text


def plain_text(value: object) -> str:
    """A value as text without control characters; nothing for None."""
    return "" if value is None else CONTROL.sub("", str(value))
