"""The parts of a DOCX package that hold its text (Open Packaging Conventions, ECMA-376 part 2)."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from corpus.errors import InputError
from corpus.readers.archive import open_archive

if TYPE_CHECKING:
    from docx.opc.part import Part
    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
MAIN_PART = re.compile(r"word/document\d*\.xml")
"""Word on the web numbers it."""
COPIED = re.compile(rf"{re.escape(CONTENT_TYPES)}|word/[\w.-]+\.xml|(?:word/)?_rels/[\w.-]*\.rels")

MAIN_TYPE = "officeDocument"
PART_TYPES = ("styles", "numbering", "footnotes", "endnotes")
"""The last part of the relationship types that lead to text or to how it looks."""

TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
}
"""Namespaces of files saved as Strict Open XML, and those that python-docx knows."""


@dataclass(frozen=True, slots=True)
class Package:
    """The root elements of the parts that are read; None where the file lacks the part."""

    document: _Element
    styles: _Element | None
    numbering: _Element | None
    footnotes: _Element | None
    endnotes: _Element | None


def open_package(content: bytes, name: str) -> Package:
    """Open a DOCX file.

    Raises:
        InputError: it is none, is damaged, or is not safe to open.
    """
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    # python-docx lets whatever goes wrong in a damaged package through.
    damages = (OSError, EOFError, LookupError, ValueError, RuntimeError, AttributeError, TypeError)
    others = (OverflowError, BadZipFile, zlib.error, LxmlError, PythonDocxError, OpcError)
    with open_archive(content, name, ".docx") as archive:
        check_members(archive.namelist(), name)
        try:
            return load(copy_text_parts(archive, name))
        except (*damages, *others) as error:
            raise damaged(name) from error


def damaged(name: str) -> InputError:
    """The error for a DOCX file that cannot be read."""
    return InputError(
        f"{name}：DOCX 文件已损坏，读不出正文，请用 Word 或 WPS 打开修复、另存为 .docx 再加入"
    )


def check_members(names: list[str], name: str) -> None:
    """Check that an archive is a DOCX file.

    Raises:
        InputError: it lacks what every DOCX file has.
    """
    if CONTENT_TYPES not in names or not any(MAIN_PART.fullmatch(one) for one in names):
        raise InputError(
            f"{name}：这是压缩包，但不是 DOCX 文件（里面没有 word/document.xml），"
            "请用 Word 或 WPS 另存为 .docx 再加入"
        )


def copy_text_parts(archive: ZipFile, name: str) -> BytesIO:
    """The package without pictures and other parts that hold no text.

    python-docx loads whatever is related to the document, and fails where a relationship leads
    nowhere, as those of lost pictures do in files that Word opens.
    """
    copy = BytesIO()
    with ZipFile(copy, "w") as target:
        for member in filter(COPIED.fullmatch, dict.fromkeys(archive.namelist())):
            data = archive.read(member)
            refuse_entities(data, member, name)
            for strict, transitional in TRANSITIONAL.items():
                data = data.replace(strict, transitional)
            target.writestr(member, keep_text_parts(data) if member.endswith(".rels") else data)
    copy.seek(0)
    return copy


def refuse_entities(data: bytes, member: str, name: str) -> None:
    """Refuse XML with a document type declaration, which packages must not have.

    Raises:
        InputError: the member has one, in UTF-8 or UTF-16.
    """
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise InputError(
            f"{name}：部件 {member} 里有文档类型声明（DTD），可能是恶意文件，没有打开；"
            "请用 Word 或 WPS 另存为 .docx 再加入"
        )


def keep_text_parts(relationships: bytes) -> bytes:
    """Relationships without those to external targets, or to parts that are not read."""
    from lxml.etree import tostring

    root = parse(relationships)
    for one in list(root):
        kind = (one.get("Type") or "").rpartition("/")[2]
        if kind not in (MAIN_TYPE, *PART_TYPES) or one.get("TargetMode") == "External":
            root.remove(one)
    return tostring(root)


def parse(data: bytes) -> _Element:
    """Parse XML without expanding entities or fetching anything."""
    from lxml.etree import XMLParser, fromstring

    return fromstring(
        data, XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    )


def load(content: BytesIO) -> Package:
    """Load the parts of a checked package."""
    from docx import Document

    document = Document(content).part
    related = {
        one.reltype.rpartition("/")[2]: root_of(one.target_part) for one in document.rels.values()
    }
    return Package(root_of(document), *(related.get(kind) for kind in PART_TYPES))


def root_of(part: Part) -> _Element:
    """The root element of a part; python-docx parses only those that it knows."""
    from docx.opc.part import XmlPart

    return part.element if isinstance(part, XmlPart) else parse(part.blob)
