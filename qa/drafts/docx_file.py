"""A DOCX file that is written anew: the parts that change, all others byte by byte as they were.

python-docx writes every part anew and fails where a relationship leads nowhere, as that of a lost
picture does; so the parts are taken from the archive and put back into it (ECMA-376 part 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath, relpath
from typing import TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZipFile

from corpus.errors import InputError
from corpus.readers.archive import open_archive
from corpus.readers.docx_package import CONTENT_TYPES, TRANSITIONAL, damaged, parse

if TYPE_CHECKING:
    from docx.oxml.comments import CT_Comments
    from lxml.etree import _Element

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
NEW_COMMENTS = "comments-tanwen.xml"
"""A name that no program gives a part, so that it is free."""
COMMENTS = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


@dataclass(frozen=True)
class DocxFile:
    """The archive, and the parts of it that are read or changed."""

    name: str
    """Of the file, for messages."""
    content: bytes
    main: str
    """The member that is the document's body."""

    @cached_property
    def document(self) -> _Element:
        """``w:document``; what is changed in it is written."""
        return parse(self.read(self.main))

    @cached_property
    def styles(self) -> _Element | None:
        """``w:styles``; only read."""
        member = self.find("styles")
        return parse(self.read(member)) if member else None

    @cached_property
    def comments(self) -> CT_Comments:
        """``w:comments`` as python-docx writes it, empty where the file has none."""
        from docx.oxml.parser import parse_xml

        member = self.find("comments")
        return cast("CT_Comments", parse_xml(self.read(member) if member else COMMENTS))

    @cached_property
    def related(self) -> dict[str, str]:
        """The members that the document is related to, by the last part of the type."""
        return dict(related_members(self.content, self.main))

    def find(self, kind: str) -> str | None:
        """The member of a kind that the document is related to, if it is there."""
        return self.related.get(kind)

    def read(self, member: str) -> bytes:
        """The bytes of a member."""
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.read(member)

    def written(self) -> bytes:
        """The file with its document and comments as they are now."""
        changed = {self.main: serialise(self.document)}
        member = self.find("comments") or join(dirname(self.main), NEW_COMMENTS)
        changed[member] = serialise(self.comments)
        if self.find("comments") is None:
            changed |= self.announced(member)
        return rewrite(self.content, changed)

    def announced(self, comments: str) -> dict[str, bytes]:
        """The members that have to name a new part with comments."""
        types = parse(self.read(CONTENT_TYPES))
        override = types.makeelement(f"{TYPES}Override", {"PartName": f"/{comments}"})
        override.set("ContentType", COMMENTS_TYPE)
        types.append(override)
        member = relationships_of(self.main)
        root = parse(self.read(member))
        taken = {one.get("Id") for one in root}
        new = next(name for n in range(1, len(taken) + 2) if (name := f"rIdTanwen{n}") not in taken)
        target = relpath(comments, dirname(self.main))
        values = {"Id": new, "Type": f"{OFFICE}/comments", "Target": target}
        root.append(root.makeelement(f"{RELATIONSHIPS}Relationship", values))
        return {CONTENT_TYPES: serialise(types), member: serialise(root)}


def open_docx(content: bytes, name: str) -> DocxFile:
    """A DOCX file that has been read as a draft before.

    Raises:
        InputError: it cannot be written back.
    """
    open_archive(content, name, ".docx").close()
    main = dict(related_members(content, "")).get("officeDocument")
    if main is None:
        raise damaged(name)
    opened = DocxFile(name, content, main)
    if any(strict in opened.read(main) for strict in TRANSITIONAL):
        raise InputError(
            f"{name}：这是“Strict Open XML”格式，写不了批注，"
            "请用 Word 另存为普通的 .docx 再核对，或改用 --out 输出 .html"
        )
    return opened


def related_members(content: bytes, member: str) -> list[tuple[str, str]]:
    """Type and member of what a member is related to within the archive; of ``""``, the whole."""
    found = []
    with ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if relationships_of(member) not in names:
            return []
        for one in parse(archive.read(relationships_of(member))):
            target = one.get("Target") or ""
            path = normpath(join("/", dirname(member), target)).lstrip("/")
            if one.get("TargetMode") != "External" and path in names:
                found.append(((one.get("Type") or "").rpartition("/")[2], path))
    return found


def relationships_of(member: str) -> str:
    """The member that holds the relationships of another."""
    folder, _, name = member.rpartition("/")
    return normpath(join(folder, "_rels", f"{name}.rels"))


def serialise(root: _Element) -> bytes:
    """A part as it is written."""
    from lxml.etree import tostring

    return tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rewrite(content: bytes, changed: dict[str, bytes]) -> bytes:
    """An archive with some members changed or added."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for info in source.infolist():
            data = changed.get(info.filename)
            made.writestr(info, source.read(info) if data is None else data)
        for member in changed.keys() - set(source.namelist()):
            made.writestr(member, changed[member])
    return target.getvalue()
