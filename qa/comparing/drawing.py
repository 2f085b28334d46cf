"""Charts of a comparison as they stand in a document: bars with the figures as printed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.parser import parse_xml
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.xml.functions import tostring

from qa.comparing.charts import Chart
from qa.comparing.spreadsheet import chart_rows, draw, put_row
from qa.export.cells import plain_text
from qa.export.docx_charts import CHART, Drawn

UPRIGHT = 8
"""Bars that stand beside each other; more lie below each other, and leave room for names."""
HEIGHT, BAR, HIGHEST = 75, 6, 195
"""Millimetres: of a chart of upright bars, of each lying bar, of a chart that fills a page."""
HIGHEST_ACROSS = 120
"""The same where the paper lies across."""
LARGEST, SMALLEST = 9, 6
"""Points: letters in a chart, and the least that its bars are labelled in."""
USED = 0.8
"""The share of a chart's height that its bars stand in."""
GAP = 0.6
"""Bars' breadths between two places."""
NAMES = f'xmlns:c="{CHART}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
FONT = 'sz="{size}"><a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
LETTERS = (  # Of all the chart: LibreOffice gives a label no size of its own.
    "<c:txPr {names}><a:bodyPr/><a:p><a:pPr><a:defRPr {font}</a:defRPr></a:pPr>"
    "<a:endParaRPr lang='zh-CN'/></a:p></c:txPr>"
)
SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
LABEL = (
    "<c:dLbl {names}><c:idx val='{index}'/><c:tx><c:rich><a:bodyPr/><a:p><a:r>"
    "<a:rPr lang='zh-CN' {font}</a:rPr><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx>"
    "<c:dLblPos val='outEnd'/>{shown}</c:dLbl>"
)


def draw_chart(chart: Chart, *, across: bool) -> Drawn:
    """A chart that a DOCX file takes; ``across`` where its paper lies so."""
    book = Workbook()
    sheet: Any = book.active
    rows = chart_rows(chart)
    for number, row in enumerate(rows, start=1):
        put_row(sheet, number, row)
    drawn = draw(sheet, chart, 1, len(rows))
    bars = len(chart.regions) * len(chart.years)
    lying = bars > UPRIGHT
    lay_out(drawn, chart, lying=lying)
    for column, series in enumerate(drawn.series, start=1):
        keep_values(series, [row[0] for row in rows[1:]], [row[column] for row in rows])
    buffer = BytesIO()
    book.save(buffer)
    height = Mm(min(max(HEIGHT, BAR * bars), HIGHEST_ACROSS if across else HIGHEST))
    size = letters_within(height.pt, chart) if lying else LARGEST
    return Drawn(with_labels(drawn, chart, size), buffer.getvalue(), describe(chart), height)


def letters_within(height: float, chart: Chart) -> int:
    """Points that the letters beside each lying bar may have in a chart of so many points."""
    breadths = len(chart.regions) * (len(chart.years) + GAP)
    return min(int(height * USED / breadths), LARGEST)


def lay_out(drawn: BarChart, chart: Chart, *, lying: bool) -> None:
    """Title and unit above, years below; lying bars from top to bottom."""
    drawn.title = f"{chart.title}（{chart.unit}）" if chart.unit else chart.title
    drawn.y_axis.title = None
    drawn.y_axis.majorGridlines = None
    drawn.y_axis.number_format = "General"
    drawn.legend.position = "b"
    drawn.legend.overlay = drawn.title.overlay = False
    drawn.gapWidth = int(100 * GAP)
    if lying:
        drawn.type = "bar"
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"


def keep_values(series: Any, places: Sequence[object], column: Sequence[object]) -> None:  # noqa: ANN401
    """Write what a series shows beside where it stands in the workbook, which nobody may open."""
    head, *numbers = column
    series.tx.strRef.strCache = texts([head])
    series.cat = AxDataSource(strRef=StrRef(series.cat.numRef.f, texts(places)))
    points = [NumVal(idx=n, v=one) for n, one in enumerate(numbers) if one is not None]
    series.val.numRef.numCache = NumData(formatCode="General", ptCount=len(numbers), pt=points)
    series.dLbls = DataLabelList(**dict.fromkeys(SHOWN, False))


def texts(values: Sequence[object]) -> StrData:
    """Texts as a chart keeps them."""
    points = [StrVal(idx=n, v=plain_text(one)) for n, one in enumerate(values)]
    return StrData(ptCount=len(points), pt=points)


def with_labels(drawn: BarChart, chart: Chart, size: int) -> bytes:
    """The XML of a chart, each bar with its figure as printed: 10%以上; where there is room."""
    space = parse_xml(tostring(drawn._write()))
    points = chart.points if size >= SMALLEST else ()
    labels = {(one.region, one.year): one.label for one in points}
    for year, found in zip(chart.years, space.iterfind(f".//{{{CHART}}}dLbls"), strict=True):
        shown = [(n, labels.get((region, year))) for n, region in enumerate(chart.regions)]
        found[:0] = [make_label(n, text, size) for n, text in shown if text]
    font = FONT.format(size=100 * (size if points else LARGEST))
    space.append(parse_xml(LETTERS.format(names=NAMES, font=font)))
    return bytes(tostring(space))


def make_label(index: int, text: str, size: int) -> Any:  # noqa: ANN401 - an element
    """The label of one bar."""
    shown = "".join(f"<c:{name} val='{int(name == 'showVal')}'/>" for name in SHOWN)
    label = LABEL.format(
        names=NAMES,
        index=index,
        font=FONT.format(size=size * 100),
        text=escape(plain_text(text)),
        shown=shown,
    )
    return parse_xml(label)


def describe(chart: Chart) -> str:
    """What a chart shows, in words."""
    figures = "；".join(f"{one.region}{one.year}年{one.label}" for one in chart.points)
    return f"柱状图：{chart.title}。{figures}。"
