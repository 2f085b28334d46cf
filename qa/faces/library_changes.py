"""Changes of the library as HTML: how far, what was taken and refused, what would be gone."""

from __future__ import annotations

from collections.abc import Iterable

from embeddings.reports import FileReport, IngestReport, Skipped
from qa.curating.changing import Step
from qa.curating.leaving import Leaving
from qa.faces.library_document import remark_html
from qa.faces.safe import safe

TITLES = 10
"""Documents that are named before a file is removed."""


def step_html(step: Step) -> str:
    """How far a change is."""
    said = f"{step.doing}：{step.done} / {step.total}"
    bar = f'<progress value="{step.done}" max="{max(step.total, 1)}"></progress>'
    return f'<label class="bar">{safe(said)}{bar}</label>'


def report_html(report: IngestReport, refused: Iterable[Skipped]) -> str:
    """What a change did, file by file, in the terminal's words.

    Args:
        report: The report.
        refused: What was not even given to it.
    """
    files = "".join(file_html(file) for file in report.files)
    skipped = "".join(skipped_html(one) for one in (*refused, *report.skipped))
    return (
        f"<ul>{files}{skipped}</ul>"
        f'<p class="note" role="status">文件库现有 {report.documents} 份文件、'
        f"{report.chunks} 个条款块；新编码 {report.embedded}，沿用 {report.reused}，"
        f"移除 {report.removed} 个源文件；"
        f"用时 {report.seconds:.1f} 秒</p>"
    )


def file_html(file: FileReport) -> str:
    """A file that was taken, with what its owner should look at."""
    remarks = "".join(f'<li class="remark">{remark_html(one)}</li>' for one in file.remarks)
    below = f"<ul>{remarks}</ul>" if remarks else ""
    said = f"{file.state} {file.path}：{file.documents} 份文件、{file.clauses} 个条款"
    return f"<li>{safe(said)}{below}</li>"


def refused_html(refused: Iterable[Skipped]) -> str:
    """That nothing was taken, and why."""
    items = "".join(skipped_html(one) for one in refused)
    return f'<p class="refused" role="alert">没有加入文件，文件库没有变动</p><ul>{items}</ul>'


def skipped_html(one: Skipped) -> str:
    """A file that was not taken; its reason names it."""
    return f'<li class="remark">没有加入 {safe(one.reason)}</li>'


def leaving_html(leaving: Leaving) -> str:
    """What would be gone."""
    titles = "".join(f"<li>{safe(title)}</li>" for title in leaving.titles[:TITLES])
    more = len(leaving.titles) - TITLES
    also = f"<li>……另有 {more} 份</li>" if more > 0 else ""
    return (
        f'<div role="alert"><p class="refused">将从文件库移除 {safe(leaving.name)}：'
        f"{len(leaving.titles)} 份文件、{leaving.clauses} 个条款，之后不再能查到、引用：</p>"
        f"<ul>{titles}{also}</ul><p>{safe(leaving.after)}</p></div>"
    )
