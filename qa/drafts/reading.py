"""Drafts: from a file to paragraphs and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from corpus.errors import InputError
from corpus.models import Line, Origin, Remark, SourceFile, Text
from corpus.parse import find_unreadable, read_paragraphs
from corpus.readers.base import read_bytes
from corpus.readers.table import read_source
from corpus.unwrap import find_measure
from qa.drafts.invisible import drop_invisible
from qa.drafts.models import Draft, DraftClaim, DraftParagraph
from qa.drafts.splitting import find_claims
from qa.settings import DraftSettings

WORD = ".docx"
KINDS = (".txt", ".md", ".markdown", WORD)
"""The endings of files that are read as drafts."""
ADVICE = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "请用 Word 或 WPS 另存为 .docx 再核对"),
    **dict.fromkeys((".pdf", ".ofd"), "请核对它的 Word 原稿，或把文字复制到 .txt 再核对"),
}
OTHER_ADVICE = "请把文字另存为 .docx 或 .txt 再核对"
TO_LIBRARY = re.compile("再加入?(?=$|[；。])")
"""What readers tell the owner of a library to do after mending the file."""


def read_draft(path: Path, settings: DraftSettings | None = None) -> Draft:
    """Read a draft: text, Markdown or DOCX.

    Raises:
        InputError: the file is missing, of another kind, broken or too large, or it holds no text.
    """
    return parse_draft(read_content(path), path.name, settings)


def read_content(path: Path) -> bytes:
    """The bytes of a draft.

    Raises:
        InputError: it is of a kind that is not read, is missing, no file, or far too large.
    """
    check_kind(path.name)
    if not path.exists():
        raise InputError(f"{path}：没有这个文件，请检查路径")
    if not path.is_file():
        raise InputError(f"{path}：不是普通文件，没法核对")
    try:
        return read_bytes(path)
    except InputError as error:
        raise InputError(for_drafts(str(error))) from error


def parse_draft(content: bytes, name: str, settings: DraftSettings | None = None) -> Draft:
    """The draft that a file's bytes are.

    Raises:
        InputError: as `read_draft`.
    """
    limits = settings or DraftSettings()
    check_kind(name)
    if len(content) > limits.megabytes * 2**20:
        raise InputError(
            f"{name}：文件有 {len(content) / 2**20:.1f} MB，超过上限 {limits.megabytes} MB，"
            "请拆分后分别核对"
        )
    source = read_lines(content, name)
    count_characters(source.lines, name, limits.characters)
    paragraphs = tuple(make_paragraphs(source))
    claims = tuple(number_claims(paragraphs))
    if not claims:
        raise InputError(f"{name}：没有可核对的句子，请检查是否选错了文件")
    return Draft(PurePath(name).name, paragraphs, claims, tuple(find_remarks(source)))


def check_kind(name: str) -> None:
    """Refuse files that are no drafts.

    Raises:
        InputError: the name's ending is not one of `KINDS`.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        advice = ADVICE.get(kind, OTHER_ADVICE)
        raise InputError(f"{name}：只核对 {'、'.join(KINDS)} 文件，{advice}")


def read_lines(content: bytes, name: str) -> SourceFile:
    """The lines of a file, without characters that show nothing.

    Raises:
        InputError: the reader refused the file; in words for the owner of a draft.
    """
    try:
        source = read_source(content, name)
    except InputError as error:
        raise InputError(for_drafts(str(error))) from error
    shown = (replace(line, text=drop_invisible(line.text).strip()) for line in source.lines)
    return replace(source, lines=tuple(line for line in shown if line.text))


def for_drafts(message: str) -> str:
    """What a reader says, without the library that it speaks of."""
    return TO_LIBRARY.sub("再核对", message)


def count_characters(lines: Iterable[Line], name: str, most: int) -> None:
    """Refuse a text that nobody would wait for.

    Raises:
        InputError: it has more than ``most`` characters.
    """
    count = sum(len(line.text) for line in lines)
    if count > most:
        raise InputError(
            f"{name}：有 {count:,} 字，超过上限 {most:,} 字，请拆分后分别核对"
            "（或在设置的 [drafts] 里调高 characters）"
        )


def make_paragraphs(source: SourceFile) -> Iterator[DraftParagraph]:
    """The paragraphs of a file, a row of a table each one."""
    measure = find_measure(source.lines) if source.wrapped else None
    for text in read_paragraphs(source.lines, measure, wrapped=source.wrapped):
        for row in rows_of(text) if text.is_table else (text,):
            yield make_paragraph(row)


def rows_of(table: Text) -> Iterator[Text]:
    """The rows of a table, which are its lines."""
    start = 0
    for row in table.text.split("\n"):
        yield table.slice(start, start + len(row))
        start += len(row) + 1


def make_paragraph(text: Text) -> DraftParagraph:
    """A paragraph of a draft."""
    origins: Sequence[Origin] = text.origins if len(text.origins) > 1 else ()
    return DraftParagraph(text.text, text.first.line, text.heading, text.table, tuple(origins))


def number_claims(paragraphs: Sequence[DraftParagraph]) -> Iterator[DraftClaim]:
    """The claims of all paragraphs, numbered from 1."""
    number = 0
    for index, paragraph in enumerate(paragraphs):
        for start, end in find_claims(paragraph.text, whole=paragraph.table > 0):
            number += 1
            yield DraftClaim(number, index, start, end, paragraph.text[start:end])


def find_remarks(source: SourceFile) -> Iterator[Remark]:
    """What the owner of a draft should know of how it was read."""
    for remark in (*source.remarks, *find_unreadable(source.lines)):
        yield replace(remark, text=for_drafts(remark.text))
