"""Where the outcome of a check is written, and that nothing is overwritten by mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from corpus.errors import InputError
from qa.drafts.models import DraftReport
from qa.export.files import check_target, write_file

Maker = Callable[[bytes, DraftReport], bytes]


def make_html(_: bytes, report: DraftReport) -> bytes:
    """The annotated draft as HTML."""
    from qa.drafts.html import to_html

    return to_html(report).encode()


def make_docx(content: bytes, report: DraftReport) -> bytes:
    """The annotated draft as DOCX."""
    from qa.drafts.commenting import to_docx

    return to_docx(content, report)


def make_json(_: bytes, report: DraftReport) -> bytes:
    """The report as JSON."""
    from qa.drafts.schema import report_json

    return (json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n").encode()


MAKERS: dict[str, Maker] = {
    ".html": make_html,
    ".htm": make_html,
    ".docx": make_docx,
    ".json": make_json,
}
"""What is written, by the ending of the file's name."""


def check_output(target: Path, draft: Path, *, force: bool) -> None:
    """Refuse a file that must not be written, before any work is done.

    Raises:
        InputError: it is the draft itself, even with ``force``; or as `qa.export.files` says.
    """
    if target.exists() and draft.exists() and target.samefile(draft):
        raise InputError(f"{target}：就是稿件本身，不会覆盖，请换一个文件名")
    check_target(target, tuple(MAKERS), force=force)


def write_report(target: Path, content: bytes, report: DraftReport, *, force: bool) -> None:
    """Write the outcome in the form that the file's ending says.

    Args:
        target: The file, which `check_output` has let pass.
        content: The bytes of the draft.
        report: The outcome.
        force: Whether a file that is there may be replaced.

    Raises:
        InputError: it cannot be written, or it has come into being in the meantime.
    """
    write_file(target, MAKERS[target.suffix.lower()](content, report), force=force)
