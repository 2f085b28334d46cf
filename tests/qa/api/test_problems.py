"""Errors, ids and limits of requests."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api.app import serve
from qa.api.problems import Problem
from qa.engine import Engine
from qa.settings import Settings
from tests.fakes import HashEncoder
from tests.qa.api.conftest import local_client

SEARCH = "/api/v1/search"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "detail"),
    [
        ("POST", SEARCH, {"query": "？？？"}, 422, "问题是空的，请输入内容"),
        ("POST", SEARCH, {"query": "碳", "year": "去年"}, 422, "年份“去年”看不懂"),
        ("POST", SEARCH, {"k": 5}, 422, "body.query：缺少这一项"),
        ("POST", SEARCH, {"query": "碳", "k": 999}, 422, "body.k：太大，最大 200"),
        ("POST", SEARCH, {"query": "碳", "year": 2021}, 422, "body.year.0：应是文字"),
        ("POST", SEARCH, {"query": "碳", "regoin": "x"}, 422, "body.regoin：没有这一项"),
        ("GET", "/api/v1/nothing", None, 404, "没有这个地址"),
        ("DELETE", SEARCH, None, 405, "不接受这种请求方法"),
        ("GET", "/api/v1/documents/nothing", None, 404, "没有这个编号的文件"),
    ],
)
def test_errors_are_problems(
    client: TestClient, method: str, path: str, body: object, status: int, detail: str
) -> None:
    told = client.request(method, path, json=body)
    problem = Problem.model_validate(told.json())
    assert told.headers["content-type"] == "application/problem+json"
    assert (told.status_code, problem.status, problem.instance) == (status, status, path)
    assert detail in problem.detail
    assert problem.request_id == told.headers["x-request-id"]


def test_the_json_must_be_json(client: TestClient) -> None:
    told = client.post(SEARCH, content=b'{"query', headers={"Content-Type": "application/json"})
    assert (told.status_code, told.json()["detail"]) == (422, "body.1：不是有效的 JSON")


def test_a_request_of_another_site_cannot_pose_as_a_form(client: TestClient) -> None:
    told = client.post(SEARCH, content=b'{"query":"a"}', headers={"Content-Type": "text/plain"})
    assert told.status_code == 422


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "not declared"])
def test_a_request_that_is_too_large(client: TestClient, chunked: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b" " * 2**20] * 9

    content = pieces() if chunked else b" " * 9 * 2**20
    told = client.post(SEARCH, content=content, headers={"Content-Type": "application/json"})
    assert (told.status_code, Problem.model_validate(told.json()).status) == (413, 413)


def test_the_callers_id_comes_back(client: TestClient) -> None:
    told = client.get("/api/v1/health", headers={"X-Request-Id": "abc-1.2_3"})
    assert told.headers["x-request-id"] == "abc-1.2_3"


@pytest.mark.parametrize("given", ["", "a b", "<script>", "x" * 65, "a\tb"])
def test_an_id_that_is_not_sane_is_replaced(client: TestClient, given: str) -> None:
    told = client.get("/api/v1/health", headers={"X-Request-Id": given})
    assert re.fullmatch("[0-9a-f]{32}", told.headers["x-request-id"])


def test_without_a_library_it_is_not_ready(tmp_path: Path) -> None:
    engine = Engine(Settings(llm="none"), tmp_path / "data", tmp_path)
    engine.encoder = HashEncoder()
    with local_client(serve(engine)) as client:
        for path in ("/api/v1/ready", "/api/v1/documents"):
            told = client.get(path)
            assert told.status_code == 503
            assert told.json()["detail"] == "数据文件夹 中还没有文件库，请先运行：tanwen ingest"
        assert client.get("/api/v1/health").json()["status"] == "alive"


def test_nothing_from_inside_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("secret of the program")

    monkeypatch.setattr("qa.api.lookups.search", fail)
    with caplog.at_level(logging.ERROR):
        told = client.post(SEARCH, json={"query": "碳"}, headers={"X-Request-Id": "r-1"})
    assert (told.status_code, told.json()["request_id"]) == (500, "r-1")
    assert told.headers["x-request-id"] == "r-1"
    assert "secret" not in told.text
    assert "request r-1 failed" in caplog.text
