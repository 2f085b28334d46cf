"""The command ``compare``, over three shipped plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.engine import Engine
from tests.conftest import Run

COMPARE = ("compare", "非化石能源消费比重")


@pytest.fixture
def at_plans(plans: Engine, run: Run) -> Run:
    """Runs a command over the plans."""
    return lambda *arguments: run(*arguments, "--data", str(plans.data))


def test_a_matrix_with_its_clauses(at_plans: Run) -> None:
    done = at_plans(*COMPARE, "--region", "淄博", "--region", "南充")
    assert done.code == 0
    for text in ("淄博市", "10%以上[1]", "41.5%[3]", "█", "南府发〔2024〕1号"):
        assert text in done.out
    assert "注意：“非化石能源消费比重”合并了含义相同的写法" in done.err


def test_json_is_one_value(at_plans: Run) -> None:
    found = at_plans(*COMPARE, "--region", "克拉玛依", "--year", "2025-2030", "--json").json
    assert (found["indicator"], found["regions"]) == ("非化石能源消费比重", ["克拉玛依市"])
    assert found["years"] == [2025, 2030]
    (row,) = found["rows"]
    first, second = row["cells"]
    assert (first["year"], second["targets"], second["note"]) == (2025, [], "未提及")
    (target,) = first["targets"]
    assert target | {"quote": "", "text": ""} == target | {
        **{"value": "6", "unit": "%", "qualifier": "左右", "direction": "", "base_year": None},
        **{
            "figure": "6%左右",
            "title": "克拉玛依市国家碳达峰试点实施方案",
            "quote": "",
            "text": "",
        },
    }
    assert target["quote"] in target["text"]


def test_the_list_of_indicators(at_plans: Run) -> None:
    first, *_ = at_plans("compare", "--list", "非化石", "--json").json
    assert first["indicator"] == "非化石能源消费比重"
    assert (first["targets"], first["regions"], first["years"]) == (5, 3, [2025, 2030])
    assert "森林覆盖率" in at_plans("compare", "--list").out


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".docx", ".md"])
def test_a_file_that_is_never_overwritten(at_plans: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"对照{suffix}"
    assert f"已写入 {path}" in at_plans(*COMPARE, "--out", str(path)).err
    written = path.read_bytes()
    done = at_plans(*COMPARE, "--region", "南充", "--out", str(path))
    assert (done.code, done.out) == (2, "")
    assert "文件已存在，没有改动" in done.err
    assert path.read_bytes() == written
    assert at_plans(*COMPARE, "--region", "南充", "--out", str(path), "--force").code == 0
    assert path.read_bytes() != written


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare",), "请写出要对照的指标"),
        (("compare", "彩票"), "没有文件给“彩票”定过数值"),
        (("compare", "森林覆盖面积"), "相近的指标：森林覆盖率（"),
        ((*COMPARE, "--region", "广东"), "现有：国家、克拉玛依市、南充市、淄博市"),
        ((*COMPARE, "--out", "表.pdf"), "请以 .csv、.xlsx、.docx、.md 结尾"),
        (("compare", "--list", "彩票"), "没有名称含“彩票”的指标"),
        (("compare", "--list", "--out", "表.csv"), "--list 不能与 --out 一起用"),
    ],
)
def test_bad_input_is_told_in_one_line(
    at_plans: Run, arguments: tuple[str, ...], message: str
) -> None:
    done = at_plans(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1
