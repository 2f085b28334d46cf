"""Many who ask at once: each is answered in turn, or told the place, or refused in time."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from fastapi.testclient import TestClient

from qa.api.app import serve
from qa.settings import ServerSettings
from tests.qa.api.conftest import MakeSlow, listening, local_client, mounted
from tests.qa.api.events import read_events

CLIENTS = 20
FIGURES = {
    "南充市2025年非化石能源消费比重目标是多少？": "比重达到41.5%",
    "南充市2030年非化石能源消费比重目标是多少？": "比重达到43.5%",
    "淄博市2025年非化石能源消费比重目标是多少？": "比重提高到8%",
    "全国2030年非化石能源消费比重目标是多少？": "比重达到25%",
}
"""Questions, and what only the answer to each may hold."""


def ask(url: str, question: str, streamed: bool) -> tuple[str, list[int]]:
    """The answer, and the places that were told before it."""
    path = f"{url}/api/v1/ask{'/stream' if streamed else ''}"
    told = httpx2.post(path, json={"question": question}, timeout=90)
    assert told.status_code == 200
    if not streamed:
        return told.json()["answer"], []
    events = read_events(told.text)
    places = [value["place"] for name, value in events if name == "queued"]
    assert [name for name, _ in events].count("answer") == 1
    assert events[-1][1]["question"] == question
    return events[-1][1]["answer"], places


def test_twenty_clients_at_once_get_each_their_own_answer(make_slow: MakeSlow) -> None:
    questions = [list(FIGURES)[number % len(FIGURES)] for number in range(CLIENTS)]
    server = ServerSettings()
    with (
        listening(mounted(serve(make_slow(0.3, server)))) as url,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        started = time.monotonic()
        streamed = [number % 5 > 0 for number in range(CLIENTS)]
        done = list(pool.map(ask, [url] * CLIENTS, questions, streamed))
        assert time.monotonic() - started < 60
    for question, (answer, places) in zip(questions, done, strict=True):
        assert [figure in answer for figure in FIGURES.values()] == [
            one == question for one in FIGURES
        ]
        assert places == sorted(set(places), reverse=True)
    told = [places for _, places in done if places]
    assert len(told) >= sum(streamed) - server.answers
    assert max(max(places) for places in told) > CLIENTS // 2


@pytest.mark.parametrize("path", ["ask", "ask/stream"])
def test_a_full_queue_says_when_to_come_again(make_slow: MakeSlow, path: str) -> None:
    served = serve(make_slow(60, ServerSettings(answers=1, queue=1)))
    question = {"question": next(iter(FIGURES))}
    with local_client(served) as client:
        asked = [
            threading.Thread(target=client.post, args=("/api/v1/ask",), kwargs={"json": question})
            for _ in range(2)
        ]
        for one in asked:
            one.start()
        while served.jobs.running < len(asked):
            time.sleep(0.01)
        told = client.post(f"/api/v1/{path}", json=question)
        assert (told.status_code, told.headers["retry-after"]) == (503, "10")
        assert told.headers["content-type"] == "application/problem+json"
        assert told.json()["detail"] == "排队的问题太多，请 10 秒后再试"
        client.portal.call(served.jobs.stop, 0)  # type: ignore[union-attr]  # it is open
        for one in asked:
            one.join()


def test_who_leaves_while_waiting_leaves_the_place(make_slow: MakeSlow) -> None:
    engine = make_slow(60, ServerSettings(answers=1, queue=1))
    served = serve(engine)
    question = {"question": next(iter(FIGURES))}
    with listening(mounted(served)) as url:
        stream = f"{url}/api/v1/ask/stream"
        with httpx2.stream("POST", stream, json=question) as first:
            answering = first.iter_lines()
            assert next(answering) == "event: retrieved"
            for _ in range(3):
                with httpx2.stream("POST", stream, json=question) as second:
                    lines = second.iter_lines()
                    assert next(lines) == "event: queued"
                    assert json.loads(next(lines).removeprefix("data: ")) == {"place": 1}
                until = time.monotonic() + 5
                while served.jobs.running > 1 and time.monotonic() < until:
                    time.sleep(0.01)
                assert served.jobs.running == 1
        assert engine.closed.wait(5)


def test_the_event_is_described(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]["/ask/stream"]["post"]
    told = described["responses"]["200"]
    assert "queued" in told["description"]
    schema = told["content"]["text/event-stream"]["schema"]
    assert "queued" in schema["properties"]["event"]["enum"]
    assert {"401", "429", "503"} <= set(described["responses"])
