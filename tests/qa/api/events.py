"""Server-sent events, read as the standard has it."""

from __future__ import annotations

import json
from typing import Any


def read_events(text: str) -> list[tuple[str, Any]]:
    """The names and values of events; comments are left out."""
    events = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith(":")]
        if any(lines):
            fields = dict(line.split(": ", 1) for line in lines)
            events.append((fields["event"], json.loads(fields["data"])))
    return events
