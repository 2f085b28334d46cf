"""Which reader reads which file, by the ending of its name."""

from __future__ import annotations

from pathlib import PurePath

from corpus.errors import InputError
from corpus.models import SourceFile
from corpus.readers.base import Reader
from corpus.readers.docx import DocxReader
from corpus.readers.html import HtmlReader
from corpus.readers.markdown import MarkdownReader
from corpus.readers.pdf import PdfReader
from corpus.readers.text import TextReader

READERS: dict[str, Reader] = {
    ".txt": TextReader(),
    ".docx": DocxReader(),
    ".pdf": PdfReader(),
    ".html": HtmlReader(),
    ".htm": HtmlReader(),
    ".md": MarkdownReader(),
    ".markdown": MarkdownReader(),
}
"""The reader of each file name ending that can be ingested."""


def read_source(content: bytes, name: str) -> SourceFile:
    """Read a file's content with the reader of its name's ending.

    Raises:
        InputError: no reader for this ending, the reader refused the content, or there is no text.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise InputError(f"{name}：不支持这种文件，目前可读的类型：{'、'.join(READERS)}")
    source = reader.read(content, name)
    if not source.lines:
        raise InputError(f"{name}：文件里没有可读的文字")
    return source
