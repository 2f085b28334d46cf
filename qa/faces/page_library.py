"""The tab 文件库: the catalogue, a document with its clauses, and for editors what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import gradio as gr

from corpus.errors import TanwenError
from qa.engine import Engine
from qa.faces.downloads import file_button, give, lay_out
from qa.faces.events import AT_ONCE, QUIET
from qa.faces.html import error_html
from qa.faces.library_document import body_html, head_html
from qa.faces.library_rows import View, find_rows
from qa.faces.library_table import OPEN_BOX, VIEW_BOX, table_html
from qa.faces.page_library_edit import add_controls, may_edit, remove_controls
from qa.faces.spoken import remake
from qa.library_sources import find_facts
from qa.operations import read_document

SETTLED = "async () => await settledText('#library-search input, #library-search textarea')"
PLAIN: dict[str, Any] = {"apply_default_css": False}
CLOSED = "() => libraryClosed()"
SHOWN = 6
"""Components that opening a document sets."""
Shown = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab that show something."""

    catalogue: gr.HTML
    listed: gr.Column
    reading: gr.Column
    head: gr.HTML
    body: gr.HTML
    file: gr.DownloadButton

    @property
    def document(self) -> list[Any]:
        """What opening a document sets."""
        return [self.listed, self.reading, self.head, self.body, self.file]


def library_tab(engine: Engine, tab: gr.Tab) -> None:
    """The tab's parts, within a page."""
    opened = gr.Textbox(visible="hidden", elem_id=OPEN_BOX, label="要打开的文件")
    view = gr.Textbox(visible="hidden", elem_id=VIEW_BOX, label="目录的看法")
    known = gr.State(engine.view.folder.name)
    source = gr.State("")
    with gr.Column() as listed:
        search = gr.Textbox(
            label="查找文件",
            info="可写几个词，边输边查",
            placeholder="标题、发文字号、机关、地区、年份",
            elem_id="library-search",
        )
        wanted = gr.Textbox(visible="hidden", label="停下输入后的文字")
        adding = add_controls(engine)
        catalogue = gr.HTML(list_documents(engine, "", ""), elem_id="catalogue", **PLAIN)
        remake(catalogue, value=lambda: list_documents(engine, "", ""))
    with gr.Column(visible=False) as reading:
        with gr.Row():
            back = gr.Button("返回目录", size="sm", elem_id="library-back")
            file = file_button("下载源文件")
            ask = gr.Button("移除源文件…", size="sm", visible=False, elem_id="library-remove")
        removing = remove_controls(engine, source, ask)
        head = gr.HTML("", elem_id="document-head", **PLAIN)
        body = gr.HTML("", elem_id="document-body", **PLAIN)
    parts = Parts(catalogue, listed, reading, head, body, file)

    def listing(text: str, look: str) -> str:
        return list_documents(engine, text, look)

    def read(document_id: str) -> Iterator[Shown]:
        yield from open_document(engine, document_id.strip())

    def select(folder: str, text: str, look: str, request: gr.Request) -> Shown:
        current = engine.view.folder.name
        fresh = gr.skip() if folder == current else list_documents(engine, text, look)
        allowed = may_edit(request)
        return fresh, current, gr.update(visible=allowed), gr.update(visible=allowed)

    search.change(None, None, wanted, js=SETTLED, show_progress="hidden")
    wanted.change(
        lambda text: (list_documents(engine, text, ""), ""), wanted, [catalogue, view], **AT_ONCE
    )
    view.change(listing, [wanted, view], catalogue, **AT_ONCE)
    opened.change(
        read,
        opened,
        [*parts.document, source],
        trigger_mode="multiple",
        concurrency_limit=4,
        **QUIET,
    )
    back.click(close_document, None, [*parts.document, opened], js=CLOSED, **AT_ONCE)
    tab.select(
        select, [known, wanted, view], [catalogue, known, adding.group, removing.group], **AT_ONCE
    )
    for changed in (adding.changed, removing.changed):
        changed.then(listing, [wanted, view], catalogue, **AT_ONCE)


def list_documents(engine: Engine, wanted: str, view: str) -> str:
    """The catalogue, searched and sorted; one line where there is no library."""
    try:
        documents = engine.view.library.documents.values()
    except TanwenError as error:
        return error_html(error)
    return table_html(find_rows(documents, wanted, View.parse(view)))


def open_document(engine: Engine, document_id: str) -> Iterator[Shown]:
    """What the tab shows of a document: at once what the catalogue knows, then what is in its file.

    Yields:
        Updates of `Parts.document`, and the name of the source file.
    """
    if not document_id:  # The box is emptied when the document is closed.
        yield (gr.skip(),) * SHOWN
        return
    shown = (gr.update(visible=False), gr.update(visible=True))
    try:
        library = engine.view.library
        whole = read_document(engine.view, document_id)
    except TanwenError as error:
        yield *shown, error_html(error), "", give(None), ""
        return
    document = whole.document
    name = document.source_file
    body = body_html(whole, library)
    yield *shown, head_html(document, library, None), body, give(None), name
    facts = find_facts(library, name)
    path = PurePath(name)
    given = give(lay_out(facts.content, path.stem, path.suffix.lower()))
    told = head_html(document, library, facts)
    yield gr.skip(), gr.skip(), told, gr.skip(), given, gr.skip()


def close_document() -> Shown:
    """Back to the catalogue; the box is emptied, so that the same document can be opened again."""
    return gr.update(visible=True), gr.update(visible=False), "", "", give(None), ""
