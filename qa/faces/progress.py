"""Progress bars with the time left, on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class TimedBar:
    """A bar with a description before it and the time left behind it; a context manager."""

    def __init__(self, description: str) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task(description, total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, description: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        self._progress.update(self._task, description=description, completed=done, total=total)


class IngestBar(TimedBar):
    """An `embeddings.ingest.IngestProgress` that draws a bar."""

    def __init__(self) -> None:
        super().__init__("读取文件")
        self._files = ""

    def reading(self, done: int, total: int, clauses: int) -> None:
        """Show how many files are read."""
        self._files = f"文件 {done}/{total}，条款 {clauses}"
        self.show(self._files, done, total)

    def embedding(self, done: int, total: int) -> None:
        """Show how many chunks are embedded."""
        self.show(f"{self._files}，编码 {done}/{total}", done, total)
