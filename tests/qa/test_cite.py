"""``tanwen cite`` as the command line runs it, with the fake sentence model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.qa.test_cli import PLAN, one_line

WORDING = "非化石能源消费比重达 41.5%，能耗比2020年下降14.5%"
NAME = "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "南充.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert run("ingest", str(path)).code == 0
    return path


@pytest.mark.usefixtures("library")
def test_the_json(run: Run) -> None:
    found = run("cite", WORDING, "-k", "2", "--json").json
    assert list(found) == ["query", "filters", "standard", "note", "hits", "seconds"]
    assert (found["query"], found["standard"], found["note"]) == (WORDING, "2015", None)
    (hit,) = found["hits"]
    assert list(hit) == ["match", "passages", "marks", "missing", "neighbours", "citations"]
    (passage,) = hit["passages"]
    assert (hit["match"], passage["clause_path"]) == ("逐字", ["二、主要目标"])
    (mark,) = hit["marks"]
    shown = passage["text"][mark["start"] : mark["end"]]
    assert (mark["passage"], shown.replace(" ", "")) == (0, WORDING.replace(" ", ""))
    assert hit["neighbours"]["after"]["clause_path"] == ["三、保障措施"]
    assert hit["neighbours"]["after"]["text"] == "市发展改革委统筹协调。"
    cited = hit["citations"]
    assert list(cited) == ["official", "gbt7714", "footnote", "markdown", "csl"]
    assert cited["official"] == NAME
    assert cited["gbt7714"] == (
        "南充市人民政府. 南充市人民政府关于印发南充市碳达峰实施方案的通知: "
        "南府发〔2024〕1号[A]. 2024-01-22."
    )
    assert cited["csl"]["section"] == "第二部分"


@pytest.mark.usefixtures("library")
def test_the_terminal_shows_citations_on_lines_of_their_own(run: Run) -> None:
    lines = run("cite", WORDING, "-k", "1").out.splitlines()
    assert lines[0].startswith("1. ［逐字］《南充市人民政府关于印发")
    assert lines[lines.index("   公文引文：") + 1] == NAME
    assert lines[lines.index("   GB/T 7714—2015：") + 1].endswith("[A]. 2024-01-22.")
    assert "   下一条：三、保障措施 市发展改革委统筹协调。" in lines


@pytest.mark.usefixtures("library")
def test_one_format(run: Run) -> None:
    out = run("cite", WORDING, "-k", "1", "--format", "footnote").out
    assert f"{NAME.removesuffix('第二部分')}，2024年1月22日，第二部分。" in out.splitlines()
    assert "公文引文" not in out
    (item,) = run("cite", WORDING, "-k", "1", "--format", "csl-json").json
    assert (item["type"], item["number"]) == ("regulation", "南府发〔2024〕1号")
    (plain,) = run("cite", WORDING, "-k", "1", "--format", "json").json
    assert plain["locator"] == "第二部分"


@pytest.mark.usefixtures("library")
def test_the_edition_of_gbt7714(run: Run, tmp_path: Path) -> None:
    assert "实施方案的通知：南府发〔2024〕1号[A]" in run("cite", WORDING, "--style", "2025").out
    settings = tmp_path / "data" / "tanwen.toml"
    settings.write_text("[citing]\nstandard = 2025\n", encoding="utf-8")
    assert run("cite", WORDING, "--json").json["standard"] == "2025"
    settings.write_text('[citing]\nstandard = "2005"\n', encoding="utf-8")
    assert "设置 citing.standard 有误" in one_line(run("cite", WORDING), 2)


@pytest.mark.usefixtures("library")
def test_a_text_that_stands_nowhere(run: Run) -> None:
    done = run("cite", "煤电机组改造升级补贴标准")
    assert done.out.splitlines()[0] == "资料中没有逐字一致的条款，下列为相近条款。"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "要查的文字是空的"),
        (["？！……"], "要查的文字是空的"),
        (["\x01\x07"], "要查的文字是空的"),
        (["碳" * 10_000], "要查的文字有 10000 字，超过上限 2000 字"),
        (["碳", "--format", "word"], "没有“word”这种引文格式，可用：official、gbt7714"),
        (["碳", "--style", "2005"], "没有“2005”这种GB/T 7714 的版本，可用：2015、2025"),
        (["碳", "--region", "火星"], "没有地区为“火星”的文件；现有：南充市"),
        (["碳", "-k", "0"], "数值应不小于 1"),
        ([], "缺少参数"),
    ],
    ids=["empty", "marks", "control", "long", "format", "style", "region", "count", "nothing"],
)
def test_bad_input(run: Run, arguments: list[str], message: str) -> None:
    assert message in one_line(run("cite", *arguments), 2)


@pytest.mark.usefixtures("library")
def test_control_characters_within_a_wording_do_not_matter(run: Run) -> None:
    found = run("cite", "非化石能源\x00消费比重达\x1b[1m 41.5%", "--json").json
    assert found["hits"][0]["match"] == "逐字"
    assert json.dumps(found).isprintable()
