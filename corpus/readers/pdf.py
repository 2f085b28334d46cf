"""PDF files that carry a text layer, read with pypdf."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from itertools import count, groupby
from logging.handlers import BufferingHandler
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.models import Line, Remark, SourceFile
from corpus.readers.pdf_text import is_unreadable, tidy
from corpus.readers.running_heads import Place, Row, drop_running_heads

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_PAGES = 5000
MARK_WITHIN = 1024
"""Bytes at a file's beginning in which ``%PDF-`` stands."""
MAX_WARNINGS = 1000
LEAST_DRAWING = 4000
"""Bytes of drawing instructions; frames and running heads take fewer."""

LEAST_INDENT, MOST_INDENT = 1.2, 3.2
"""A paragraph's indent, in characters; two are usual."""
SAME_MARGIN = 0.5
"""Lines whose beginnings differ by fewer characters begin at the same margin."""


class Flaw(StrEnum):
    """Why a page gives no text; the values are what users read after ``第 3 页``."""

    SCANNED = "没有文字，可能是扫描页或图片"
    UNREADABLE = "的字体没有可读的文字编码，提取出来是乱码，没有收入"
    DAMAGED = "的数据损坏或过大，读不出来，没有收入"


REFUSALS = {
    Flaw.SCANNED: "这是扫描件或图片 PDF，没有文字层，请先做文字识别（OCR）再加入",
    Flaw.UNREADABLE: "字体没有可读的文字编码，提取出来是乱码，请先做文字识别（OCR）再加入",
    Flaw.DAMAGED: "第 {page} 页的数据损坏或过大，读不出来，请重新下载或用阅读器另存后再加",
}


class PdfReader:
    """PDF with a text layer; a page that gives no text is named in a remark."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read a PDF; see `corpus.readers.base.Reader.read`."""
        with hear_warnings() as warnings:
            pages = open_pages(content, name)
            layer, flaws = read_layer(pages, warnings)
            kept, printed = drop_running_heads(layer)
            flaws |= find_scanned(pages, {row.page for row in kept} | flaws.keys())
        if not kept:
            raise refuse(flaws, name)
        remarks = tuple(describe(flaws))
        return SourceFile(name, make_lines(kept), True, True, printed, remarks=remarks)


@contextmanager
def hear_warnings() -> Iterator[list[logging.LogRecord]]:
    """What pypdf warns of meanwhile, which does not reach the terminal."""
    logger = logging.getLogger("pypdf")
    handler = BufferingHandler(capacity=MAX_WARNINGS)
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield handler.buffer
    finally:
        logger.propagate = before
        logger.removeHandler(handler)


def open_pages(content: bytes, name: str) -> list[PageObject]:
    """The pages of a PDF that opens without a password.

    Raises:
        InputError: it is no PDF, damaged, locked, or has more than `MAX_PAGES` pages.
    """
    from pypdf import PasswordType
    from pypdf import PdfReader as Parser

    if b"%PDF-" not in content[:MARK_WITHIN]:
        reason = (
            "这不是 PDF 文件（开头没有 %PDF 标记），请检查文件内容" if content else "文件是空的"
        )
        raise InputError(f"{name}：{reason}")
    try:
        parser = Parser(io.BytesIO(content))
        if parser.is_encrypted and parser.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputError(f"{name}：PDF 有打开密码，请先去掉密码（打开后另存）再加入")
        if len(parser.pages) > MAX_PAGES:
            raise InputError(f"{name}：超过上限 {MAX_PAGES} 页，请拆分后再加")
        return list(parser.pages)
    except InputError:
        raise
    except Exception as error:  # a hostile file makes pypdf raise almost anything
        reason = "读不出这个 PDF（文件损坏或不完整），请重新下载或用阅读器另存后再加"
        raise InputError(f"{name}：{reason}") from error


def read_layer(
    pages: Sequence[PageObject], warnings: list[logging.LogRecord]
) -> tuple[list[list[Row]], dict[int, Flaw]]:
    """The lines of each page that has any, and the pages whose text cannot be had.

    Args:
        pages: The pages.
        warnings: The list in which pypdf's warnings appear.
    """
    layer: list[list[Row]] = []
    flaws: dict[int, Flaw] = {}
    numbers = count(1)
    for page, source in enumerate(pages, start=1):
        warnings.clear()
        try:
            raw = extract_lines(source)
        except Exception:  # noqa: BLE001 - anything again; the other pages may be sound
            flaws[page] = Flaw.DAMAGED
            continue
        found = [(text, place) for line, place in raw if (text := tidy(line))]
        rows = [Row(next(numbers), page, text, place) for text, place in found]
        if is_unreadable("".join(line for line, _ in raw)):
            flaws[page] = Flaw.UNREADABLE
        elif rows:
            layer.append(mark_indents(rows))
        elif warnings:
            flaws[page] = Flaw.DAMAGED
    return layer, flaws


def extract_lines(page: PageObject) -> list[tuple[str, Place | None]]:
    """The lines of a page's text layer, blank ones too, and where they begin."""
    pieces: list[tuple[str, Place | None]] = []

    def visit(text: str, user: list[float], own: list[float], _: object, size: float) -> None:
        pieces.append((text, find_place(user, own, size)))

    whole = page.extract_text(visitor_text=visit)
    if "".join(text for text, _ in pieces) != whole:
        pieces = [(whole, None)]
    lines: list[tuple[str, Place | None]] = [("", None)]
    for text, place in pieces:
        first, *later = text.split("\n")
        before, begun = lines[-1]
        lines[-1] = (before + first, begun or (place if first.strip() else None))
        lines += [(part, place if part.strip() else None) for part in later]
    return lines


def find_place(user: list[float], own: list[float], size: float) -> Place | None:
    """Where text begins, by the page's and its own matrix; None for text that is not upright."""
    across, up = own[0] * user[0], own[3] * user[3]
    if own[1] or own[2] or user[1] or user[2] or across <= 0 or up <= 0:
        return None
    x, y = own[4] * user[0] + user[4], own[5] * user[3] + user[5]
    return Place(x, y, size * up)


def mark_indents(rows: list[Row]) -> list[Row]:
    """The lines of a page, those marked that begin at its left margin or at a paragraph's indent.

    The margin is the leftmost place where two lines begin; a page without indents has no marks.
    """
    starts = [row.place for row in rows if row.place]
    shared = [
        one.x
        for one in starts
        if sum(abs(one.x - other.x) < SAME_MARGIN * one.size for other in starts) > 1
    ]
    marked = [replace(row, indented=has_indent(row.place, min(shared, default=0))) for row in rows]
    return marked if any(row.indented for row in marked) else rows


def has_indent(place: Place | None, margin: float) -> bool | None:
    """Whether a line begins at a paragraph's indent; None if neither there nor at the margin."""
    characters = (place.x - margin) / place.size if place else MOST_INDENT
    if abs(characters) < SAME_MARGIN:
        return False
    return True if LEAST_INDENT <= characters < MOST_INDENT else None


def find_scanned(pages: Sequence[PageObject], known: Collection[int]) -> dict[int, Flaw]:
    """The pages that show something and, running heads aside, no text."""
    return {
        page: Flaw.SCANNED
        for page, source in enumerate(pages, start=1)
        if page not in known and shows_something(source)
    }


def shows_something(page: PageObject) -> bool:
    """Whether there is a picture on a page, or a drawing, such as text turned into curves."""
    try:
        drawn = page.get_contents()
        return len(page.images) > 0 or (drawn is not None and len(drawn.get_data()) > LEAST_DRAWING)
    except Exception:  # noqa: BLE001 - anything again; what cannot be listed is there
        return True


def refuse(flaws: dict[int, Flaw], name: str) -> InputError:
    """The error for a file without any text, by what is wrong with most of its pages."""
    flaw = max(Flaw, key=Counter(flaws.values()).__getitem__)
    page = min((page for page in flaws if flaws[page] is flaw), default=1)
    return InputError(f"{name}：{REFUSALS[flaw].format(page=page)}")


def describe(flaws: dict[int, Flaw]) -> Iterator[Remark]:
    """A remark for each run of pages with the same flaw."""
    runs = groupby(enumerate(sorted(flaws)), key=lambda pair: (flaws[pair[1]], pair[1] - pair[0]))
    for (flaw, _), run in runs:
        pages = [page for _, page in run]
        shown = f"{pages[0]}" if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
        yield Remark(None, f"第 {shown} 页{flaw}")


def make_lines(rows: list[Row]) -> tuple[Line, ...]:
    """The lines of the source file."""
    firsts = {row.page: row.number for row in reversed(rows)}
    return tuple(
        Line(
            row.number,
            row.page,
            row.text,
            starts_page=row.number == firsts[row.page],
            indented=row.indented,
        )
        for row in rows
    )
