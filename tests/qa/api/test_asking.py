"""Questions over HTTP: whole, as events, beside a search, and left by who asked."""

from __future__ import annotations

import threading
import time

import httpx2
import pytest
from fastapi.testclient import TestClient

from qa.api.app import serve
from qa.api.schemas import AnswerValue
from tests.qa.api.conftest import MakeSlow, listening, local_client, mounted
from tests.qa.api.events import read_events

ASK = "/api/v1/ask"
QUESTION = {"question": "南充市2025年非化石能源消费比重目标是多少？"}


def test_a_whole_answer(client: TestClient) -> None:
    value = AnswerValue.model_validate(client.post(ASK, json=QUESTION).json())
    assert not value.refused
    assert "41.5%" in value.answer
    assert value.citations[0].quote in value.citations[0].text


def test_a_refusal_is_an_answer(client: TestClient) -> None:
    told = client.post(ASK, json={"question": "今天天气怎么样"})
    value = AnswerValue.model_validate(told.json())
    assert (told.status_code, value.refused, value.citations) == (200, True, [])
    assert value.answer.startswith("资料中未找到依据")


def test_a_follow_up_is_made_whole(client: TestClient) -> None:
    history = [{"role": "user", "content": QUESTION["question"]}]
    told = client.post(ASK, json={"question": "那2030年呢", "history": history})
    assert "43.5%" in told.json()["answer"]


def test_an_answer_as_events(client: TestClient) -> None:
    told = client.post(f"{ASK}/stream", json=QUESTION)
    assert told.headers["content-type"].startswith("text/event-stream")
    events = read_events(told.text)
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("retrieved", "answer")
    assert "checked" in names
    assert events[0][1]["evidence"][0]["text"] in events[0][1]["passages"][0]["text"]
    whole = client.post(ASK, json=QUESTION).json()
    assert events[-1][1]["answer"] == whole["answer"]


@pytest.mark.parametrize("path", [ASK, f"{ASK}/stream"])
def test_bad_questions_are_refused_before_anything_is_streamed(
    client: TestClient, path: str
) -> None:
    told = client.post(path, json={**QUESTION, "region": "火星"})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
    assert "没有地区为“火星”的文件" in told.json()["detail"]


def test_search_does_not_wait_for_answers(make_slow: MakeSlow) -> None:
    served = serve(make_slow(2.0))
    with local_client(served) as client:
        asked = [
            threading.Thread(target=client.post, args=(ASK,), kwargs={"json": QUESTION})
            for _ in range(60)
        ]
        for one in asked:
            one.start()
        while served.jobs.running < len(asked):
            time.sleep(0.01)
        seconds = sorted(timed_search(client) for _ in range(40))
        assert served.jobs.running > 50
        assert seconds[int(len(seconds) * 0.95)] <= 0.15
        client.portal.call(served.jobs.stop, 0)  # type: ignore[union-attr]  # it is open
        for one in asked:
            one.join()


def timed_search(client: TestClient) -> float:
    """Seconds of one search."""
    started = time.perf_counter()
    assert client.get("/api/v1/search", params={"query": "非化石能源消费比重"}).status_code == 200
    return time.perf_counter() - started


def test_who_leaves_a_stream_stops_the_answer(make_slow: MakeSlow) -> None:
    engine = make_slow(60)
    served = serve(engine)
    with (
        listening(mounted(served)) as url,
        httpx2.stream("POST", f"{url}{ASK}/stream", json=QUESTION) as told,
    ):
        lines = told.iter_lines()
        assert next(lines) == "event: retrieved"
        assert not engine.closed.is_set()
        told.close()
        assert engine.closed.wait(3)
        assert served.jobs.running == 0


def test_who_does_not_wait_for_an_answer_stops_it(make_slow: MakeSlow) -> None:
    engine = make_slow(60)
    with listening(mounted(serve(engine))) as url:
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(f"{url}{ASK}", json=QUESTION, timeout=0.5)
        assert engine.closed.wait(3)


def test_when_the_server_stops_an_answer_is_broken_off(make_slow: MakeSlow) -> None:
    served = serve(make_slow(60))
    told: list[httpx2.Response] = []
    with local_client(served) as client:
        asked = [
            threading.Thread(target=lambda path=path: told.append(client.post(path, json=QUESTION)))
            for path in (ASK, f"{ASK}/stream")
        ]
        for one in asked:
            one.start()
        while served.jobs.running < len(asked):
            time.sleep(0.01)
        client.portal.call(served.jobs.stop, 0.3)  # type: ignore[union-attr]  # it is open
        for one in asked:
            one.join()
        whole, streamed = sorted(told, key=lambda one: one.status_code, reverse=True)
        assert (whole.status_code, whole.json()["status"]) == (503, 503)
        name, problem = read_events(streamed.text)[-1]
        assert (name, problem["status"]) == ("error", 503)
        assert problem["detail"].startswith("服务正在停止")
        assert problem["request_id"] == streamed.headers["x-request-id"]
        assert client.post(f"{ASK}/stream", json=QUESTION).status_code == 503
        assert client.get("/api/v1/ready").status_code == 503
        assert client.get("/api/v1/health").status_code == 200


def test_when_the_server_stops_a_short_answer_finishes(make_slow: MakeSlow) -> None:
    served = serve(make_slow(0.5))
    told: list[httpx2.Response] = []
    with local_client(served) as client:
        asked = threading.Thread(target=lambda: told.append(client.post(ASK, json=QUESTION)))
        asked.start()
        while not served.jobs.running:
            time.sleep(0.01)
        client.portal.call(served.jobs.stop, 10)  # type: ignore[union-attr]  # it is open
        asked.join()
    assert "41.5%" in told[0].json()["answer"]
