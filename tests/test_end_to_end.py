"""The whole way on the shipped documents, with the real models."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.sources import shipped_documents
from corpus.storage import current_folder
from qa.answering.model import Answer, Checked, Retrieved, Status
from qa.engine import Engine
from tests.conftest import ingest_shipped, is_verbatim

pytestmark = pytest.mark.models
TANWEN = Path(sys.executable).with_name("tanwen")


def stands_at_its_lines(answer: Answer) -> bool:
    """Whether every quote is found at the stated lines of its source file."""
    for citation in answer.citations:
        passage = citation.passage
        text = (shipped_documents() / passage.source_file).read_text(encoding="utf-8")
        lines = text.split("\n")[passage.line_start - 1 : passage.line_end]
        if not is_verbatim(citation.quote, "".join(lines)):
            return False
    return True


@pytest.mark.parametrize(
    ("question", "figure", "doc_no", "path"),
    [
        (
            "南充市2025年非化石能源消费比重目标是多少",
            "41.5%",
            "南府发〔2024〕1号",
            ("二、主要目标",),
        ),
        (
            "淄博市新增光伏发电装机“十四五”期间要达到多少",
            "400万千瓦以上",
            "淄政字〔2023〕57号",
            ("三、实施碳达峰“十大行动”", "（一）能源绿色低碳转型行动", "1.大力发展新能源"),
        ),
        (
            "克拉玛依到2025年规模以上高新技术工业企业增加值占制造业增加值比重要达到多少",
            "20%",
            None,
            ("二、建设目标",),
        ),
    ],
    ids=["南充", "淄博", "克拉玛依"],
)
def test_a_figure_with_its_clause(
    real_engine: Engine, question: str, figure: str, doc_no: str | None, path: tuple[str, ...]
) -> None:
    events = list(real_engine.answerer.stream(question))
    answer = events[-1]
    assert isinstance(events[0], Retrieved)
    assert isinstance(answer, Answer)
    assert figure in answer.answer
    assert re.search(r"\[1\]", answer.answer)
    assert (answer.citations[0].passage.doc_no, answer.citations[0].passage.clause_path) == (
        doc_no,
        path,
    )
    assert figure in answer.citations[0].quote
    assert stands_at_its_lines(answer)
    assert any(isinstance(event, Checked) for event in events)
    assert all(s.citations or s.status is Status.UNSUPPORTED for s in answer.sentences)
    assert answer.prompt_tokens is not None
    assert answer.prompt_tokens <= 900


@pytest.mark.parametrize(
    "question",
    [
        "克拉玛依市2027年的碳市场配额总量是多少",
        "成都市2025年非化石能源消费比重是多少？",
        "今天天气怎么样",
    ],
)
def test_no_basis_is_said(real_engine: Engine, question: str) -> None:
    answer = real_engine.answerer.ask(question)
    assert (answer.answer.splitlines()[0], answer.refused, answer.citations) == (
        "资料中未找到依据",
        True,
        (),
    )
    assert len(answer.nearest) == 3


def test_the_catalogue_of_the_five_files(real_engine: Engine) -> None:
    documents = list(real_engine.view.library.documents.values())
    first = {d.source_file[:3]: d for d in reversed(documents)}
    assert [first[name].doc_no for name in ("001", "002")] == [
        "淄政字〔2023〕57号",
        "南府发〔2024〕1号",
    ]
    assert [first[name].date for name in ("001", "002")] == ["2023-06-13", "2024-01-22"]
    assert "title" in first["000"].inferred
    assert (first["002"].page_end, first["001"].page_end) == (32, None)
    assert len(documents) >= 185


def test_a_clause_of_a_compilation_is_cited_by_its_own_document(real_engine: Engine) -> None:
    found = real_engine.view.retriever.search(
        "碳排放权交易管理办法 重点排放单位 清缴义务 罚款", 5
    ).passages
    assert found[0].title == "碳排放权交易管理办法（试行）"
    assert found[0].compilation == "碳达峰碳中和政策法规文件汇编（2022版）"
    assert found[0].level == "部委"


def test_a_second_ingest_embeds_nothing(real_engine: Engine) -> None:
    before = current_folder(real_engine.data)
    assert ingest_shipped(real_engine).embedded == 0
    assert current_folder(real_engine.data) == before


def test_the_command_line_answers_with_the_bundled_model(real_engine: Engine) -> None:
    environment = {**os.environ, "TANWEN_DATA": str(real_engine.data)}
    question = "克拉玛依市2025年非化石能源消费比重提高到多少？"
    done = subprocess.run(
        [TANWEN, "ask", question, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    answer = json.loads(done.stdout)
    assert "6%左右" in answer["answer"]
    assert "70%" not in answer["answer"]
    assert answer["llm"] == "bundled"
    assert done.stderr == ""
