"""What a citation is made of: what the document prints of itself, and where the clauses stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library import CatalogueEntry
from corpus.metadata import STANDARD_NO
from qa.citations import name_document
from qa.citing.locators import locate, locate_all
from qa.passages import Passage


@dataclass(frozen=True, slots=True)
class Cited:
    """Clauses of one document that are cited together; what is not printed is None or empty."""

    name: str
    """《title》（发文字号）, or the file's name where no title is known."""
    title: str
    """The title, or the file's name."""
    doc_no: str | None
    issuer: tuple[str, ...]
    date: str | None
    """Date of issue: YYYY-MM-DD or YYYY-MM."""
    type: str | None
    level: str | None
    url: str | None
    compilation: str | None
    """Title of the compilation that the text was taken from."""
    locator: str
    """Where the clauses stand: 第三部分第（一）项第2点."""
    pages: tuple[int, int] | None
    """First and last page of the source file."""
    passages: tuple[Passage, ...]

    @property
    def is_standard(self) -> bool:
        """Whether it is a standard, with the standard's number in place of a 发文字号."""
        return bool(self.doc_no and STANDARD_NO.fullmatch(self.doc_no))

    def page_range(self, dash: str) -> str:
        """The pages, with ``dash`` between them; nothing where the file shows none."""
        return dash.join(map(str, dict.fromkeys(self.pages))) if self.pages else ""


def make_cited(passages: Sequence[Passage], document: CatalogueEntry) -> Cited:
    """The passages of one document, in its order, as they are cited."""
    first = passages[0]
    located = [locate(one.clause_path, one.level, is_table=one.is_table) for one in passages]
    return Cited(
        name=name_document(first),
        title=(first.title or first.source_file).strip(),
        doc_no=first.doc_no,
        issuer=first.issuer,
        date=first.date,
        type=document.type,
        level=first.level,
        url=document.url,
        compilation=first.compilation,
        locator=locate_all(located),
        pages=page_span(passages),
        passages=tuple(passages),
    )


def page_span(passages: Sequence[Passage]) -> tuple[int, int] | None:
    """The first and last page of passages; None where their file shows no pages."""
    first, last = passages[0].page_start, passages[-1].page_end or passages[-1].page_start
    return (first, last) if first is not None and last is not None else None
