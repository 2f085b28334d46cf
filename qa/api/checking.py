"""The routes that check drafts: a text, or an uploaded file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import JSONResponse

from qa.access.limits import spend_answer
from qa.api.inputs import CheckInput
from qa.api.problems import describe
from qa.api.schemas import ReportValue
from qa.api.served import Here, Served, as_json
from qa.api.uploads import AS_TEXT, name_upload
from qa.drafts.schema import report_json
from qa.jobs import last
from qa.operations import DraftChecking

FILE_PATH = "/check/file"
router = APIRouter(responses=describe(415))


@router.post("/check", summary="核对一段文字", response_model=ReportValue)
async def check(asked: CheckInput, request: Request, here: Here) -> JSONResponse:
    """与 `tanwen check --json` 相同。"""
    content = asked.text.encode(errors="replace")
    return await check_content(content, AS_TEXT, asked.region, request, here)


@router.post(
    FILE_PATH,
    summary="核对一份稿件",
    response_model=ReportValue,
    form_limits={"max_files": 1, "max_fields": 1, "max_part_size": 1000},
)
async def check_file(
    file: Annotated[UploadFile, File(description="txt、md、docx")],
    request: Request,
    here: Here,
    region: Annotated[str | None, Form(min_length=1, max_length=200)] = None,
) -> JSONResponse:
    """文件类型按内容判断，文件名只用来显示。"""
    content = await file.read()
    name = name_upload(content, file.filename)
    return await check_content(content, name, region, request, here)


async def check_content(
    content: bytes, name: str, region: str | None, request: Request, here: Served
) -> JSONResponse:
    """A checked draft's value.

    Raises:
        BrokenOffError: the server is being stopped.
        TooManyError: the visitor asks too much.
        TanwenError: as `DraftChecking`.
    """
    spend_answer(request.scope)
    work = DraftChecking(here.engine, content, name, region).work
    return as_json(report_json(await last(here.jobs.values(work), request.is_disconnected)))
