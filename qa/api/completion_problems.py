"""Errors in OpenAI's form: ``{"error": {message, type, param, code}}``, in Chinese.

They are those of `qa.api.problems` in other words; so nothing from inside is told here either.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus.errors import InputError
from qa.api.problems import DETAILS, add_handlers, explain, find_fault
from qa.api.requests import request_id
from qa.operations import UnknownIdError
from qa.schemas import Json

NOWHERE = "没有这个地址，这里有 /v1/chat/completions 和 /v1/models"
INVALID = 400
"""The status of wrong values, which is 422 elsewhere."""


class RefusedError(InputError):
    """An option or a message asks for what there is not."""

    def __init__(self, param: str, told: str) -> None:
        """``param`` is its place in the request."""
        super().__init__(f"{param}：{told}")
        self.param = param


class UnknownModelError(UnknownIdError):
    """There is no model of this name."""


def error_json(
    status: int, message: str, param: str | None = None, code: str | None = None
) -> Json:
    """An error as OpenAI's clients read it."""
    kind = "invalid_request_error" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def explain_error(request: Request, error: BaseException) -> tuple[int, Json]:
    """The status of an error, and what is told of it."""
    problem = explain(request, error)
    status = INVALID if problem.status == HTTPStatus.UNPROCESSABLE_ENTITY else problem.status
    if isinstance(error, RefusedError):
        return status, error_json(status, problem.detail, error.param, "unsupported_value")
    if isinstance(error, UnknownModelError):
        return status, error_json(status, problem.detail, "model", "model_not_found")
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    numbered = f"（请求编号：{request_id(request)}）" if is_ours else ""
    return status, error_json(status, problem.detail + numbered)


async def tell_error(request: Request, error: Exception) -> Response:
    """The response to an error of the project, or to one that nobody expected."""
    status, value = explain_error(request, error)
    return JSONResponse(value, status)


async def tell_http(request: Request, error: HTTPException) -> Response:
    """The response to an error of HTTP itself, such as an unknown address."""
    details: Mapping[int, str] = {**DETAILS, HTTPStatus.NOT_FOUND: NOWHERE}
    told = details.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return JSONResponse(error_json(error.status_code, told), error.status_code, error.headers)


async def tell_invalid(request: Request, error: RequestValidationError) -> Response:
    """The response to a request that is not of OpenAI's form; values are not repeated."""
    fault = find_fault(error.errors()[0])
    where = fault.where.removeprefix("body.")
    return JSONResponse(error_json(INVALID, f"{where}：{fault.detail}", where), INVALID)


def tell_as_openai(app: FastAPI) -> None:
    """Have an app tell all errors in OpenAI's form."""
    add_handlers(app, tell_error, tell_http, tell_invalid)
