"""The formats that citations can be copied in, by name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, TypeVar

from corpus.errors import InputError
from qa.citing.cited import Cited
from qa.citing.csl import CslJson, PlainJson
from qa.citing.gbt7714 import Gbt7714
from qa.citing.markdown import Markdown
from qa.citing.official import Footnote, Official
from qa.settings import Standard

Choice = TypeVar("Choice", bound=StrEnum)


class CitationFormat(Protocol):
    """Writes citations in one form."""

    def write(self, cited: Cited) -> str:
        """The citation, ready to copy; what is not known is left out."""


class FormatName(StrEnum):
    """What the formats are called."""

    OFFICIAL = "official"
    GBT7714 = "gbt7714"
    FOOTNOTE = "footnote"
    MARKDOWN = "markdown"
    JSON = "json"
    CSL_JSON = "csl-json"


LABELS = {
    FormatName.OFFICIAL: "公文引文",
    FormatName.FOOTNOTE: "脚注",
    FormatName.MARKDOWN: "Markdown",
    FormatName.JSON: "JSON",
    FormatName.CSL_JSON: "CSL-JSON",
}


def name_format(name: FormatName, standard: Standard) -> str:
    """What people read a format called."""
    return LABELS.get(name, f"GB/T 7714—{standard}")


def make_formats(standard: Standard) -> Mapping[FormatName, CitationFormat]:
    """The formats, the GB/T 7714 one by an edition of it."""
    return {
        FormatName.OFFICIAL: Official(),
        FormatName.GBT7714: Gbt7714(standard),
        FormatName.FOOTNOTE: Footnote(),
        FormatName.MARKDOWN: Markdown(),
        FormatName.JSON: PlainJson(),
        FormatName.CSL_JSON: CslJson(),
    }


def parse_format(name: str | None) -> FormatName | None:
    """The format of this name; None where none is named.

    Raises:
        InputError: there is no such format.
    """
    return parse(FormatName, name, "引文格式")


def parse_standard(name: str | None) -> Standard | None:
    """The edition of GB/T 7714 of this year; None where none is named.

    Raises:
        InputError: there is no such edition.
    """
    return parse(Standard, name, "GB/T 7714 的版本")


def parse(kind: type[Choice], name: str | None, called: str) -> Choice | None:
    """The member of an enum with this value."""
    if name is None:
        return None
    try:
        return kind(name.strip().lower())
    except ValueError as error:
        known = "、".join(kind)
        raise InputError(f"没有“{name}”这种{called}，可用：{known}") from error
