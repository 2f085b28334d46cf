"""Citations: passages bound to sentences, and how a document and its place are named."""

from __future__ import annotations

from dataclasses import dataclass

from qa.passages import Passage


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage bound to sentences of an answer, with its verbatim quote."""

    n: int
    """The number that stands in the answer as ``[n]``."""
    quote: str
    passage: Passage


def name_source(passage: Passage) -> str:
    """Document and place on one line: 《title》（发文字号） path，载《compilation》，第N页."""
    title = f"《{passage.title}》" if passage.title else passage.source_file
    number = f"（{passage.doc_no}）" if passage.doc_no else ""
    path = " › ".join(passage.clause_path)
    places = (path, name_compilation(passage), name_pages(passage), name_lines(passage))
    return f"{title}{number} {'，'.join(part for part in places if part)}"


def name_compilation(passage: Passage) -> str:
    """The compilation that the document was taken from; nothing where it stands by itself."""
    return f"载《{passage.compilation}》" if passage.compilation else ""


def name_pages(passage: Passage) -> str:
    """The pages of the source file; nothing where it does not show where its pages begin."""
    if passage.page_start is None:
        return ""
    if passage.page_end in (None, passage.page_start):
        return f"第{passage.page_start}页"
    return f"第{passage.page_start}—{passage.page_end}页"


def name_lines(passage: Passage) -> str:
    """The lines of the source file."""
    if passage.line_start == passage.line_end:
        return f"源文件第{passage.line_start}行"
    return f"源文件第{passage.line_start}—{passage.line_end}行"
