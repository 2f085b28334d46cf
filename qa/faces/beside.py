"""The clauses before and after one that is cited, for reading it in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qa.citations import Citation
from qa.citing.model import Neighbour
from qa.faces.safe import safe
from qa.library_view import LibraryView
from qa.operations import UnknownIdError, read_clause
from qa.speech.saying import say

GONE = "文件库已更新，现在的库中没有这一条；以下是回答时的文字。"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a clause; neither where the library no longer holds it."""

    before: Neighbour | None = None
    after: Neighbour | None = None
    gone: bool = False


NOTHING_BESIDE: Mapping[str, Beside] = MappingProxyType({})


def look_beside(view: LibraryView, citations: Iterable[Citation]) -> dict[str, Beside]:
    """What stands around clauses that are cited, by chunk id."""
    return {one.passage.chunk_id: find_beside(view, one) for one in citations}


def find_beside(view: LibraryView, citation: Citation) -> Beside:
    """What stands around a clause that is cited."""
    passage = citation.passage
    try:
        hit = read_clause(view, passage.chunk_id)
    except UnknownIdError:
        return Beside(gone=True)
    if view.library.chunk_text(passage.chunk_id) != passage.text:
        return Beside(gone=True)
    return Beside(hit.before, hit.after)


def beside_html(beside: Beside) -> tuple[str, str]:
    """What stands before a clause's text and after it, greyed."""
    if beside.gone:
        return f'<div class="place remark">{say(GONE)}</div>', ""
    return neighbour_html("上一条", beside.before), neighbour_html("下一条", beside.after)


def neighbour_html(called: str, neighbour: Neighbour | None) -> str:
    """A clause beside the one that is cited."""
    if neighbour is None:
        return ""
    path = safe(" › ".join(neighbour.clause_path))
    whole = say(f"{called}全文，可上下滚动")
    return (
        f'<div class="beside"><div class="place">{say(called)}　{path}</div>'
        f'<div class="text" role="region" tabindex="0" aria-label="{whole}">'
        f"{safe(neighbour.text)}</div></div>"
    )
