"""What the routes of one server share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import JSONResponse

from qa.access.identifying import Access
from qa.api.metrics import Metrics
from qa.engine import Engine
from qa.jobs import Jobs
from qa.schemas import Json


@dataclass(frozen=True, slots=True)
class Served:
    """The engine, the long work that is being done with it, and for whom."""

    engine: Engine
    jobs: Jobs
    metrics: Metrics
    access: Access


def find_served(request: Request) -> Served:
    """What the app of a request serves."""
    served: Served = request.app.state.served
    return served


Here = Annotated[Served, Depends(find_served)]


def as_json(value: Json | list[Json]) -> JSONResponse:
    """A value as it is: the models of `qa.api.schemas` describe it, and tests hold it to them."""
    return JSONResponse(value)
