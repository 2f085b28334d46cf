from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest

import qa.engine
from corpus.storage import current_folder
from tests.conftest import Done, Run
from tests.fakes import HashEncoder

PLAN = (
    "南充市人民政府\n\n关于印发南充市碳达峰实施方案的通知\n\n南府发〔2024〕1号\n\n2024年1月22日\n\n"
    "二、主要目标\n\n到2025年，体系初步形成。非化石能源消费比重达 41.5%，能耗比2020年下降14.5%。\n\n"
    "到2030年，非化石能源消费比重达到43.5%。\n\n三、保障措施\n\n市发展改革委统筹协调。\n"
)
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "南充.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert run("ingest", str(path)).code == 0
    return path


def one_line(done: Done, code: int) -> str:
    """The error line of a command that must fail with ``code`` and print nothing else."""
    assert (done.code, done.out) == (code, "")
    lines = [line for line in done.err.splitlines() if line.startswith("错误：")]
    assert len(lines) == 1
    return lines[0]


def test_ingest_reports(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "南充.txt"
    path.write_text(PLAN, encoding="utf-8")
    done = run("ingest", str(path), "--json")
    assert done.code == 0
    assert done.json | {"seconds": 0} == {
        "documents": 1,
        "chunks": 3,
        "embedded": 3,
        "reused": 0,
        "removed": 0,
        "skipped": [],
        "files": [
            {"path": str(path), "state": "新增", "documents": 1, "clauses": 3, "remarks": []}
        ],
        "seconds": 0,
    }


@pytest.mark.usefixtures("library")
def test_documents(run: Run) -> None:
    (document,) = run("documents", "--json").json
    assert document | {"document_id": ""} == {
        "document_id": "",
        "title": "南充市人民政府关于印发南充市碳达峰实施方案的通知",
        "doc_no": "南府发〔2024〕1号",
        "issuer": ["南充市人民政府"],
        "date": "2024-01-22",
        "region": "南充市",
        "level": "市",
        "type": "方案",
        "complete": True,
        "gap": None,
        "duplicate_of": None,
        "effective": None,
        "source_file": "南充.txt",
        "line_start": 1,
        "line_end": 17,
        "page_start": None,
        "page_end": None,
        "url": None,
        "compilation": None,
        "chapter": None,
        "inferred": [],
        "clauses": 3,
        "chunks": 3,
    }
    assert "南府发〔2024〕1号"[:3] in run("documents").out


@pytest.mark.usefixtures("library")
def test_search(run: Run) -> None:
    found = run("search", "非化石能源消费比重", "-k", "1", "--region", "南充市", "--json").json
    assert (found["query"], found["filters"]) == ("非化石能源消费比重", {"region": "南充市"})
    twice = ("--year", "2024", "--year", "2021-2024")
    assert run("search", "碳", *twice, "--json").json["filters"] == {"year": ["2024", "2021-2024"]}
    (passage,) = found["passages"]
    assert list(passage) == [
        *("chunk_id", "document_id", "title", "doc_no", "issuer", "date", "region", "level"),
        *(
            "clause_path",
            "page_start",
            "page_end",
            "printed_page",
            "compilation",
            "gap",
            "source_file",
            "line_start",
            "line_end",
        ),
        *("text", "is_table", "also_in", "score", "complete", "chunk_ids"),
    ]
    assert (passage["clause_path"], passage["line_start"], passage["line_end"]) == (
        ["二、主要目标"],
        11,
        13,
    )


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "text", ['"引号" AND (', "NEAR(碳 达峰)", "text:碳*", "'; DROP TABLE chunks; --"]
)
def test_operators_in_a_query_are_taken_literally(run: Run, text: str) -> None:
    assert run("search", text, "--json").code == 0


@pytest.mark.usefixtures("library")
def test_search_explains_itself(run: Run) -> None:
    done = run("search", "南充2025年非化石占比是多少", "--explain")
    assert done.code == 0
    for line in (
        "理解为：非化石能源消费比重",
        "地区：南充市",
        "年份：2025",
        "要的是：数字",
        "有依据的可能：",
        "字面重合 +",
    ):
        assert line in done.out
    assert "重排第 1；" in done.out
    assert "重排第" not in run("search", "南充2025年非化石占比是多少").out


@pytest.mark.usefixtures("library")
def test_an_explanation_as_json(run: Run) -> None:
    question = "南充2025年非化石占比是多少"
    found = run("search", question, "--explain", "--json").json
    why = found.pop("explanation")
    assert found | {"seconds": 0} == run("search", question, "--json").json | {"seconds": 0}
    assert (why["text"], why["places"], why["years"]) == (question, ["南充市"], [2025])
    assert why["asks"] == ["数字"]
    assert 0 <= why["basis"] <= 1
    assert len(why["reasons"]) == len(found["passages"])
    for reason, passage in zip(why["reasons"], found["passages"], strict=True):
        assert sum(reason["parts"].values()) == pytest.approx(passage["score"], abs=1e-4)
        assert reason["merged"] == len(passage["chunk_ids"])


@pytest.mark.usefixtures("library")
def test_pasted_text_can_be_searched_for_and_is_too_long_a_question(run: Run) -> None:
    pasted = "非化石能源消费比重。" * 500
    assert len(pasted) == 5000
    assert run("search", pasted, "-k", "1", "--json").json["passages"]
    assert "问题有 5000 字，超过上限 2000 字" in one_line(run("ask", pasted), 2)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(
    ("option", "message"),
    [
        (["--year", "2023-2021"], "年份范围“2023-2021”前后颠倒，请写成 2021-2023"),
        (["--year", "去年"], "请写成 2023 或 2021-2023"),
        (["--year", "1999"], "没有年份为“1999”的文件；现有：2024"),
        (["--document", "nope"], "没有文件编号为“nope”的文件，可用 tanwen documents"),
        (["--region", "火星"], "没有地区为“火星”的文件；现有：南充市"),
        (["--level", "国家"], "没有层级为“国家”的文件；现有：市"),
    ],
    ids=["reversed", "no year", "another year", "document", "region", "level"],
)
def test_filters_that_nothing_meets(
    run: Run, command: str, option: list[str], message: str
) -> None:
    assert message in one_line(run(command, QUESTION, *option), 2)


@pytest.mark.usefixtures("library")
def test_a_range_of_years(run: Run) -> None:
    found = run("search", "非化石能源", "--year", "2023至2024年", "--json").json
    assert found["filters"] == {"year": "2023至2024年"}
    assert found["passages"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize("text", ["？！……", "《》", "——", "🙂"])
def test_a_query_without_letters_is_empty(run: Run, command: str, text: str) -> None:
    assert "问题是空的" in one_line(run(command, text), 2)


@pytest.mark.usefixtures("library")
def test_traditional_characters_find_the_same(run: Run) -> None:
    simplified = run("search", "非化石能源消费比重目标", "--json").json
    traditional = run("search", "非化石能源消費比重目標", "--json").json
    assert traditional | {"seconds": 0} == simplified | {"seconds": 0}


@pytest.mark.usefixtures("library")
def test_ask(run: Run) -> None:
    answer = run("ask", QUESTION, "--json").json
    assert "41.5%" in answer["answer"]
    assert answer["answer"].endswith("[1]")
    assert not answer["refused"]
    (sentence,) = answer["sentences"]
    assert (sentence["citations"], sentence["status"]) == ([1], "quoted")
    assert (sentence["line"], sentence["label"], sentence["reason"]) == (False, "", "")
    (citation,) = answer["citations"]
    assert (citation["n"], citation["doc_no"]) == (1, "南府发〔2024〕1号")
    assert citation["clause_path"] == ["二、主要目标"]
    assert citation["quote"] in citation["text"]
    assert set(answer["timings"]) == {"retrieve", "first_token", "total"}
    assert answer["llm"] == "none"


@pytest.mark.usefixtures("library")
def test_ask_in_the_terminal(run: Run) -> None:
    out = run("ask", QUESTION).out
    assert "41.5%" in out
    assert (
        "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号） 二、主要目标"
        in out.replace("\n", "")
    )


@pytest.mark.usefixtures("library")
def test_a_refusal_shows_the_nearest_clauses(run: Run) -> None:
    answer = run("ask", "南充市2027年的碳市场配额总量是多少", "--json").json
    assert (answer["refused"], answer["citations"]) == (True, [])
    assert answer["notes"] == ["查找的是：南充、2027年、碳市场配额总量。"]
    assert answer["answer"] == f"资料中未找到依据\n{answer['notes'][0]}"
    assert answer["nearest"]


@pytest.mark.usefixtures("library")
def test_a_follow_up_takes_what_it_leaves_out_from_the_dialogue(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    turns = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "41.5%"}]
    history.write_text(json.dumps(turns, ensure_ascii=False), encoding="utf-8")
    answer = run("ask", "那2030年呢？", "--history", str(history), "--json").json
    assert "43.5%" in answer["answer"]
    assert "41.5%" not in answer["answer"]


@pytest.mark.usefixtures("library")
def test_a_place_that_nobody_knows_is_asked_for(run: Run) -> None:
    assert "“我市”指哪里" in one_line(run("ask", "我市2025年非化石能源消费比重是多少？"), 2)
    assert run("search", "我市2025年非化石能源消费比重").code == 0


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "content", ["{", '{"role": "user"}', '[{"role": "robot", "content": "x"}]']
)
def test_a_wrong_history(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "history.json"
    path.write_text(content, encoding="utf-8")
    assert "JSON 列表" in one_line(run("ask", QUESTION, "--history", str(path)), 2)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("question", "message"),
    [("", "问题是空的"), ("\x00\x07？", "问题是空的"), ("碳" * 20_001, "字，超过上限")],
    ids=["empty", "control characters", "20,001 characters"],
)
def test_a_wrong_question(run: Run, question: str, message: str) -> None:
    assert message in one_line(run("ask", question), 2)
    assert message in one_line(run("search", question), 2)


def test_control_characters_in_a_question(run: Run, library: Path) -> None:
    assert "41.5%" in run("ask", f"\x1b[31m{QUESTION}\x00\r\n", "--json").json["answer"]


@pytest.mark.parametrize("command", [["documents"], ["search", "碳"], ["ask", "碳"], ["serve"]])
def test_no_library(run: Run, command: list[str]) -> None:
    assert "请先运行：tanwen ingest" in one_line(run(*command), 3)


def test_a_half_written_library(run: Run, library: Path, tmp_path: Path) -> None:
    folder = current_folder(tmp_path / "data")
    assert folder is not None
    database = folder / "library.sqlite"
    database.write_bytes(database.read_bytes()[:4096])
    assert "已损坏" in one_line(run("ask", QUESTION), 3)


def test_a_library_of_another_model(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = HashEncoder(name="another")
    monkeypatch.setattr(qa.engine, "make_encoder", lambda settings, cache: other)
    line = one_line(run("ask", QUESTION), 3)
    assert "hash-64" in line
    assert "another" in line
    assert "tanwen ingest" in line


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\x89PNG\r\n\x1a\n\xff", "中文编码"), (b"", "空的")],
    ids=["a picture", "empty"],
)
def test_a_document_that_cannot_be_read(
    run: Run, library: Path, tmp_path: Path, content: bytes, message: str
) -> None:
    bad = tmp_path / "坏.txt"
    bad.write_bytes(content)
    assert message in one_line(run("ingest", str(bad)), 2)
    assert len(run("documents", "--json").json) == 1


def test_no_free_disk(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(library.parent)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert "磁盘空间不足" in one_line(run("ingest", str(library)), 3)


def test_a_port_in_use(run: Run, library: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        line = one_line(run("serve", "--port", str(port)), 3)
    assert f"127.0.0.1:{port}" in line
    assert f"--port {port + 1}" in line


def test_a_gguf_with_a_wrong_hash(run: Run, library: Path, tmp_path: Path) -> None:
    gguf = tmp_path / "cache" / "tanwen" / "models" / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    gguf.parent.mkdir(parents=True, exist_ok=True)
    gguf.write_bytes(b"GGUF" + b"\0" * 100)
    line = one_line(run("ask", QUESTION, "--llm", "bundled"), 3)
    assert gguf.name in line
    assert "make models" in line


def test_an_unknown_chat_model(run: Run, library: Path) -> None:
    assert "bundled" in one_line(run("ask", QUESTION, "--llm", "无此模型"), 2)


def test_a_filter_that_nothing_meets(run: Run, library: Path) -> None:
    assert "没有地区为“成都市”的文件；现有：南充市" in one_line(
        run("search", "碳", "--region", "成都市"), 2
    )


def test_wrong_settings(run: Run, library: Path, tmp_path: Path) -> None:
    settings = tmp_path / "data" / "tanwen.toml"
    for text, message in (
        ("llm = ", "TOML"),
        ("lllm = 'none'", "lllm"),
        ("[server]\nport = 0", "port"),
    ):
        settings.write_text(text, encoding="utf-8")
        assert message in one_line(run("search", "碳"), 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "碳", "-k", "0"], "不小于 1"),
        (["search", "碳", "-k", "很多"], "整数"),
        (["serach"], "没有 serach 这个命令"),
        (["search"], "缺少参数 query"),
        (["search", "碳", "--city", "南充"], "没有 --city 这个选项"),
        (["search", "碳", "达峰"], "多了参数 达峰"),
        (["search", "碳", "--region"], "--region 后面要写值"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(run: Run, arguments: list[str], message: str) -> None:
    line = one_line(run(*arguments), 2)
    assert message in line
    assert "--help" in line
