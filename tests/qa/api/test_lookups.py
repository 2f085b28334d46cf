"""The routes that answer at once, over the small library."""

from __future__ import annotations

import dataclasses

import pytest
from fastapi.testclient import TestClient

from corpus.library import CatalogueEntry
from qa.api.schemas import (
    ComparisonValue,
    DocumentValue,
    FoundValue,
    PassageValue,
    SearchValue,
    WholeDocumentValue,
)
from qa.passages import Passage
from tests.conftest import is_verbatim

API = "/api/v1"
QUERY = "南充市2025年非化石能源消费比重"


def test_search(client: TestClient) -> None:
    found = client.post(f"{API}/search", json={"query": QUERY, "k": 2, "region": "南充市"})
    value = SearchValue.model_validate(found.json())
    assert (found.status_code, value.filters) == (200, {"region": "南充市"})
    assert "41.5%" in value.passages[0].text
    assert len(value.passages) == 2
    assert value.explanation is None


def test_any_of_several_values(client: TestClient) -> None:
    asked: dict[str, str | int | list[str]] = {"query": QUERY, "k": 20, "level": ["国家", "市"]}
    posted = client.post(f"{API}/search", json={**asked, "region": None})
    got = client.get(f"{API}/search", params={**asked, "region": ["南充市", "淄博市"]})
    assert {one["level"] for one in posted.json()["passages"]} == {"国家", "市"}
    assert {one["region"] for one in got.json()["passages"]} == {"南充市", "淄博市"}
    assert got.json()["filters"] == {"region": ["南充市", "淄博市"], "level": ["国家", "市"]}
    both = client.post(f"{API}/search", json={**asked, "region": "南充市"}).json()
    assert {one["region"] for one in both["passages"]} == {"南充市"}


def test_search_explains(client: TestClient) -> None:
    found = client.get(f"{API}/search", params={"query": QUERY, "explain": True})
    value = SearchValue.model_validate(found.json())
    assert value.explanation is not None
    assert value.explanation.years == (2025,)


def test_get_and_post_find_the_same(client: TestClient) -> None:
    asked: dict[str, str | int] = {"query": QUERY, "k": 3}
    got = client.get(f"{API}/search", params=asked).json()
    posted = client.post(f"{API}/search", json=asked).json()
    assert got["passages"] == posted["passages"]


def test_cite(client: TestClient) -> None:
    asked = {"text": "全国非化石能源消费比重达到25%左右", "style": "2025"}
    value = FoundValue.model_validate(client.post(f"{API}/cite", json=asked).json())
    assert (value.hits[0].match, value.standard) == ("逐字", "2025")
    assert value.hits[0].citations.official == (
        "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）第二部分"
    )


def test_compare(client: TestClient) -> None:
    asked: dict[str, str | list[str]] = {
        "indicator": "非化石能源消费比重",
        "region": ["南充", "淄博"],
        "year": ["2025"],
    }
    posted = client.post(f"{API}/compare", json=asked).json()
    assert client.get(f"{API}/compare", params=asked).json() == posted
    value = ComparisonValue.model_validate(posted)
    figures = [[target.figure for target in row.cells[0].targets] for row in value.rows]
    assert figures == [["41.5%"], ["8%左右"]]


def test_documents(client: TestClient) -> None:
    listed = client.get(f"{API}/documents").json()
    documents = [DocumentValue.model_validate(one) for one in listed]
    assert len(documents) == 7
    whole = client.get(f"{API}/documents/{documents[0].document_id}").json()
    value = WholeDocumentValue.model_validate(whole)
    assert value.document == documents[0]
    assert len(value.clauses) == documents[0].clauses


def test_a_document_has_the_clauses_that_search_finds(client: TestClient) -> None:
    (passage,) = client.post(f"{API}/search", json={"query": QUERY, "k": 1}).json()["passages"]
    whole = client.get(f"{API}/documents/{passage['document_id']}").json()
    (clause,) = (one for one in whole["clauses"] if passage["chunk_id"] in one["chunk_ids"])
    assert is_verbatim(passage["text"], clause["text"])
    assert clause["clause_path"] == passage["clause_path"]


@pytest.mark.parametrize("name", ["..", "../library.sqlite", "%2e%2e%2fCURRENT", "/etc/passwd"])
def test_no_name_leads_out_of_the_library(client: TestClient, name: str) -> None:
    told = client.get(f"{API}/documents/{name}")
    assert told.status_code == 404
    assert told.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("model", "kind", "added"),
    [
        (PassageValue, Passage, {"complete", "chunk_ids"}),
        (DocumentValue, CatalogueEntry, {"complete"}),
    ],
    ids=["passage", "document"],
)
def test_the_models_have_the_fields_of_the_values(
    model: type[PassageValue | DocumentValue], kind: type[Passage | CatalogueEntry], added: set[str]
) -> None:
    fields = {field.name for field in dataclasses.fields(kind)} - {"parts"}
    assert set(model.model_fields) == fields | added
