"""Adding and removing files on the tab 文件库, for those who may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import InputError, TanwenError
from embeddings.ingest import NothingReadError
from embeddings.reports import IngestReport, Skipped
from qa.access.visitors import visitor_of
from qa.curating.changing import Told, add_files, remove_file
from qa.curating.correcting import correct
from qa.curating.leaving import describe_leaving
from qa.curating.receiving import KINDS, receive
from qa.engine import Engine
from qa.faces.events import AT_ONCE, QUIET
from qa.faces.html import error_html
from qa.faces.library_changes import leaving_html, refused_html, report_html, step_html
from qa.faces.stopping import Stops

Shown = tuple[Any, ...]
CHANGES = Stops()


@dataclass(frozen=True, slots=True)
class Controls:
    """What only editors see, and the event after which the library is another one."""

    group: gr.Button | gr.Accordion
    changed: Any
    """Gradio's dependency; its types are made at run time."""


class NotAllowedError(InputError):
    """A reader tried to change the library."""

    def __init__(self) -> None:
        super().__init__("只有编辑可以增减文件库中的文件，请联系管理员")


def may_edit(request: gr.Request) -> bool:
    """Whether who sent a request may change the library."""
    sent = request.request
    return sent is not None and visitor_of(sent.scope).may_edit


def add_controls(engine: Engine) -> Controls:
    """The box for files, its buttons and the report."""
    settings = engine.settings.server
    most = f"每个不超过 {settings.upload_megabytes} MB，一次最多 {settings.upload_files} 个"
    with gr.Accordion("添加文件", open=False, visible=False, elem_id="library-add") as group:
        files = gr.File(
            label=f"选择或拖入文件（{KINDS}，可附同名的 .toml 更正信息；{most}）",
            file_count="multiple",
            height=170,
        )
        with gr.Row():
            start = gr.Button("加入文件库", variant="primary")
            stop = gr.Button("停止")
        state = gr.HTML("", elem_id="adding", apply_default_css=False)

    def add(paths: list[str] | None, request: gr.Request) -> Iterator[Shown]:
        yield from add_given(engine, paths or [], request)

    changed = start.click(add, files, [state, files], concurrency_limit=2, **QUIET)
    stop.click(CHANGES.stop, None, None, **AT_ONCE)
    return Controls(group, changed)


def remove_controls(engine: Engine, source: gr.State, ask: gr.Button) -> Controls:
    """What the button ``ask`` asks, and the buttons that confirm.

    Args:
        engine: The library.
        source: The name of the source file that the open document is of.
        ask: The button, which only editors see.
    """
    said = gr.HTML("", elem_id="removing", apply_default_css=False)
    with gr.Row(visible=False) as choice:
        sure = gr.Button("确认移除", variant="stop")
        never = gr.Button("取消")

    def describe(name: str) -> Shown:
        try:
            return leaving_html(describe_leaving(engine.view, name)), gr.update(visible=True)
        except TanwenError as error:
            return error_html(error), gr.update(visible=False)

    def remove(name: str, request: gr.Request) -> Iterator[Shown]:
        yield from remove_given(engine, name, request)

    ask.click(describe, source, [said, choice], **AT_ONCE)
    never.click(lambda: ("", gr.update(visible=False)), None, [said, choice], **AT_ONCE)
    source.change(lambda: ("", gr.update(visible=False)), None, [said, choice], **AT_ONCE)
    changed = sure.click(remove, source, [said, choice], concurrency_limit=2, **QUIET)
    return Controls(ask, changed)


def add_given(engine: Engine, paths: Sequence[str], request: gr.Request) -> Iterator[Shown]:
    """What is shown while uploaded files are added; the box is emptied when they are."""
    refused: tuple[Skipped, ...] = ()
    try:
        require_editor(request)
        batch = receive([Path(path) for path in paths], engine.settings.server)
        batch = correct(batch, engine.view)
        refused = batch.refused
        if not batch.received:
            yield refused_html(refused), gr.skip()
            return
        with CHANGES.begun(request) as stop:
            for told in add_files(engine, batch.received, stop):
                yield change_html(told, refused), emptied(told)
    except NothingReadError as error:
        yield refused_html((*refused, *error.skipped)), gr.skip()
    except TanwenError as error:
        yield error_html(error) + (refused_html(refused) if refused else ""), gr.skip()


def remove_given(engine: Engine, name: str, request: gr.Request) -> Iterator[Shown]:
    """What is shown while a source file is removed."""
    try:
        require_editor(request)
        with CHANGES.begun(request) as stop:
            for told in remove_file(engine, name, stop):
                yield change_html(told, ()), gr.update(visible=False)
    except TanwenError as error:
        yield error_html(error), gr.update(visible=False)


def change_html(told: Told, refused: Sequence[Skipped]) -> str:
    """How far a change is, or what it did."""
    if isinstance(told, IngestReport):
        return report_html(told, refused)
    return step_html(told)


def emptied(told: Told) -> Any:  # noqa: ANN401 - Gradio's updates are dicts without a type
    """The box for files: emptied at the end."""
    return gr.update(value=None) if isinstance(told, IngestReport) else gr.skip()


def require_editor(request: gr.Request) -> None:
    """Refuse who may not change the library.

    Raises:
        NotAllowedError: the request is a reader's.
    """
    if not may_edit(request):
        raise NotAllowedError
