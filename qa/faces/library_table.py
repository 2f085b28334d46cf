"""The catalogue as HTML: a table whose head sorts it, and its pages; every text escaped."""

from __future__ import annotations

from corpus.library import CatalogueEntry
from qa.faces.html import status_html
from qa.faces.library_rows import COLUMNS, Column, Rows, View
from qa.faces.safe import safe
from qa.faces.tables import wide_html
from qa.speech.saying import say

VIEW_BOX = "library-view"
"""The hidden box that a control writes the next view into."""
OPEN_BOX = "library-open"
"""The hidden box that a document's id is written into."""
SORTED = {True: "descending", False: "ascending"}


def table_html(rows: Rows) -> str:
    """The count, the table and the pages."""
    if not rows.entries:
        return f"{count_html(rows)}<p>{say('没有符合的文件，请换几个字，或清空搜索框。')}</p>"
    head = (head_html(column, rows.view) for column in COLUMNS)
    table = wide_html("文件目录", head, map(row_html, rows.entries))
    return f"{count_html(rows)}{sort_html(rows.view)}{table}{pages_html(rows)}"


def count_html(rows: Rows) -> str:
    """How many documents are found."""
    found = "" if rows.found == rows.total else say(f"符合 {rows.found} 份，")
    return status_html(found + say(f"库中共 {rows.total} 份文件"))


def sort_html(view: View) -> str:
    """The columns as buttons, for narrow screens that do not show the table's head."""
    buttons = "".join(sort_button(column, view, "narrow") for column in COLUMNS)
    said = say("排序")
    return f'<p class="sorts" role="group" aria-label="{said}">{said}{say("：")}{buttons}</p>'


def head_html(column: Column, view: View) -> str:
    """A cell of the head, which sorts by its column."""
    is_sorted = view.column == column.key
    state = f' aria-sort="{SORTED[view.down]}"' if is_sorted else ""
    return f'<th scope="col"{state}>{sort_button(column, view, "head")}</th>'


def sort_button(column: Column, view: View, where: str) -> str:
    """A button that sorts by a column; pressed again, the other way round."""
    is_sorted = view.column == column.key
    down = is_sorted and not view.down
    arrow = f'<span aria-hidden="true">{"▼" if view.down else "▲"}</span>' if is_sorted else ""
    label = f"{say(column.title)}{arrow}"
    return button(label, View(column=column.key, down=down), f"{where}-{column.key}")


def button(label: str, view: View, key: str) -> str:
    """A button that shows another view; ``label`` is HTML, ``key`` keeps the focus on it."""
    value = safe(view.model_dump_json())
    return (
        f'<button type="button" data-box="{VIEW_BOX}" data-value="{value}" data-key="{key}">'
        f"{label}</button>"
    )


def row_html(one: CatalogueEntry) -> str:
    """A document."""
    title, *others = COLUMNS
    cells = "".join(cell_html(column, one) for column in others)
    return f'<tr><th scope="row">{link_html(one.document_id, title.text(one))}</th>{cells}</tr>'


def cell_html(column: Column, one: CatalogueEntry) -> str:
    """A cell, which names its column where the head is not shown."""
    kind = ' class="remark"' if column.key == "gap" else ""
    return f'<td data-label="{say(column.title)}"{kind}>{safe(cell_text(column, one))}</td>'


def cell_text(column: Column, one: CatalogueEntry) -> str:
    """What stands in a cell: of the document, or what the program says of it."""
    return say(column.text(one)) if column.key == "gap" else column.text(one)


def link_html(document_id: str, text: str, clause: int | None = None) -> str:
    """A link that opens a document, also in a new window."""
    value = safe(document_id)
    at = "" if clause is None else f"&amp;clause={clause}"
    return f'<a href="?doc={value}{at}" data-box="{OPEN_BOX}" data-value="{value}">{safe(text)}</a>'


def pages_html(rows: Rows) -> str:
    """Which page it is, and the ways to the others."""
    if rows.pages == 1:
        return ""
    page = rows.view.page
    others = {"第一页": 1, "上一页": page - 1, "下一页": page + 1, "最后一页": rows.pages}
    buttons = "".join(
        button(say(name), rows.view.model_copy(update={"page": number}), f"page-{name}")
        for name, number in others.items()
        if 1 <= number <= rows.pages and number != page
    )
    said = say(f"第 {page} 页，共 {rows.pages} 页")
    return f'<nav class="pages" aria-label="{say("目录翻页")}"><span>{said}</span>{buttons}</nav>'
