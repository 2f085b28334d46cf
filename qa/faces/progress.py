"""The progress bar of an ingest: files, clauses and time left, on standard error."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class IngestBar:
    """An `embeddings.ingest.IngestProgress` that draws a bar."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task("读取文件", total=None)
        self._files = ""

    def __enter__(self) -> IngestBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def reading(self, done: int, total: int, clauses: int) -> None:
        """Show how many files are read."""
        self._files = f"文件 {done}/{total}，条款 {clauses}"
        self._progress.update(self._task, description=self._files, completed=done, total=total)

    def embedding(self, done: int, total: int) -> None:
        """Show how many chunks are embedded."""
        text = f"{self._files}，编码 {done}/{total}"
        self._progress.update(self._task, description=text, completed=done, total=total)
