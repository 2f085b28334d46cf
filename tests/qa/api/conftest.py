from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.api.app import add_api, serve
from qa.api.served import Served
from qa.engine import Engine
from qa.faces.server import listen
from qa.settings import ServerSettings
from tests.qa.api.slow import SlowEngine


class MakeSlow(Protocol):
    """Makes an engine whose answers take some seconds."""

    def __call__(self, seconds: float, server: ServerSettings = ...) -> SlowEngine: ...


PATIENT = ServerSettings(queue=100, answers_per_minute=1000)
"""Of a server that many may ask at once."""


def mounted(served: Served) -> FastAPI:
    """The interface on an app as the server mounts it, without the page."""
    app = FastAPI()
    add_api(app, served)
    return app


def local_client(served: Served, raise_server_exceptions: bool = True) -> TestClient:
    """A client of the interface on this machine."""
    return TestClient(
        mounted(served), "http://localhost", raise_server_exceptions=raise_server_exceptions
    )


@pytest.fixture
def served(small_engine: Engine) -> Served:
    return serve(small_engine)


@pytest.fixture
def client(served: Served) -> Iterator[TestClient]:
    with local_client(served, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def make_slow(small_engine: Engine) -> MakeSlow:
    def make(seconds: float, server: ServerSettings = PATIENT) -> SlowEngine:
        return SlowEngine(small_engine, seconds, server)

    return make


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """A server of an app in a thread; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, proxy_headers=False)
    )
    with listen("127.0.0.1", 0) as socket:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
