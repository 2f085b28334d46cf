"""Whether the server is alive, and whether it can be used."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter
from starlette.responses import JSONResponse

from qa.api.problems import describe
from qa.api.schemas import HealthValue, ReadyValue
from qa.api.served import Here, as_json
from qa.jobs import BrokenOffError
from qa.schemas import Json

router = APIRouter()


@router.get("/health", summary="服务是否在运行", response_model=HealthValue)
async def health() -> JSONResponse:
    """只说明进程在运行；能否使用看 /ready。"""
    return as_json(tell("alive"))


@router.get(
    "/ready", summary="文件库和模型是否可用", response_model=ReadyValue, responses=describe()
)
def ready(here: Here) -> JSONResponse:
    """不可用或正在停止时为 503，并说明原因。"""
    if here.jobs.stopping:
        raise BrokenOffError
    here.engine.require_models()
    view = here.engine.view
    counts = {"documents": len(view.library.documents), "chunks": view.chunk_count}
    return as_json({**tell("ready"), **counts, "llm": here.engine.chat.name})


def tell(status: str) -> Json:
    """A status with the version."""
    return {"status": status, "version": version("tanwen")}
