"""The server: the interfaces for programs and the Gradio page on one app, run by uvicorn."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from corpus.errors import InputError, SetupError, TanwenError

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from qa.api.served import Served
    from qa.engine import Engine
    from qa.jobs import Jobs
    from qa.settings import ServerSettings

log = logging.getLogger(__name__)


class QuietlyStopping(uvicorn.Server):
    """A server that lets answers finish when it is stopped, and logs no connection that it cuts."""

    def __init__(self, config: uvicorn.Config, jobs: Jobs, seconds: float) -> None:
        """Answers have so many ``seconds`` before they are broken off."""
        super().__init__(config)
        self._jobs = jobs
        self._seconds = seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; see `uvicorn.Server.shutdown`."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await self._jobs.stop(self._seconds, lambda: self.force_exit)
        await super().shutdown(sockets)


def build_app(served: Served) -> FastAPI:
    """The app: the interfaces for programs, and the page at ``/``, which takes what is left."""
    from qa.faces.downloads import private_folder

    downloads = private_folder()  # Before Gradio is loaded, which reads where its files lie.
    import gradio as gr
    from fastapi import FastAPI

    from qa.access.guard import LOGOUT
    from qa.api.app import add_api
    from qa.faces.holding import HeldJoins
    from qa.faces.page import CSS, WORDS, build_page, page_head, page_theme
    from qa.faces.spoken import OwnWords
    from qa.mcp.mounted import make_route
    from qa.mcp.server import build_server

    engine, server = served.engine, build_server(served.engine, served.jobs)
    settings = engine.settings
    megabytes = max(2 * settings.drafts.megabytes, settings.server.upload_megabytes)
    page = build_page(engine, served.jobs, LOGOUT if served.access.file else "")
    make_room(page, settings.server)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with downloads(app), server.session_manager.run():
            yield

    app = FastAPI(
        title="tanwen", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    add_api(app, served)
    app.router.routes.append(make_route(server, served))
    app.add_middleware(HeldJoins)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        css_paths=CSS,
        head=page_head(),
        theme=page_theme(),
        footer_links=[],
        run_history=False,
        i18n=OwnWords(en=WORDS),
        max_file_size=f"{megabytes}mb",
        ssr_mode=False,
    )
    return app


def make_room(page: gr.Blocks, server: ServerSettings) -> None:
    """Have Gradio's queue hold those who wait for their turn, and still do what is short."""
    page.max_threads += server.answers + server.queue
    page.queue()


def serve_page(engine: Engine, host: str, port: int, auth_file: Path | None = None) -> None:
    """Serve the page and the interfaces for programs until they are stopped.

    Raises:
        InputError: the host is not an address of this machine, or others reach it and there are no
            accounts.
        SetupError: the port is in use, or the library, a model or the accounts are not ready.
    """
    from qa.access.starting import check_start
    from qa.api.app import PATH, serve
    from qa.api.completions import PATH as COMPLETIONS
    from qa.mcp.mounted import PATH as MCP

    with listen(host, port) as listening:
        served = serve(engine, auth_file)
        notes = check_start(served.access, listening.getsockname()[0])
        engine.require_models()
        engine.warm_up_search()
        app = build_app(served)
        threading.Thread(target=warm_up, args=(engine,), daemon=True).start()
        url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
        sys.stdout.write(f"碳问已打开：{url}（按 Ctrl+C 停止）\n")
        sys.stdout.write(f"程序接口：{url}{PATH}/openapi.json，MCP：{url}{MCP}\n")
        sys.stdout.write(f"对话客户端（OpenAI 兼容）：{url}{COMPLETIONS}\n")
        sys.stdout.writelines(f"{note}\n" for note in notes)
        sys.stdout.flush()
        open_browser(url)
        # Open pages hold a connection for ever; stopping must not wait for them.
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=1, proxy_headers=False
        )  # What proxies say is believed by the accounts' own rules (`qa.access.addresses`).
        seconds = engine.settings.server.stop_seconds
        QuietlyStopping(config, served.jobs, seconds).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        InputError: the host is not an address of this machine.
        SetupError: the port is in use or not allowed.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except socket.gaierror as error:
        listening.close()
        raise InputError(f"{host} 不是本机地址，请用 127.0.0.1 或 0.0.0.0") from error
    except OSError as error:
        listening.close()
        advice = f"请换一个端口：tanwen serve --port {port + 1}"
        raise SetupError(f"打不开 {host}:{port}（{error.strerror}），{advice}") from error
    return listening


def warm_up(engine: Engine) -> None:
    """Load the chat model while the page is being opened; the first question tells what fails."""
    try:
        engine.warm_up_chat()
    except TanwenError as error:
        log.warning("%s", error)
        sys.stderr.write(f"提示：{error}\n")


def open_browser(url: str) -> None:
    """Open the page where there is a screen and a person."""
    graphical = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY")
    if graphical and sys.stdout.isatty():
        webbrowser.open(url)
