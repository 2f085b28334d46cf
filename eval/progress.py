"""The progress bar of a run, with the time left, on standard error."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class RunBar:
    """An `eval.runner.RunProgress` that draws a bar."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task("评测", total=None)

    def __enter__(self) -> RunBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def advance(self, done: int, total: int, failed: int = 0) -> None:
        """Show how many items are done."""
        errors = f"，出错 {failed}" if failed else ""
        self._progress.update(
            self._task, description=f"评测 {done}/{total}{errors}", completed=done, total=total
        )
