from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import eval.cli
import qa.engine
from corpus.sources import shipped_documents
from embeddings.ingest import ingest
from embeddings.reports import IngestReport
from qa.engine import Engine
from qa.library_view import LibraryView
from qa.settings import Settings, cache_dir
from tests.fakes import HashEncoder
from tests.small_library import SMALL_LIBRARY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browsing import Visit


class NoProgress:
    """An `IngestProgress` that shows nothing."""

    def reading(self, done: int, total: int, clauses: int) -> None:
        pass

    def embedding(self, done: int, total: int) -> None:
        pass


@pytest.fixture(scope="session")
def shipped() -> dict[str, list[str]]:
    """The physical lines of the shipped documents by file name."""
    return {
        path.name: path.read_text(encoding="utf-8").split("\n")
        for path in sorted(shipped_documents().glob("*.txt"))
    }


@pytest.fixture(scope="session")
def real_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the prepared models over a library of the shipped documents.

    Vectors come from the user's vector cache where an earlier run has left them.
    """
    data: Path = tmp_path_factory.mktemp("real") / "data"
    engine = Engine(Settings(), data, cache_dir())
    assert not ingest_shipped(engine).skipped
    return engine


def ingest_shipped(engine: Engine) -> IngestReport:
    """Ingest the shipped documents."""
    return ingest(
        [],
        data=engine.data,
        encoder=engine.encoder,
        cache=engine.cache / "vectors.sqlite",
        progress=NoProgress(),
    )


def build_engine(folder: Path, files: Mapping[str, str]) -> Engine:
    """An engine with the fake sentence model over these files, and no chat model."""
    sources = folder / "sources"
    sources.mkdir()
    for name, text in files.items():
        (sources / name).write_text(text, encoding="utf-8")
    engine = Engine(Settings(llm="none"), folder / "data", folder)
    engine.encoder = HashEncoder()
    report = ingest(
        [sources],
        data=engine.data,
        encoder=engine.encoder,
        cache=folder / "vectors.sqlite",
        progress=NoProgress(),
    )
    assert not report.skipped
    return engine


@pytest.fixture(scope="session")
def small_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the fake sentence model over the small library."""
    return build_engine(tmp_path_factory.mktemp("small"), SMALL_LIBRARY)


@pytest.fixture
def small(small_engine: Engine) -> LibraryView:
    """The small library, open."""
    return small_engine.view


@pytest.fixture
def ids(small: LibraryView) -> dict[str, str]:
    """The ids of the small library's documents, by their files' names without the ending."""
    documents = small.library.documents.values()
    return {Path(document.source_file).stem: document.document_id for document in documents}


def is_verbatim(quote: str, text: str) -> bool:
    """Whether ``quote`` is a substring of ``text``, white space folded."""
    return re.sub(r"\s", "", quote) in re.sub(r"\s", "", text)


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests that look at the page."""
    from playwright.sync_api import sync_playwright

    from tests.browsing import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(served: str, browser: Browser) -> Iterator[Visit]:
    """The page at the address that the module's fixture ``served`` gives."""
    from tests.browsing import visiting

    with visiting(browser, served) as visit:
        yield visit


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process with a fake sentence model and no chat model."""
    monkeypatch.setenv("TANWEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TANWEN_LLM", "none")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(qa.engine, "make_encoder", lambda settings, cache: HashEncoder())

    def call(*arguments: str) -> Done:
        monkeypatch.setattr("sys.argv", ["tanwen", *arguments])
        with pytest.raises(SystemExit) as stopped:
            eval.cli.main()
        out, err = capfd.readouterr()
        return Done(int(stopped.value.code or 0), out, err)

    return call
