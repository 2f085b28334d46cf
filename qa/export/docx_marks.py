"""Numbers of sources in DOCX: small raised marks that lead to the entry they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from qa.export.cells import plain_text

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def add_text(paragraph: Paragraph, text: str, numbers: Iterable[int] = ()) -> None:
    """Add words to a paragraph, and behind them a raised ``[n]`` for each of their sources."""
    paragraph.add_run(plain_text(text))
    for number in numbers:
        run = paragraph.add_run(f"[{number}]")
        run.font.superscript = True
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name_place(number))
        link.set(qn("w:history"), "1")
        run._r.addprevious(link)
        link.append(run._r)


def mark_place(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph the place that the marks of a number lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name_place(number))
    properties = paragraph._p.pPr
    if properties is None:
        paragraph._p.insert(0, start)
    else:
        properties.addnext(start)
    paragraph._p.append(end)


def name_place(number: int) -> str:
    """The name of a source's place in the document."""
    return f"source_{number}"
