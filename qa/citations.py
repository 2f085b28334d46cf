"""Citations: passages bound to sentences, and how a document and its place are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from corpus.library import CatalogueEntry
from qa.passages import Passage, Place

Placed = Passage | Place | CatalogueEntry
"""What has a title and a place in its source file."""

Tell = Callable[[str], str]
"""What stands for words of the program, as on a page in another language; `str` as they are."""
DRAFT = "征求意见稿"
WHOLE_IN_MARKS = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage bound to sentences of an answer, with its verbatim quote."""

    n: int
    """The number that stands in the answer as ``[n]``."""
    quote: str
    passage: Passage


def name_source(passage: Passage, tell: Tell = str) -> str:
    """Document and place on one line, with what is missing and where else the text stands."""
    parts = (name_clause(passage, tell), tell(name_gap(passage)), name_copies(passage, tell))
    return tell("；").join(part for part in parts if part)


def name_cited(passage: Passage) -> str:
    """The same of a clause that an answer cites: its notes say already what is missing."""
    return "；".join(part for part in (name_clause(passage), name_copies(passage)) if part)


def name_clause(passage: Passage, tell: Tell = str) -> str:
    """Document and place on one line: 《title》（发文字号） path，载《compilation》，第N页."""
    return f"{name_document(passage)} {tell('，').join(name_parts(passage, tell))}"


def name_parts(passage: Passage, tell: Tell = str) -> list[str]:
    """Where in its document a clause stands: path, compilation, pages, lines; what is known."""
    path = " › ".join(passage.clause_path)
    told = map(tell, (name_compilation(passage), name_pages(passage), name_lines(passage)))
    return [part for part in (path, *told) if part]


def name_document(place: Placed) -> str:
    """《title》（发文字号）, or the file's name where no title is known."""
    title = in_title_marks(place.title) if place.title else place.source_file
    return f"{title}（{place.doc_no}）" if place.doc_no else title


def in_title_marks(title: str) -> str:
    """A title in 《》, those within it as 〈〉; one that is printed in 《》 has them already."""
    if WHOLE_IN_MARKS.fullmatch(title):
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def name_gap(passage: Passage) -> str:
    """What is missing of the document in the library; nothing where nothing is known to be."""
    return f"注意：库中此文{passage.gap}" if passage.gap else ""


def caveats(passages: Iterable[Passage]) -> list[str]:
    """What a reader has to know of the documents that are cited: not whole, not in force."""
    notes = (
        f"{name_document(one)}{note}"
        for one in passages
        for note in (
            f"在库中{one.gap}，不是全文。" if one.gap else "",
            "是征求意见稿，不是正式文件。" if DRAFT in (one.title or "") else "",
        )
        if note
    )
    return list(dict.fromkeys(notes))


def name_copies(passage: Passage, tell: Tell = str) -> str:
    """Where else the same text stands."""
    copies = (tell("同文另见") + name_place(place, tell) for place in passage.also_in)
    return tell("；").join(copies)


def name_place(place: Place, tell: Tell = str) -> str:
    """A document that gives the same text, with compilation, pages and lines."""
    told = map(tell, (name_compilation(place), name_page_range(place), name_lines(place)))
    return tell("，").join((name_document(place), *(part for part in told if part)))


def name_compilation(place: Placed) -> str:
    """The compilation that the document was taken from; nothing where it stands by itself."""
    return f"载《{place.compilation}》" if place.compilation else ""


def name_pages(passage: Passage) -> str:
    """The pages of the source file with the printed number; nothing where it shows no pages."""
    pages = name_page_range(passage)
    same = passage.printed_page in (None, str(passage.page_start))
    return pages if same or not pages else f"{pages}（印刷页码{passage.printed_page}）"


def name_page_range(place: Placed) -> str:
    """The pages of the source file; nothing where it does not show where its pages begin."""
    if place.page_start is None:
        return ""
    if place.page_end in (None, place.page_start):
        return f"第{place.page_start}页"
    return f"第{place.page_start}—{place.page_end}页"


LINES_OF = {".docx": ("第", "段"), ".pdf": ("文字层第", "行")}
"""What the lines of a file are called that has none of its own."""


def name_lines(place: Placed) -> str:
    """The lines of the source file, or what it has instead."""
    before, unit = LINES_OF.get(PurePath(place.source_file).suffix.lower(), ("源文件第", "行"))
    if place.line_start == place.line_end:
        return f"{before}{place.line_start}{unit}"
    return f"{before}{place.line_start}—{place.line_end}{unit}"
