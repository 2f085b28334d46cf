"""HTML that tests look into."""

from __future__ import annotations

from typing import Any

import lxml.html


def parsed(shown: str) -> Any:  # noqa: ANN401 - lxml
    """A part of a page, within a ``div``."""
    return lxml.html.fromstring(f"<div>{shown}</div>")
