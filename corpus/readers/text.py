"""Plain text, hard-wrapped as it comes from PDFs, or a paragraph a line."""

from __future__ import annotations

from corpus.errors import InputError
from corpus.models import SourceFile
from corpus.readers.encodings import decode
from corpus.readers.pages import drop_page_numbers, number_lines


class TextReader:
    """Text in UTF-8, UTF-16 or GB18030; pages begin as `corpus.readers.pages` says."""

    def read(self, content: bytes, name: str) -> SourceFile:
        """Read text; see `corpus.readers.base.Reader.read`."""
        numbered = number_lines(decode(content, name).split("\n"))
        if not numbered:
            raise InputError(f"{name}：文件是空的，没有可读的文字")
        lines, printed = drop_page_numbers(numbered)
        paged = numbered[-1].page > 1
        return SourceFile(name, tuple(lines), wrapped=True, paged=paged, printed=printed)
