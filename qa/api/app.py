"""The interface for programs as one app, which the server mounts at `PATH`.

It is an app of its own, so that its errors, ids and limits are its own, and do not touch the page
beside it. Whatever is to hold for every request of programs has its place in `build_api`.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from qa.access.guard import Guard
from qa.access.identifying import make_access
from qa.access.login import add_login
from qa.api import asking, checking, completions, health, lookups
from qa.api.checking import FILE_PATH
from qa.api.limits import BodyLimit
from qa.api.metrics import Measured, Metrics
from qa.api.problems import Problem, add_handlers
from qa.api.requests import RequestIds
from qa.api.served import Served
from qa.engine import Engine
from qa.jobs import Jobs
from qa.speech.requests import Speaking

PATH = "/api/v1"
MOST_BYTES = 8 * 2**20
"""Of a request; an uploaded draft has a limit of its own in the settings."""
ABOUT = "双碳政策文件检索与问答：每句话、每个数字都注明条款。出错时回 problem+json。"


def serve(engine: Engine, auth_file: Path | None = None) -> Served:
    """What the routes share, for an engine; the file of accounts wins over the settings'."""
    server = engine.settings.server
    jobs = Jobs(server.answers, server.queue)
    return Served(engine, jobs, Metrics(jobs), make_access(server, engine.data, auth_file))


def add_api(app: FastAPI, served: Served) -> None:
    """Add interface, counts and login to a server's app, and to its requests id and visitor."""
    app.state.served = served
    add_handlers(app)
    app.add_middleware(Guard, access=served.access, jobs=served.jobs)
    add_login(app, served.access)
    app.add_middleware(RequestIds)
    app.add_middleware(Speaking)
    app.mount(PATH, build_api(served))
    app.mount(completions.PATH, completions.build_completions(served, MOST_BYTES))
    app.add_route("/metrics", served.metrics.respond)


def build_api(served: Served) -> FastAPI:
    """The app with all its routes."""
    app = FastAPI(
        title="碳问",
        version=version("tanwen"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PATH}],
        root_path_in_servers=False,
    )
    app.state.served = served
    add_handlers(app)
    uploads = {FILE_PATH: (served.engine.settings.drafts.megabytes + 1) * 2**20}
    # Each is around those before it.
    app.add_middleware(BodyLimit, most=MOST_BYTES, larger=uploads)
    app.add_middleware(Measured, metrics=served.metrics)
    for routes in (lookups, asking, checking, health):
        app.include_router(routes.router)
    describe_problems(app)
    return app


def describe_problems(app: FastAPI) -> None:
    """Add the schema that the routes' problems refer to."""
    schemas: dict[str, Any] = app.openapi()["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
