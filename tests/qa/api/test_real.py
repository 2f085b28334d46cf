"""The interface over the shipped documents, with the real models."""

from __future__ import annotations

import pytest

from corpus.sources import shipped_documents
from qa.api.app import serve
from qa.api.schemas import AnswerValue, ReportValue, SearchValue
from qa.engine import Engine
from tests.conftest import is_verbatim
from tests.qa.api.conftest import local_client
from tests.qa.api.events import read_events

pytestmark = pytest.mark.models
QUESTION = "南充市2025年非化石能源消费比重目标是多少"


def test_from_a_search_to_a_checked_draft(real_engine: Engine) -> None:
    with local_client(serve(real_engine)) as client:
        found = client.get("/api/v1/search", params={"query": QUESTION}).json()
        best = SearchValue.model_validate(found).passages[0]
        lines = (shipped_documents() / best.source_file).read_text(encoding="utf-8").split("\n")
        assert is_verbatim(best.text, "".join(lines[best.line_start - 1 : best.line_end]))

        told = client.post("/api/v1/ask/stream", json={"question": QUESTION})
        name, value = read_events(told.text)[-1]
        answer = AnswerValue.model_validate(value)
        assert (name, answer.llm, answer.citations[0].doc_no) == (
            *("answer", "bundled", "南府发〔2024〕1号"),
        )
        assert "41.5%" in answer.answer

        checked = client.post("/api/v1/check", json={"text": answer.sentences[0].text})
        (claim,) = ReportValue.model_validate(checked.json()).claims
        assert claim.verdict in ("supported", "verbatim")
