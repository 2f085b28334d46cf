"""A native chart in a DOCX file: its part, the workbook that it is edited in, and its place.

python-docx knows no charts; the part is what a spreadsheet library writes (DrawingML charts,
ECMA-376 part 1, 21.2). Its text is text, in the fonts of the machine that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from qa.export.cells import plain_text

if TYPE_CHECKING:
    from docx.parts.story import StoryPart
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PLACE = f"""<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0"
distR="0"><wp:extent cx="1" cy="1"/><wp:docPr id="1" name=""/><wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id=""/></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""
EDITED_IN = f"""<c:externalData xmlns:c="{CHART}" {nsdecls("r")} r:id=""><c:autoUpdate val="0"/>
</c:externalData>"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that is ready to be put in."""

    part: bytes
    """The XML of its ``chartSpace``, the values it shows in it, without ``externalData``."""
    workbook: bytes
    """The same values as an XLSX file."""
    described: str
    """What it shows, for who cannot see it."""
    height: int
    """EMU (914,400 an inch)."""


def put_chart(paragraph: Paragraph, drawn: Drawn, width: int) -> None:
    """Put a chart into a paragraph, ``width`` EMU wide."""
    story = paragraph.part
    relation = story.relate_to(make_part(story, drawn), RELATIONSHIP_TYPE.CHART)
    place = parse_xml(PLACE)
    extent, properties = one(place, "extent"), one(place, "docPr")
    extent.set("cx", str(width))
    extent.set("cy", str(drawn.height))
    number = story.next_id
    properties.set("id", str(number))
    properties.set("name", f"图 {number}")
    properties.set("descr", plain_text(drawn.described))
    refer(one(place, "chart"), relation)
    paragraph.add_run()._r.append(place)


def make_part(story: StoryPart, drawn: Drawn) -> Part:
    """The part of a chart, with its workbook."""
    package = story.package
    assert package is not None
    chart_name = package.next_partname("/word/charts/chart%d.xml")
    chart = XmlPart(chart_name, CONTENT_TYPE.DML_CHART, parse_xml(drawn.part), package)
    book_name = PackURI(f"/word/embeddings/Microsoft_Excel_Worksheet{chart_name.idx}.xlsx")
    book = Part(book_name, CONTENT_TYPE.SML_SHEET, drawn.workbook, package)
    edited_in = parse_xml(EDITED_IN)
    refer(edited_in, chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))
    chart.element.append(edited_in)
    return chart


def refer(element: _Element, relation: str) -> None:
    """Name a relation in an element's ``r:id``."""
    (name,) = element.attrib
    element.set(name, relation)


def one(element: _Element, name: str) -> _Element:
    """The element of this name below another."""
    (found,) = element.iterfind(f".//{{*}}{name}")
    return found
