"""The progress bar of a run."""

from __future__ import annotations

from qa.faces.progress import TimedBar


class RunBar(TimedBar):
    """An `eval.runner.RunProgress` that draws a bar."""

    def __init__(self) -> None:
        super().__init__("评测")

    def advance(self, done: int, total: int, failed: int = 0) -> None:
        """Show how many items are done."""
        errors = f"，出错 {failed}" if failed else ""
        self.show(f"评测 {done}/{total}{errors}", done, total)
