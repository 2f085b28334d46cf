"""Changes of the library while a server runs: told step by step, and stopped between steps.

Questions go on meanwhile, answered from the library as it was; it is another one only when the
new one is whole, in one step (`corpus.storage`). What fails or is stopped leaves it as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from corpus.errors import TanwenError
from corpus.sources import Candidate
from corpus.uploads import staging
from embeddings.ingest import NothingReadError, ingest
from embeddings.reports import IngestReport, Skipped
from qa.curating.receiving import Received
from qa.engine import Engine

POLL = 0.5
"""Seconds after which the last step is told again, so that who listens may leave."""


class StoppedError(TanwenError):
    """The change was stopped."""

    def __init__(self) -> None:
        super().__init__("已停止，文件库没有变动")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a change is."""

    doing: str
    done: int
    total: int


Told = Step | IngestReport
STOPPING = Step("正在停止，等这一步做完", 0, 1)


@dataclass
class Telling:
    """An `embeddings.ingest.IngestProgress` that tells steps and can be stopped."""

    tell: Callable[[Step], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def reading(self, done: int, total: int, clauses: int) -> None:
        """So many files are read."""
        self._step(Step(f"读取文件，共 {clauses} 个条款", done, total))

    def embedding(self, done: int, total: int) -> None:
        """So many chunks are embedded."""
        self._step(Step("编码条款", done, total))

    def _step(self, step: Step) -> None:
        if self.stop.is_set():
            raise StoppedError
        self.tell(step)


def add_files(engine: Engine, files: Sequence[Received], stop: threading.Event) -> Iterator[Told]:
    """Read files into the library.

    Yields:
        Steps, and at the end the report, its paths the names of the files.

    Raises:
        StoppedError: ``stop`` was set in time.
        TanwenError: as `embeddings.ingest.ingest`.
    """
    with staging(engine.data) as stage:
        candidates = [stage.add(one.name, one.content, one.sidecar) for one in files]
        names = {str(one.path): one.name for one in candidates}
        try:
            for told in change(engine, stop, uploaded=candidates):
                yield named(told, names) if isinstance(told, IngestReport) else told
        except NothingReadError as error:
            raise NothingReadError(name_skipped(error.skipped, names)) from error


def named(report: IngestReport, names: Mapping[str, str]) -> IngestReport:
    """A report that calls files what they are called in the library."""
    files = tuple(replace(one, path=names.get(one.path, one.path)) for one in report.files)
    return replace(report, files=files, skipped=name_skipped(report.skipped, names))


def name_skipped(skipped: Iterable[Skipped], names: Mapping[str, str]) -> tuple[Skipped, ...]:
    """What was skipped, called by the names in the library, in the reasons too."""
    return tuple(
        Skipped(name, one.reason.replace(one.path, name))
        for one in skipped
        for name in [names.get(one.path, one.path)]
    )


def remove_file(engine: Engine, name: str, stop: threading.Event) -> Iterator[Told]:
    """Take a source file with all its documents out of the library; see `add_files`."""
    yield from change(engine, stop, remove=(name,))


def change(
    engine: Engine,
    stop: threading.Event,
    uploaded: Sequence[Candidate] = (),
    remove: Sequence[str] = (),
) -> Iterator[Told]:
    """Change the library in a thread of its own, which ends with this iterator."""
    told: SimpleQueue[Told | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            told.put(change_now(engine, Telling(told.put, stop), uploaded, remove))
        except BaseException as error:  # noqa: BLE001 - raised again below
            told.put(error)

    thread = threading.Thread(target=work, name="tanwen-ingest", daemon=True)
    thread.start()
    try:
        for one in listen(told):
            yield STOPPING if stop.is_set() and isinstance(one, Step) else one
    finally:
        stop.set()
        thread.join()


def listen(told: SimpleQueue[Told | BaseException]) -> Iterator[Told]:
    """What is told, up to the report or an error, which is raised."""
    last: Told = Step("准备", 0, 1)
    while not isinstance(last, IngestReport):
        yield last
        try:
            one = told.get(timeout=POLL)
        except Empty:
            continue
        if isinstance(one, BaseException):
            raise one
        last = one
    yield last


def change_now(
    engine: Engine, telling: Telling, uploaded: Sequence[Candidate], remove: Sequence[str]
) -> IngestReport:
    """Change the library, and open the new one before anybody asks it."""
    report = ingest(
        [],
        data=engine.data,
        encoder=engine.encoder,
        cache=engine.cache / "vectors.sqlite",
        progress=telling,
        remove=remove,
        uploaded=uploaded,
    )
    if report.chunks:
        engine.warm_up_search()
    return report
