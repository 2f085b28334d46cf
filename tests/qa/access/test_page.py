"""The page behind the door: Gradio's handlers know the visitor, and wait in the server's turns."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import gradio as gr
import httpx2
import pytest
from fastapi import FastAPI

from qa.access.identifying import COOKIE
from qa.access.visitors import visitor_of
from qa.api.app import add_api, serve
from qa.engine import Engine
from qa.faces.server import build_app, make_room
from qa.faces.waiting import in_turn
from qa.settings import ServerSettings
from tests.qa.access.conftest import PASSWORD, with_settings
from tests.qa.access.test_guard import BROWSER, log_in
from tests.qa.api.conftest import listening

CALL = "/gradio_api/call"


def tabs(gate: Event) -> gr.Blocks:
    """A page of two handlers; the long one goes on when the gate is open."""

    def who(request: gr.Request) -> Iterator[str]:
        for step in range(2):
            assert request.request
            visitor = visitor_of(request.request.scope)
            yield f"{step} {visitor.name} {visitor.role}"

    async def long(request: gr.Request) -> AsyncGenerator[str, None]:
        def work() -> Generator[str, None, None]:
            gate.wait(30)
            yield "done"

        async for told in in_turn(request, work, lambda line: line, Event()):
            yield told

    page: gr.Blocks
    with gr.Blocks() as page:
        told = gr.Textbox()
        gr.Button().click(who, None, told, api_name="who")
        gr.Button().click(long, None, told, api_name="long", concurrency_limit=None)
    return page


@contextmanager
def serving(
    engine: Engine, gate: Event, auth_file: Path | None, **settings: object
) -> Iterator[str]:
    """A server of this page behind the door."""
    server = ServerSettings.model_validate(settings)
    app = FastAPI()
    add_api(app, serve(with_settings(engine, server), auth_file))
    page = tabs(gate)
    make_room(page, server)
    with listening(gr.mount_gradio_app(app, page, path="/", ssr_mode=False)) as url:
        yield url


def call(url: str, name: str, cookies: dict[str, str] | None = None) -> list[str]:
    """What a handler has told, through Gradio's queue."""
    joined = httpx2.post(f"{url}{CALL}/{name}", json={"data": []}, cookies=cookies)
    assert joined.status_code == 200, joined.text
    followed = f"{url}{CALL}/{name}/{joined.json()['event_id']}"
    text = httpx2.get(followed, cookies=cookies, timeout=60).text
    return re.findall(r'^data: \["(.*)"\]$', text, re.MULTILINE)


def test_a_handler_knows_who_pressed_the_button(small_engine: Engine, auth_file: Path) -> None:
    with serving(small_engine, Event(), auth_file) as url:
        wang, lin = ({COOKIE: log_in(url, name).cookies[COOKIE]} for name in ("王", "lin"))
        assert decoded(call(url, "who", wang))[-1] == "1 王 reader"
        assert decoded(call(url, "who", lin))[-1] == "1 lin editor"
        refused = httpx2.post(f"{url}{CALL}/who", json={"data": []})
        assert (refused.status_code, refused.json()["title"]) == (401, "需要登录")


def decoded(told: list[str]) -> list[str]:
    """JSON strings as text."""
    return [one.encode().decode("unicode_escape") if "\\u" in one else one for one in told]


def test_who_waits_on_the_page_is_told_the_place(small_engine: Engine) -> None:
    gate = Event()
    told: list[list[str]] = []
    with serving(small_engine, gate, None, answers=1, queue=2) as url:
        asked = [Thread(target=lambda: told.append(decoded(call(url, "long")))) for _ in range(4)]
        for one in asked:
            one.start()
        asked_short = decoded(call(url, "who"))
        assert asked_short[-1] == "1 本机 editor"
        while not any(one and one[0].startswith("排队的问题太多") for one in told):
            assert any(one.is_alive() for one in asked)
            time.sleep(0.01)
        gate.set()
        for one in asked:
            one.join(30)
    waited = sorted(one[0] for one in told)
    assert waited[:3] == ["done", "前面还有 1 个问题，请稍候", "前面还有 2 个问题，请稍候"]
    assert sorted(one[-1] for one in told) == ["done"] * 3 + [waited[3]]


def test_too_many_questions_on_the_page_are_told_in_one_line(small_engine: Engine) -> None:
    gate = Event()
    gate.set()
    with serving(small_engine, gate, None, answers_per_minute=1) as url:
        assert decoded(call(url, "long"))[-1] == "done"
        assert re.fullmatch("问题太多，请 [0-9]+ 秒后再试", decoded(call(url, "long"))[-1])


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/assets/x.js", "/metrics"])
def test_nothing_of_the_real_page_is_shown_to_strangers(
    small_engine: Engine, auth_file: Path, path: str
) -> None:
    with listening(build_app(serve(small_engine, auth_file))) as url:
        sent = httpx2.get(f"{url}{path}", headers=BROWSER)
        if path == "/metrics":
            assert sent.status_code == 401
        else:
            assert (sent.status_code, sent.headers["location"][:12]) == (303, "/login?next=")
        assert httpx2.get(f"{url}{path}").status_code == 401
        held = {COOKIE: log_in(url, password=PASSWORD).cookies[COOKIE]}
        assert "碳问" in httpx2.get(url, cookies=held).text
        mcp = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        assert httpx2.post(f"{url}/mcp", json=mcp).status_code == 401


@pytest.mark.parametrize("known", [True, False], ids=["accounts", "this machine"])
def test_who_has_logged_in_can_log_out(
    small_engine: Engine, auth_file: Path, *, known: bool
) -> None:
    with listening(build_app(serve(small_engine, auth_file if known else None))) as url:
        cookies = {COOKIE: log_in(url, "王").cookies[COOKIE]} if known else {}
        assert ('href=\\"/logout\\"' in httpx2.get(f"{url}/", cookies=cookies).text) == known
