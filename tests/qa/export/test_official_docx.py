from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from qa.export.official_docx import OfficialDocument


def build(*, landscape: bool = False) -> Document:
    made = OfficialDocument("非化石能源消费比重\x0b目标对照", landscape=landscape)
    made.heading("一、对照表")
    made.paragraph("到2025年，达到20%左右。")
    made.table([["地区", "2025年"], ["南充市", "41.5%"]], [2, 1])
    return docx.Document(BytesIO(made.content()))


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_paper_and_margins(landscape: bool) -> None:
    section = build(landscape=landscape).sections[0]
    size = (round((section.page_width or 0) / Mm(1)), round((section.page_height or 0) / Mm(1)))
    assert size == ((297, 210) if landscape else (210, 297))
    assert round((section.left_margin or 0) / Mm(1)) == 28


@pytest.mark.parametrize(
    ("style", "font"),
    [("Normal", "仿宋_GB2312"), ("Heading 1", "黑体"), ("Heading 2", "楷体_GB2312")],
)
def test_fonts_for_chinese_letters(style: str, font: str) -> None:
    fonts = build().styles[style].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert fonts.get(qn("w:asciiTheme")) is None


def test_the_text_is_chinese_of_the_mainland() -> None:
    document = build()
    (language,) = document.styles.element.iterfind(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"


@pytest.mark.parametrize("font", ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"])
def test_other_fonts_may_stand_in(font: str) -> None:
    table = build().part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob
    (entry,) = parse_xml(table).iterfind(f"{qn('w:font')}[@{qn('w:name')}='{font}']")
    others = str(entry.xpath("string(*[local-name()='altName']/@*)")).split(",")
    assert len(others) >= 3
    assert font not in others


def test_text_and_table() -> None:
    document = build()
    assert [p.text for p in document.paragraphs] == [
        "非化石能源消费比重目标对照",
        "一、对照表",
        "到2025年，达到20%左右。",
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["地区", "2025年"],
        ["南充市", "41.5%"],
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    widths = [cell.width or 0 for cell in table.rows[0].cells]
    assert widths[0] / widths[1] == pytest.approx(2, rel=0.01)


def test_odd_and_even_pages_are_numbered() -> None:
    section = build().sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xpath("string(.//w:instrText)")
