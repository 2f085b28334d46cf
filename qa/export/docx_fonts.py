"""Chinese letters: their language, their fonts, and which fonts stand in for these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

if TYPE_CHECKING:
    from docx.document import Document

INSTEAD: Final[Mapping[str, str]] = {
    "方正小标宋简体": "小标宋体,STZhongsong,华文中宋,SimSun,宋体",
    "仿宋_GB2312": "仿宋,FangSong,STFangsong,华文仿宋",
    "楷体_GB2312": "楷体,KaiTi,STKaiti,华文楷体",
    "黑体": "SimHei,Heiti SC,STHeiti",
    "宋体": "SimSun,Songti SC,STSong",
}
"""Other names of a font, and the next best ones, by its name (ECMA-376, 17.8.3.1 altName)."""


def set_language(document: Document) -> None:
    """Say that the text is Chinese of the mainland, by which glyphs and line ends are chosen."""
    languages = (
        *document.styles.element.iterfind(f".//{qn('w:docDefaults')}//{qn('w:lang')}"),
        *document.settings.element.iterfind(qn("w:themeFontLang")),
    )
    for language in languages:
        language.set(qn("w:eastAsia"), "zh-CN")


def name_fallbacks(document: Document) -> None:
    """Write the fonts that may stand in into the document's table of fonts."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for name in INSTEAD:
        for known in table.findall(f"{qn('w:font')}[@{qn('w:name')}='{name}']"):
            table.remove(known)
        table.append(make_font(name))
    part._blob = etree.tostring(table, encoding="UTF-8", xml_declaration=True, standalone=True)


def make_font(name: str) -> etree._Element:
    """The entry of a Chinese font."""
    font = OxmlElement("w:font")
    font.set(qn("w:name"), name)
    for tag, value in (("w:altName", INSTEAD[name]), ("w:charset", "86"), ("w:family", "auto")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        font.append(element)
    return font
