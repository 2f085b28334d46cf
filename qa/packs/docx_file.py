"""A pack in DOCX, in the look of an official document."""

from __future__ import annotations

from collections.abc import Sequence

from qa.citing.official import spell_date
from qa.comparing.charts import Chart
from qa.export.docx_marks import add_text, mark_place
from qa.export.official_docx import OfficialDocument
from qa.packs.model import Pack, Paragraph, Section, Source, Voice

BROAD = 6
"""Columns of a table above which the paper lies across."""
FIRST_COLUMN = 1.6
"""How much wider the first column of a table is, which holds names."""


def to_docx(pack: Pack) -> bytes:
    """The file."""
    columns = max((len(one.table[0]) for one in pack.sections if one.table), default=0)
    document = OfficialDocument(pack.title, landscape=columns > BROAD)
    document.subtitle(f"（依据 {spell_date(pack.library.date)}的文件库）")
    numerals = pack.headings
    for one in pack.sections:
        document.heading(next(numerals) + one.heading)
        write_section(document, one)
    if pack.sources:
        document.heading(next(numerals) + pack.sources_heading)
        for source in pack.sources:
            write_source(document, source)
    document.heading(f"{next(numerals)}编制说明")
    for text in pack.about:
        document.small_print(text)
    return document.content()


def write_section(document: OfficialDocument, section: Section) -> None:
    """Its table, charts and paragraphs."""
    if section.table:
        shares = [FIRST_COLUMN, *([1.0] * (len(section.table[0]) - 1))]
        document.table(section.table, shares)
    if section.charts:
        write_charts(document, section.charts)
    for one in section.paragraphs:
        write_paragraph(document, one)


def write_charts(document: OfficialDocument, charts: Sequence[Chart]) -> None:
    """Each chart with its notes in small print."""
    from qa.comparing.drawing import draw_chart

    for chart in charts:
        document.chart(draw_chart(chart, across=document.landscape))
        for note in chart.notes:
            document.small_print(f"注：{note}")


def write_paragraph(document: OfficialDocument, paragraph: Paragraph) -> None:
    """A paragraph with the marks of its sources."""
    added = document.paragraph("", quoted=paragraph.voice is Voice.QUOTED)
    for piece in paragraph.pieces:
        add_text(added, piece.text, piece.sources)


def write_source(document: OfficialDocument, source: Source) -> None:
    """Number and citation, the quote, and in small print where it stands."""
    entry = document.paragraph(f"[{source.number}] {source.official}", indent=False)
    entry.paragraph_format.keep_with_next = True
    mark_place(entry, source.number)
    document.paragraph(f"“{source.quote}”", quoted=True)
    details = [document.small_print(text) for text in source.details]
    for one in details[:-1]:
        one.paragraph_format.keep_with_next = True
