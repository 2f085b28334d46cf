"""Errors as ``application/problem+json`` (RFC 9457), in Chinese, without anything from inside."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus.errors import InputError, SetupError, TanwenError
from qa.access.refusals import (
    AccountsBrokenError,
    ForeignOriginError,
    TooManyError,
    UnknownHostError,
    UnknownVisitorError,
)
from qa.api.requests import request_id
from qa.api.uploads import WrongKindError
from qa.jobs import BrokenOffError, LeftError
from qa.operations import UnknownIdError
from qa.turns import FullError

log = logging.getLogger(__name__)
Handler = Callable[[Request, Any], Awaitable[Response]]

MEDIA_TYPE = "application/problem+json"
UNEXPECTED = "服务器出错，这次没有做成；请把请求编号告诉维护人员"
LEFT = 499
"""The status of a request whose client has gone, as other servers log it; nobody receives it."""
DETAILS = {
    400: "请求读不懂，请检查格式（上传时只能有一个文件）",
    404: "没有这个地址，请看 /api/v1/openapi.json",
    405: "这个地址不接受这种请求方法",
    413: "请求太大，请缩短或拆分后再传",
}
"""What is said of an error of HTTP."""
TITLES = {
    400: "请求有误",
    401: "需要登录",
    403: "不能这样做",
    404: "没有找到",
    405: "方法不对",
    413: "请求太大",
    415: "文件类型不对",
    LEFT: "已断开",
    421: "主机名不对",
    422: "输入有误",
    429: "请求太多",
    500: "服务器出错",
    503: "尚未就绪",
}
STATUSES: Mapping[type[Exception], int] = {
    UnknownIdError: 404,
    WrongKindError: 415,
    InputError: 422,
    SetupError: 503,
    BrokenOffError: 503,
    FullError: 503,
    AccountsBrokenError: 503,
    LeftError: LEFT,
    UnknownVisitorError: 401,
    ForeignOriginError: 403,
    UnknownHostError: 421,
    TooManyError: 429,
}
"""The status of an error; the first kind that it is of counts."""
MEANINGS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "string_type": "应是文字",
    "string_too_short": "是空的",
    "string_too_long": "太长",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false",
    "greater_than_equal": "太小，最小 {ge}",
    "less_than_equal": "太大，最大 {le}",
    "list_type": "应是列表",
    "too_long": "太多，最多 {max_length} 项",
    "literal_error": "应是 {expected}",
    "enum": "应是 {expected}",
    "json_invalid": "不是有效的 JSON",
    "model_attributes_type": "应是 JSON 对象，Content-Type 应是 application/json",
}
"""What is told of an invalid value, by pydantic's type of the error."""


class Fault(BaseModel):
    """One value that is invalid."""

    model_config = ConfigDict(extra="forbid")

    where: str
    """Its place in the request: ``body.k``."""
    detail: str


class Problem(BaseModel):
    """An error."""

    model_config = ConfigDict(extra="forbid")

    type: str
    """``about:blank``: the status says what kind it is."""
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    faults: list[Fault] = []
    """Where the request is invalid."""


def make_problem(
    request: Request, status: int, detail: str, faults: Sequence[Fault] = ()
) -> Problem:
    """A problem with a request."""
    return Problem(
        type="about:blank",
        title=TITLES.get(status) or HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=request_id(request),
        faults=list(faults),
    )


def explain(request: Request, error: BaseException) -> Problem:
    """What is told of an error: an expected one in its own words, any other in none of its own."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 500)
    if isinstance(error, TanwenError):
        return make_problem(request, status, without_folders(str(error), request))
    log.error("request %s failed", request_id(request), exc_info=error)
    return make_problem(request, status, UNEXPECTED)


def without_folders(text: str, request: Request) -> str:
    """A message without where on this machine the library and the models lie."""
    engine = request.app.state.served.engine
    for folder, name in ((engine.data, "数据文件夹"), (engine.cache, "缓存文件夹")):
        text = text.replace(str(folder), name)
    return text


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response."""
    body = problem.model_dump(exclude_defaults=True)
    return JSONResponse(body, problem.status, dict(headers or {}), MEDIA_TYPE)


async def tell_error(request: Request, error: Exception) -> Response:
    """The response to an error of the project, or to one that nobody expected."""
    return respond(explain(request, error), headers_of(error))


def headers_of(error: Exception) -> dict[str, str]:
    """What a program does about an error: when it may come again, what it has to bring."""
    match error:
        case TooManyError() | FullError():
            return {"Retry-After": str(error.retry_after)}
        case UnknownVisitorError():
            return {"WWW-Authenticate": 'Bearer realm="tanwen"'}
    return {}


async def tell_http(request: Request, error: HTTPException) -> Response:
    """The response to an error of HTTP itself, such as an unknown address."""
    detail = DETAILS.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return respond(make_problem(request, error.status_code, detail), error.headers)


async def tell_invalid(request: Request, error: RequestValidationError) -> Response:
    """The response to a request that is not of the form described; values are not repeated."""
    faults = [find_fault(one) for one in error.errors()]
    told = "；".join(f"{one.where}：{one.detail}" for one in faults[:5])
    return respond(make_problem(request, 422, told, faults))


def find_fault(error: Mapping[str, Any]) -> Fault:
    """An error of pydantic in Chinese."""
    meaning = MEANINGS.get(error["type"], "无效，请看 /api/v1/openapi.json")
    where = ".".join(map(str, error["loc"]))
    return Fault(where=where, detail=meaning.format(**error.get("ctx", {})))


def add_handlers(
    app: FastAPI,
    error: Handler = tell_error,
    http: Handler = tell_http,
    invalid: Handler = tell_invalid,
) -> None:
    """Have an app tell all errors as problems, or in the form that these give them."""
    handlers: dict[type[Exception], Handler] = {
        TanwenError: error,
        Exception: error,
        HTTPException: http,
        RequestValidationError: invalid,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def describe(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for OpenAPI."""
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema}}
    every = sorted({400, 401, 403, 413, 422, 429, 500, 503, *statuses})
    return {code: {"description": TITLES[code], "content": content} for code in every}
