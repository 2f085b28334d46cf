"""The description of the interface, and that the interface is as described."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from qa.api.app import serve
from qa.engine import Engine
from qa.settings import ServerSettings
from tests.qa.access.conftest import with_settings
from tests.qa.api.conftest import mounted

ASKED = {"/search", "/cite", "/compare", "/ask", "/ask/stream", "/check", "/check/file"}
"""What takes more than a name."""
ROUTES = ASKED | {"/documents", "/documents/{document_id}", "/health", "/ready"}


def test_every_route_is_described(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == ROUTES
    assert described["servers"] == [{"url": "/api/v1"}]
    schemas = described["components"]["schemas"]
    assert {"chunk_id", "clause_path", "line_start", "score"} <= set(
        schemas["PassageValue"]["properties"]
    )
    assert {"status", "detail", "request_id"} <= set(schemas["Problem"]["properties"])
    asked = described["paths"]["/ask"]["post"]["responses"]
    assert set(asked["503"]["content"]) == {"application/problem+json"}


def test_no_page_asks_another_host(client: TestClient) -> None:
    assert client.get("/api/v1/docs").status_code == 404
    assert client.get("/api/v1/redoc").status_code == 404


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *((path, GenerationMode.POSITIVE) for path in sorted(ROUTES)),
        *((path, GenerationMode.NEGATIVE) for path in sorted(ASKED)),
    ],
)
def test_the_interface_is_as_described(
    small_engine: Engine, path: str, mode: GenerationMode
) -> None:
    # What meets the schema may still be refused: a question of nothing but marks, an unknown place.
    named = with_settings(small_engine, ServerSettings(hosts=("testserver",)))
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", mounted(serve(named)))
    for found in schema.include(path=path).get_all_operations():
        assert isinstance(found, Ok)

        @seed(0)
        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=found.ok().as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        holds()
