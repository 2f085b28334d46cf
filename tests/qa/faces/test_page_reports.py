"""The tab 评测: reports that are listed, and shown without running anything."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from qa.faces.page_reports import report_html, reports_html
from qa.faces.reports import SHIPPED, find_reports
from tests.qa.faces.markup import parsed

RUN = {
    "run": {"set": "我的.jsonl", "retrieval_only": False, "llm": "none"},
    "items": 12,
    "rates": {"all": {"strict": {"mean": 0.75}, "mrr": {"mean": 0.5}}},
}
NONE = Path("/nonexistent")
BAD = "<script>alert(1)</script><img src=http://x.example/a.png>"


def write(folder: Path, *, run: object = None, html: str | None = None, text: str = "# 评") -> None:
    folder.mkdir(parents=True)
    (folder / "report.md").write_text(text, encoding="utf-8")
    if run is not None:
        (folder / "report.json").write_text(json.dumps(run), encoding="utf-8")
    if html is not None:
        (folder / "report.html").write_text(html, encoding="utf-8")


def rows(shown: str) -> list[list[str]]:
    return [
        [cell.text_content() for cell in row.xpath("./*")]
        for row in parsed(shown).xpath("//tbody/tr")
    ]


def test_the_users_reports_come_first_the_newest_on_top(tmp_path: Path) -> None:
    write(tmp_path / "旧", run=RUN)
    write(tmp_path / "组" / "新", run=RUN)
    os.utime(tmp_path / "旧" / "report.md", (0, 0))
    found = find_reports(tmp_path)
    assert [one.key for one in found[:3]] == ["own/组/新", "own/旧", "shipped/answers/dev"]
    shown = rows(reports_html(found, tmp_path))
    assert shown[1][0] == "旧"
    assert shown[1][1].startswith("1970-01-01")
    assert shown[1][2:] == [
        "我的.jsonl",
        "不用模型",
        "12",
        "75.0%",
        "—",
        "—",
        "—",
        "—",
        "—",
        "50.0%",
    ]


def test_the_shipped_reports_have_the_figures_of_their_runs() -> None:
    found = {one.name: one for one in find_reports(NONE)}
    report = json.loads((SHIPPED / "answers/test/report.json").read_text(encoding="utf-8"))
    figures = found["answers/test"].figures
    assert figures is not None
    assert figures["strict"] == report["rates"]["all"]["strict"]["mean"]
    assert found["retrieval/dev"].llm == "只评检索"
    assert (found["claims"].set, found["drafts/held-out"].figures) == (None, None)


@pytest.mark.parametrize("run", [[], {"run": 3}, {**RUN, "rates": {"all": {"mrr": {}}}}, BAD])
def test_a_report_with_other_figures_is_listed_by_its_name(tmp_path: Path, run: object) -> None:
    write(tmp_path / "怪", run=run)
    (one,) = find_reports(tmp_path, NONE)
    assert (one.name, one.set, one.figures) == ("怪", None, None)


def test_without_a_report_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    shown = reports_html(find_reports(tmp_path / "reports", NONE), tmp_path / "reports")
    assert "还没有评测报告" in shown
    assert f"tanwen eval run 题集.jsonl --out {tmp_path / 'reports' / '名称'}" in shown


def test_the_page_of_a_report_runs_and_loads_nothing(tmp_path: Path) -> None:
    write(tmp_path / "甲", html=f'<!doctype html><p title="x">{BAD}</p>')
    (frame,) = parsed(report_html(find_reports(tmp_path, NONE), "own/甲")).xpath("//iframe")
    assert frame.get("sandbox") == ""
    inside = frame.get("srcdoc")
    assert inside.startswith('<!doctype html><meta http-equiv="Content-Security-Policy"')
    assert "default-src 'none'" in inside
    assert inside.endswith(f'<!doctype html><p title="x">{BAD}</p>')


def test_markdown_is_shown_with_its_markup_as_text(tmp_path: Path) -> None:
    text = f"# 评\n\n{BAD}\n\n[链接](javascript:alert(1)) ![图](http://x.example)\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n"
    write(tmp_path / "甲", text=text)
    page = parsed(report_html(find_reports(tmp_path, NONE), "own/甲"))
    assert not page.xpath("//script | //img | //a")
    assert [one.text for one in page.xpath("//td")] == ["1", "2"]
    assert BAD in page.text_content()


@pytest.mark.parametrize("key", ["own/../外", "own/外", "/etc", "", "shipped/nix", BAD])
def test_only_what_is_listed_is_opened(tmp_path: Path, key: str) -> None:
    own = tmp_path / "reports"
    write(own / "甲")
    write(tmp_path / "外")
    (own / "外").symlink_to(tmp_path / "外")
    page = parsed(report_html(find_reports(own, NONE), key))
    assert page.xpath("//*[@role='alert']")[0].text.startswith("没有这份报告")
