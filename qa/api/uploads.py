"""Uploaded drafts: what they are is told by their content; their names are only shown.

Nothing of an upload is stored under its name, or run: its bytes are read once, in memory or in a
file without a name that goes with the request.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from corpus.errors import InputError
from qa.drafts.reading import KINDS, WORD, check_kind

SIGNATURES = {
    b"PK\x03\x04": WORD,
    b"%PDF-": ".pdf",
    b"\xd0\xcf\x11\xe0": ".doc",
    b"{\\rtf": ".rtf",
}
"""How files begin, and the ending that they then have; others are text."""
TEXT_KINDS = tuple(kind for kind in KINDS if kind != WORD)
NAMELESS = "稿件"
AS_TEXT = f"{NAMELESS}.txt"
LONGEST_NAME = 80


class WrongKindError(InputError):
    """A file is of a kind that is not read, or not of the kind that its name says."""


def name_upload(content: bytes, given: str | None) -> str:
    """The name under which a draft is read and shown, its ending that of its content.

    Raises:
        WrongKindError: the content is of a kind that is not read, or the name says another.
    """
    kind = kind_of(content)
    shown = clean_name(given or "")
    ending = PurePosixPath(shown).suffix.lower()
    if kind in TEXT_KINDS and (ending in TEXT_KINDS or not ending):
        return shown if ending else f"{shown}{kind}"
    try:
        check_kind(f"{PurePosixPath(shown).stem}{kind}")
    except InputError as error:
        raise WrongKindError(str(error)) from error
    if ending and ending != kind:
        raise WrongKindError(f"{shown}：内容与名称的类型不符，请改正名称或另存为 .docx、.txt 再传")
    return shown if ending else f"{shown}{kind}"


def kind_of(content: bytes) -> str:
    """The ending of a file with this content."""
    return next((end for begin, end in SIGNATURES.items() if content.startswith(begin)), ".txt")


def clean_name(given: str) -> str:
    """The last part of a name, without characters that show nothing, not too long."""
    last = PurePosixPath(given.replace("\\", "/")).name
    shown = "".join(char for char in last if char.isprintable()).strip(" .")
    path = PurePosixPath(shown)
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:LONGEST_NAME]}" or NAMELESS
