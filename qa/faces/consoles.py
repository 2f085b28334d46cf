"""Where the commands print."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def make_console(*, stderr: bool = False) -> Console:
    """A console that does not break words when its output goes into a file."""
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=not sys.stdout.isatty())
