"""What is counted."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_requests_and_answers_are_counted(client: TestClient) -> None:
    client.get("/api/v1/documents/没有这份")
    client.post("/api/v1/ask", json={"question": "南充市2025年非化石能源消费比重是多少"})
    client.post("/api/v1/ask/stream", json={"question": "今天天气怎么样"})
    client.request("用户写的".encode().hex().upper(), "/api/v1/秘密")
    told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    for line in (
        'tanwen_requests_total{method="GET",route="/documents/{document_id}",status="404"} 1.0',
        'tanwen_requests_total{method="POST",route="/ask",status="200"} 1.0',
        'tanwen_requests_total{method="other",route="other",status="404"} 1.0',
        'tanwen_request_seconds_count{route="/ask/stream"} 1.0',
        'tanwen_answers_total{outcome="answered"} 1.0',
        'tanwen_answers_total{outcome="refused"} 1.0',
        "tanwen_jobs 0.0",
    ):
        assert line in told.text.splitlines()
    for text in ("没有", "秘密", "天气", "南充"):
        assert text not in told.text
