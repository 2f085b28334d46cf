"""Batch runs over a small library without models: stopped, killed, resumed, compared."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PLAN = """南充市人民政府关于印发南充市碳达峰实施方案的通知

南府发〔2024〕1号

二、主要目标

到2025年，非化石能源消费比重达41.5%，单位地区生产总值能耗比2020年下降14.5%。

三、保障措施

加强组织领导，落实各方责任，强化监督评价，确保各项任务落到实处。
"""
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "q1",
        "type": "numeric",
        "question": "南充市2025年非化石能源消费比重是多少？",
        "history": [],
        "answerable": True,
        "answer": "达到41.5%。",
        "key_facts": ["41.5%"],
        "evidence": [{"source_file": "南充.txt", "quote": "非化石能源消费比重达41.5%", "line": 7}],
        "documents": ["南充.txt:1"],
    },
    {
        "id": "q2",
        "type": "fact",
        "question": "南充市怎样落实碳达峰的责任？",
        "history": [],
        "answerable": True,
        "answer": "强化监督评价。",
        "key_facts": ["监督评价"],
        "evidence": [{"source_file": "南充.txt", "quote": "强化监督评价", "line": 11}],
        "documents": ["南充.txt:1"],
    },
    {
        "id": "q3",
        "type": "unanswerable",
        "question": "成都市地铁票价是多少元？",
        "history": [],
        "answerable": False,
        "answer": "资料中未找到依据",
        "key_facts": [],
        "evidence": [],
    },
    {
        "id": "q4",
        "type": "multi_turn",
        "question": "那能耗呢？",
        "history": [{"role": "user", "content": "南充市2025年非化石能源消费比重是多少？"}],
        "answerable": True,
        "answer": "下降14.5%。",
        "key_facts": ["14.5%"],
        "evidence": [{"source_file": "南充.txt", "quote": "能耗比2020年下降14.5%", "line": 7}],
        "documents": ["南充.txt:1"],
    },
]


@pytest.fixture(autouse=True)
def plan(run: Run, tmp_path: Path) -> None:
    """A library of one plan, and a set of questions about it."""
    (tmp_path / "南充.txt").write_text(PLAN, encoding="utf-8")
    assert run("ingest", str(tmp_path / "南充.txt")).code == 0
    write_set(tmp_path / "set.jsonl", QUESTIONS)


def write_set(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def records(folder: Path) -> list[dict[str, Any]]:
    """The items of a run without what differs from run to run."""
    lines = (folder / "items.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        {k: v for k, v in row.items() if k not in {"timings", "seconds", "peak_mb"}} for row in rows
    ]


def test_a_run_and_its_reports(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = run("eval", "run", str(tmp_path / "set.jsonl"), "--out", str(out), "--json").json
    assert [row["id"] for row in records(out)] == ["q1", "q2", "q3", "q4"]
    whole = report["rates"]["all"]
    assert (report["items"], report["missing"], report["errors"]) == (4, 0, 0)
    assert whole["recall@5"]["mean"] == 1.0
    assert whole["citation_validity"]["mean"] == 1.0
    assert whole["citation_verbatim"]["mean"] == 1.0
    assert (whole["refused"]["mean"], whole["refused"]["count"]) == (1.0, 1)
    assert report["scores"]["q1"]["strict"] == 1.0
    assert "| 严格通过 |" in (out / "report.md").read_text(encoding="utf-8")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "南充市2025年非化石能源消费比重是多少？" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    again = run("eval", "report", str(out), "--json").json
    assert again == report


def test_ranked_passages_are_kept_and_answers_are_as_ask_prints_them(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("eval", "run", str(tmp_path / "set.jsonl"), "--out", str(out), "--ids", "q1")
    (row,) = records(out)
    asked = run("ask", str(QUESTIONS[0]["question"]), "--json").json
    assert {name: row[name] for name in asked if name != "timings"} == {
        name: value for name, value in asked.items() if name != "timings"
    }
    assert 0 < len(row["passages"]) <= 20


def test_retrieval_only(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = run(
        "eval",
        "run",
        str(tmp_path / "set.jsonl"),
        "--out",
        str(out),
        "--retrieval-only",
        "--types",
        "numeric,fact",
        "--json",
    ).json
    assert (report["items"], "strict" in report["rates"]["all"]) == (2, False)
    assert set(records(out)[0]) == {"id", "query", "filters", "passages"}


def test_a_run_goes_on_where_it_stopped(run: Run, tmp_path: Path) -> None:
    path, whole, parts = str(tmp_path / "set.jsonl"), tmp_path / "whole", tmp_path / "parts"
    run("eval", "run", path, "--out", str(whole))
    run("eval", "run", path, "--out", str(parts), "--limit", "2")
    refused = run("eval", "run", path, "--out", str(parts))
    assert (refused.code, "--resume" in refused.err) == (2, True)
    with (parts / "items.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "q3", "half')
    assert run("eval", "run", path, "--out", str(parts), "--resume").code == 0
    assert records(parts) == records(whole)
    assert "没有差别" in run("eval", "diff", str(whole), str(parts)).out
    assert "没有差别" in run("eval", "diff", str(whole), str(whole)).out


KILLED = """
import sys, time
import eval.cli, eval.runner, qa.engine
from tests.fakes import HashEncoder

qa.engine.make_encoder = lambda settings, cache: HashEncoder()
item = eval.runner.run_item

def slow(*arguments, **options):
    record = item(*arguments, **options)
    print("item", flush=True)
    time.sleep(0.3)
    return record

eval.runner.run_item = slow
eval.cli.main()
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl+C"])
def test_a_killed_run_resumes_to_the_same_items(
    run: Run, tmp_path: Path, sign: signal.Signals
) -> None:
    path, whole, killed = str(tmp_path / "set.jsonl"), tmp_path / "whole", tmp_path / "killed"
    run("eval", "run", path, "--out", str(whole))
    arguments = [sys.executable, "-c", KILLED, "eval", "run", path, "--out", str(killed)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline() == "item\n"
        process.send_signal(sign)
    assert process.returncode != 0
    assert len(records(killed)) in (2, 3)
    assert run("eval", "run", path, "--out", str(killed), "--resume").code == 0
    assert records(killed) == records(whole)


def test_an_item_that_fails_is_recorded_and_the_run_goes_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.search.retriever import Retriever

    search = Retriever.search

    def fail(self: Retriever, query: str, *arguments: Any) -> Any:  # noqa: ANN401
        if "责任" in query:
            raise RuntimeError("索引坏了")
        return search(self, query, *arguments)

    out = tmp_path / "out"
    monkeypatch.setattr(Retriever, "search", fail)
    report = run("eval", "run", str(tmp_path / "set.jsonl"), "--out", str(out), "--json").json
    assert (report["items"], report["errors"], report["scores"]["q2"]) == (4, 1, {"strict": 0.0})
    assert "索引坏了" in records(out)[1]["error"]
    monkeypatch.setattr(Retriever, "search", search)
    path = str(tmp_path / "set.jsonl")
    report = run("eval", "run", path, "--out", str(out), "--resume", "--json").json
    assert report["errors"] == 0


def changed(row: int, **values: object) -> list[dict[str, Any]]:
    return [one | values if number == row else one for number, one in enumerate(QUESTIONS)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "题集是空的"),
        (changed(1, id="q1"), "编号重复：q1"),
        (changed(0, type="puzzle"), "第 1 行.*type"),
        (changed(2, question=""), "第 3 行.*question"),
        (
            changed(0, evidence=[{"source_file": "无.txt", "quote": "甲", "line": 1}]),
            "没有这个源文件：无.txt",
        ),
        (
            changed(0, evidence=[{"source_file": "南充.txt", "quote": "比重达45.1%", "line": 7}]),
            "q1：证据与原文第 7 行不符",
        ),
        (changed(0, key_facts=["45.1%"]), "q1：要点不在证据里：45.1%"),
        (changed(0, answer="很多。"), "q1：要点不在参考答案里"),
        (changed(0, answerable=False), "q1：answerable 与 type 不一致"),
        (changed(3, history=[]), "q4：追问没有 history"),
        (
            changed(
                1,
                question="加强组织领导，落实各方责任，强化监督评价吗？",
                evidence=[
                    {
                        "source_file": "南充.txt",
                        "quote": "加强组织领导，落实各方责任，强化监督评价",
                        "line": 11,
                    }
                ],
            ),
            "照抄原文",
        ),
    ],
    ids=[
        "empty",
        "twice",
        "type",
        "question",
        "file",
        "quote",
        "fact",
        "answer",
        "answerable",
        "history",
        "copy",
    ],
)
def test_a_bad_set_is_refused_before_anything_runs(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], message: str
) -> None:
    import re

    write_set(tmp_path / "bad.jsonl", rows)
    out = tmp_path / "out"
    done = run("eval", "run", str(tmp_path / "bad.jsonl"), "--out", str(out))
    assert (done.code, done.out) == (2, "")
    assert re.search(message, done.err)
    assert not out.exists()


def test_a_malformed_line_is_named(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps(QUESTIONS[0], ensure_ascii=False) + "\n{nonsense\n", encoding="utf-8")
    done = run("eval", "run", str(bad), "--out", str(tmp_path / "out"))
    assert (done.code, "第 2 行" in done.err) == (2, True)


def test_a_folder_of_another_run_is_refused(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("eval", "run", str(tmp_path / "set.jsonl"), "--out", str(out), "--retrieval-only")
    done = run("eval", "run", str(tmp_path / "set.jsonl"), "--out", str(out), "--resume")
    assert (done.code, "retrieval_only" in done.err) == (2, True)
    write_set(tmp_path / "other.jsonl", QUESTIONS[:2])
    done = run(
        "eval",
        "run",
        str(tmp_path / "other.jsonl"),
        "--out",
        str(out),
        "--retrieval-only",
        "--resume",
    )
    assert (done.code, "set_sha256" in done.err) == (2, True)
    other = tmp_path / "other"
    run("eval", "run", str(tmp_path / "other.jsonl"), "--out", str(other), "--retrieval-only")
    done = run("eval", "diff", str(out), str(other))
    assert (done.code, "不是同一题集" in done.err) == (2, True)


def test_unknown_ids_and_no_questions_left(run: Run, tmp_path: Path) -> None:
    path, out = str(tmp_path / "set.jsonl"), str(tmp_path / "out")
    assert "q9" in run("eval", "run", path, "--out", out, "--ids", "q1,q9").err
    assert run("eval", "run", path, "--out", out, "--types", "definition").code == 2
    assert run("eval", "report", str(tmp_path / "none")).code == 2


CLAIMS = [
    ("c1", "到2025年，南充市非化石能源消费比重达41.5%。", True, None),
    ("c2", "到2025年，南充市非化石能源消费比重达45.1%。", False, "figure"),
    ("c3", "到2030年，南充市非化石能源消费比重达41.5%。", False, "year"),
]


def test_claims(run: Run, tmp_path: Path) -> None:
    evidence = {
        "source_file": "南充.txt",
        "quote": "到2025年，非化石能源消费比重达41.5%",
        "line": 7,
    }
    rows = [
        {"id": name, "claim": text, "supported": supported, "kind": kind, "evidence": evidence}
        for name, text, supported, kind in CLAIMS
    ]
    write_set(tmp_path / "claims.jsonl", rows)
    out = tmp_path / "out"
    report = run("eval", "claims", str(tmp_path / "claims.jsonl"), "--out", str(out), "--json").json
    assert (report["sensitivity"]["mean"], report["specificity"]["mean"]) == (1.0, 1.0)
    assert {kind: rate["count"] for kind, rate in report["by_kind"].items()} == {
        "figure": 1,
        "year": 1,
    }
    assert [one["rule"] for one in report["judged"]] == [None, "amounts", "figure_years"]
    assert "改动 figure" in (out / "claims.md").read_text(encoding="utf-8")
    write_set(tmp_path / "claims.jsonl", [rows[0] | {"kind": "year"}])
    assert run("eval", "claims", str(tmp_path / "claims.jsonl"), "--out", str(out)).code == 2
