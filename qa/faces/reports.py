"""Evaluation reports on disk, read by the files that ``tanwen eval`` writes.

``report.json`` of a run has ``run`` (``set``, ``llm``, ``encoder``, ``retrieval_only``), ``items``
and ``rates`` by group and metric (``all`` is every item), each with a ``mean``; beside it stand
``report.md`` and, where the run was made here, ``report.html``. Reports of another kind (claims,
drafts, targets) are known by their Markdown alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import InputError

SHIPPED = Path(__file__).parents[2] / "eval" / "results"
"""The reports of this program itself, which a checkout has and an installed package has not."""
MARKDOWN = ("report.md", "drafts.md", "claims.md")
LARGEST = 16 * 2**20
"""Bytes of a file that the page shows."""
FIGURES = {
    "strict": "严格通过",
    "key_facts": "要点召回率",
    "citation_precision": "引文准确率",
    "refused": "应拒答而拒答",
    "over_refused": "不该拒答而拒答",
    "recall@10": "召回率@10",
    "mrr": "MRR",
}
"""The metrics that the list shows, by their names in ``rates``."""


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A folder with a report."""

    key: str
    """What the page calls it: ``own/…`` or ``shipped/…``, with its path below that folder."""
    folder: Path
    markdown: str
    changed: datetime
    """When its files were written; of a shipped one, when this copy was."""
    set: str | None = None
    llm: str | None = None
    items: int | None = None
    figures: Mapping[str, float] | None = None
    """By metric, of all items."""

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with the program."""
        return self.key.startswith("shipped/")

    @property
    def name(self) -> str:
        """Its folder's path below that of the reports."""
        return self.key.partition("/")[2]


def find_reports(own: Path, shipped: Path = SHIPPED) -> list[ReportEntry]:
    """The user's reports, the newest first, then the shipped ones by name."""
    mine = sorted(find_in(own, "own"), key=lambda one: one.changed, reverse=True)
    return mine + sorted(find_in(shipped, "shipped"), key=lambda one: one.key)


def find_in(root: Path, kind: str) -> Iterator[ReportEntry]:
    """The folders below ``root`` that hold a report; links that lead out of it do not count."""
    for path in root.rglob("*.md") if root.is_dir() else ():
        inside = path.resolve().is_relative_to(root.resolve())
        if path.name in MARKDOWN and path.is_file() and inside:
            key = f"{kind}/{path.parent.relative_to(root).as_posix()}"
            yield read_entry(key, path)


def read_entry(key: str, markdown: Path) -> ReportEntry:
    """A report; its figures where it is one of a run."""
    changed = datetime.fromtimestamp(markdown.stat().st_mtime).astimezone()
    entry = ReportEntry(key, markdown.parent, markdown.name, changed)
    try:
        value = json.loads(read_text(markdown.with_suffix(".json")))
        return with_figures(entry, value)
    except (InputError, ValueError, LookupError, TypeError, AttributeError):
        return entry


def with_figures(entry: ReportEntry, value: Any) -> ReportEntry:  # noqa: ANN401 - any JSON value
    """The entry with what ``report.json`` of a run says."""
    run, rates = value["run"], value["rates"]["all"]
    return ReportEntry(
        key=entry.key,
        folder=entry.folder,
        markdown=entry.markdown,
        changed=entry.changed,
        set=str(run["set"]),
        llm="只评检索" if run["retrieval_only"] else str(run["llm"]),
        items=int(value["items"]),
        figures={name: float(rates[name]["mean"]) for name in FIGURES if name in rates},
    )


def read_html(entry: ReportEntry) -> str | None:
    """The HTML of a report; None where there is none that can be shown."""
    try:
        return read_text(entry.folder / entry.markdown.replace(".md", ".html"))
    except InputError:
        return None


def read_text(path: Path) -> str:
    """A text file.

    Raises:
        InputError: it is missing, no text, or larger than `LARGEST`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name}：超过上限 {LARGEST // 2**20} MB，请直接打开文件")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}：读不出这份报告，请重新生成：tanwen eval report") from error
