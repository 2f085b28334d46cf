"""The kinds of files that a pack is written as, by the endings of their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qa.packs.model import Pack


def write_docx(pack: Pack) -> bytes:
    """A DOCX file; see `qa.packs.docx_file`."""
    from qa.packs.docx_file import to_docx

    return to_docx(pack)


def write_markdown(pack: Pack) -> bytes:
    """A Markdown file; see `qa.packs.markdown`."""
    from qa.packs.markdown import to_markdown

    return to_markdown(pack)


WRITERS: Mapping[str, Callable[[Pack], bytes]] = {".docx": write_docx, ".md": write_markdown}
"""What writes a pack, by the ending of the file's name."""
