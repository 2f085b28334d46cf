"""What a DOCX file holds that its text does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.models import Remark
from corpus.readers.docx_xml import FALLBACK, MATH, W

if TYPE_CHECKING:
    from lxml.etree import _Element

PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
CHANGES = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")
FORMULAS = (MATH + "oMath",)
EMBEDDED = (W + "altChunk",)


def find_remarks(document: _Element) -> Iterator[Remark]:
    """What the owner of a document should know about its text."""
    if pictures := count_pictures(document):
        yield Remark(None, f"文件里有 {pictures} 幅图片或图表，其中的文字没有读出")
    if formulas := count(document, FORMULAS):
        yield Remark(None, f"文件里有 {formulas} 个公式，只读出其中的字符，请对照原件")
    if count(document, EMBEDDED):
        yield Remark(
            None, "文件里嵌有其他文件的内容，没有读出，请用 Word 打开后另存为 .docx 再加入"
        )
    if count(document, CHANGES):
        yield Remark(None, "文件里有未接受的修订，按全部接受后的文字读入")


def count_pictures(document: _Element) -> int:
    """How many pictures, charts and diagrams a document has."""
    return count(document, PICTURES)


def count(document: _Element, tags: tuple[str, ...]) -> int:
    """How many elements of a document have one of the tags; each alternative content once."""
    found = document.iter(*tags)
    return sum(next(one.iterancestors(FALLBACK), None) is None for one in found)
