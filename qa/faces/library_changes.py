"""Changes of the library as HTML: how far, what was taken and refused, what would be gone."""

from __future__ import annotations

from collections.abc import Iterable

from embeddings.reports import FileReport, IngestReport, Skipped
from qa.curating.changing import Step
from qa.curating.leaving import Leaving
from qa.faces.html import progress_html, status_html
from qa.faces.library_document import remark_html
from qa.faces.safe import safe
from qa.speech.saying import say

TITLES = 10
"""Documents that are named before a file is removed."""


def step_html(step: Step) -> str:
    """How far a change is."""
    said = f"{say(step.doing)}{say('：')}{step.done} / {step.total}"
    return progress_html(said, step.done, step.total)


def report_html(report: IngestReport, refused: Iterable[Skipped]) -> str:
    """What a change did, file by file, in the terminal's words.

    Args:
        report: The report.
        refused: What was not even given to it.
    """
    files = "".join(file_html(file) for file in report.files)
    skipped = "".join(skipped_html(one) for one in (*refused, *report.skipped))
    said = say(
        f"文件库现有 {report.documents} 份文件、{report.chunks} 个条款块；"
        f"新编码 {report.embedded}，沿用 {report.reused}，移除 {report.removed} 个源文件；"
        f"用时 {report.seconds:.1f} 秒"
    )
    return f"<ul>{files}{skipped}</ul>{status_html(said)}"


def file_html(file: FileReport) -> str:
    """A file that was taken, with what its owner should look at."""
    remarks = "".join(f'<li class="remark">{remark_html(one)}</li>' for one in file.remarks)
    below = f"<ul>{remarks}</ul>" if remarks else ""
    counts = say("：") + say(f"{file.documents} 份文件、{file.clauses} 个条款")
    return f"<li>{say(file.state)} {safe(file.path)}{counts}{below}</li>"


def refused_html(refused: Iterable[Skipped]) -> str:
    """That nothing was taken, and why."""
    items = "".join(skipped_html(one) for one in refused)
    said = say("没有加入文件，文件库没有变动")
    return f'<p class="refused" role="alert">{said}</p><ul>{items}</ul>'


def skipped_html(one: Skipped) -> str:
    """A file that was not taken; its reason names it."""
    return f'<li class="remark">{safe(say(f"没有加入 {one.reason}"))}</li>'


def leaving_html(leaving: Leaving) -> str:
    """What would be gone."""
    titles = "".join(f"<li>{safe(title)}</li>" for title in leaving.titles[:TITLES])
    more = len(leaving.titles) - TITLES
    also = f"<li>{say(f'……另有 {more} 份')}</li>" if more > 0 else ""
    said = say(
        f"将从文件库移除 {leaving.name}：{len(leaving.titles)} 份文件、{leaving.clauses} 个条款，"
        "之后不再能查到、引用："
    )
    return (
        f'<div role="alert"><p class="refused">{safe(said)}</p>'
        f"<ul>{titles}{also}</ul><p>{safe(say(leaving.after))}</p></div>"
    )
