"""The files of a run's folder that are made of its items."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from eval.questions import Question
from eval.records import read_records
from eval.render import to_html, to_markdown
from eval.report import REPORT, Report, make_report
from eval.runner import RunInfo


def write_reports(
    out: Path, questions: Sequence[Question], info: RunInfo, places: Sequence[str]
) -> Report:
    """Write report.json, report.md and report.html of the items in ``out``; the report."""
    records = read_records(out)
    report = make_report(info, questions, records, places)
    write_json(out / REPORT, report.to_json())
    write_text(out / "report.md", to_markdown(report))
    write_text(out / "report.html", to_html(report, questions, records))
    return report


def write_text(path: Path, text: str) -> None:
    """Write a text file, its folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip() + "\n", encoding="utf-8")


def write_json(path: Path, value: object) -> None:
    """Write a JSON file."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1))
