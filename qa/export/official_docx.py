"""The look of an official document in DOCX: paper, fonts, headings, tables and page numbers.

Sizes after GB/T 9704-2012 (党政机关公文格式): A4, 版心 156 mm × 225 mm, title 2号, body 3号 仿宋,
first headings 黑体, page numbers 4号 between dashes, odd ones right and even ones left.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, cast

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from qa.export.cells import plain_text
from qa.export.docx_charts import Drawn, put_chart
from qa.export.docx_fonts import name_fallbacks, set_language

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BODY, HEADING, SUBHEADING, LATIN = "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
TITLE_FONT = "方正小标宋简体"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE, PAGE_SIZE, SMALL_SIZE = 22, 16, 10.5, 14, 10.5
"""Points: 2号, 3号, 5号, 4号, 5号."""
LINE = 28
"""Points from line to line."""
SMALL_LINE = 18


class OfficialDocument:
    """A document that is filled from top to bottom and then taken as bytes."""

    def __init__(self, title: str, *, landscape: bool = False) -> None:
        """Begin with a title, on A4 upright or across."""
        self._document: Document = docx.Document()
        self._style_ids: dict[str, str] = {}
        self.landscape = landscape
        self._document.core_properties.title = plain_text(title)
        self._document.core_properties.author = ""
        set_page(self._document.sections[0], landscape=landscape)
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
        number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
        self._set_styles()
        set_language(self._document)
        name_fallbacks(self._document)
        self._add(title, "Title").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; level 1 in 黑体, level 2 in 楷体, indented as the body is."""
        added = self._add(text, f"Heading {level}")
        added.paragraph_format.first_line_indent = Pt(2 * BODY_SIZE)

    def subtitle(self, text: str) -> None:
        """A line in 楷体 below the title, with a blank one after it."""
        self._add(text, "Subtitle").alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._add("", "Normal")

    def paragraph(self, text: str, *, indent: bool = True, quoted: bool = False) -> Paragraph:
        """A paragraph of the body, its first line indented by two characters.

        One in another document's words is set in 楷体, all its lines indented.
        """
        added = self._add(text, "Quote" if quoted else "Normal")
        if quoted:
            added.paragraph_format.left_indent = Pt(2 * BODY_SIZE)
        else:
            added.paragraph_format.first_line_indent = Pt(2 * BODY_SIZE) if indent else None
        return added

    def small_print(self, text: str) -> Paragraph:
        """A line below an entry of a list, set small."""
        added = self._add(text, "List Continue")
        added.paragraph_format.left_indent = Pt(2 * BODY_SIZE)
        return added

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float] = ()) -> None:
        """A table whose first row is its head, repeated on each page.

        Args:
            rows: The cells' texts; every row as long as the first.
            widths: Shares of the width of the text, one a column; none for equal ones.
        """
        table = self._document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        shares = widths or [1.0] * len(rows[0])
        whole = self._text_width()
        for number, texts in enumerate(rows):
            for cell, text, share in zip(table.rows[number].cells, texts, shares, strict=True):
                cell.width = int(whole * share / sum(shares))
                fill(cell.paragraphs[0], text, bold=number == 0)
        repeat_row(table.rows[0]._tr)

    def chart(self, drawn: Drawn) -> None:
        """A chart as wide as the text, whole on one page."""
        added = self._add("", "Normal")
        added.paragraph_format.line_spacing = 1.0
        added.paragraph_format.space_before = Pt(TABLE_SIZE)
        put_chart(added, drawn, self._text_width())

    def content(self) -> bytes:
        """The file."""
        buffer = BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _text_width(self) -> int:
        section = self._document.sections[0]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return (section.page_width or 0) - margins

    def _add(self, text: str, style: str) -> Paragraph:
        if style not in self._style_ids:
            self._style_ids[style] = self._document.styles[style].style_id
        added = self._document.add_paragraph(plain_text(text))
        added._p.style = self._style_ids[style]  # python-docx looks a name up in 5 ms each time
        return added

    def _set_styles(self) -> None:
        styles = self._document.styles
        fonts = {
            "Normal": (BODY, BODY_SIZE),
            "Quote": (SUBHEADING, BODY_SIZE),
            "Subtitle": (SUBHEADING, BODY_SIZE),
            "List Continue": (BODY, SMALL_SIZE),
            "Title": (TITLE_FONT, TITLE_SIZE),
            "Heading 1": (HEADING, BODY_SIZE),
            "Heading 2": (SUBHEADING, BODY_SIZE),
        }
        for name, (font, size) in fonts.items():
            set_style(cast("ParagraphStyle", styles[name]), font, size)


def set_page(section: Section, *, landscape: bool) -> None:
    """A4 with the margins of an official document."""
    width, height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)


def set_style(style: ParagraphStyle, font: str, size: float) -> None:
    """Fonts for Chinese and Latin letters, black, with the line pitch of an official document."""
    set_fonts(style.element.get_or_add_rPr(), font)
    style.font.size = Pt(size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = None
    spacing = style.paragraph_format
    spacing.line_spacing = Pt(line_of(size))
    spacing.space_before = spacing.space_after = Pt(0)
    borders = style.element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)


def line_of(size: float) -> int:
    """Points from line to line of text of this size."""
    if size < BODY_SIZE:
        return SMALL_LINE
    return LINE if size == BODY_SIZE else LINE + 7


def set_fonts(properties: object, font: str) -> None:
    """The font for Chinese letters, and Times New Roman for Latin ones and figures."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), LATIN)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # for “ ” — …, which both kinds of letters have


def fill(paragraph: Paragraph, text: str, *, bold: bool) -> None:
    """The text of a table's cell: small, centred, without the body's line pitch."""
    run = paragraph.add_run(plain_text(text))
    run.font.size = Pt(TABLE_SIZE)
    run.font.bold = bold
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = 1.0


def repeat_row(row: object) -> None:
    """Let a table's row head each page, and never break over two."""
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def number_pages(footer: _Footer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """Page numbers as ``— 1 —``."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text)
        run.font.size = Pt(PAGE_SIZE)
        set_fonts(run._r.get_or_add_rPr(), "宋体")
        if text is None:
            add_field(run, "PAGE")


def add_field(run: Run, instruction: str) -> None:
    """A field that the word processor computes, such as the number of the page."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
