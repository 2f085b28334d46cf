from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from openpyxl import load_workbook

from qa.comparing.charts import Chart, Point, make_charts
from qa.comparing.compare import compare
from qa.comparing.drawing import draw_chart
from qa.engine import Engine
from qa.packs.comparisons import comparison_pack
from qa.packs.docx_file import to_docx
from qa.packs.making import PackMaker
from qa.packs.markdown import to_markdown

REGIONS = ["克拉玛依市", "淄博市", "南充市"]


def test_the_matrix_with_a_source_for_each_mark(plans: Engine, maker: PackMaker) -> None:
    comparison = compare(plans.view.library, "非化石能源消费比重", REGIONS)
    pack = comparison_pack(comparison, maker)
    assert pack.title == "非化石能源消费比重目标对照"
    matrix, notes = pack.sections
    assert matrix.table == (
        ("地区", "2025年", "2030年"),
        ("克拉玛依市", "6%左右[1]", "未提及"),
        ("淄博市", "10%以上[2]", "20%左右[3]"),
        ("南充市", "41.5%[4]", "43.5%[5]"),
    )
    assert [p.pieces[0].text for p in notes.paragraphs] == list(comparison.notes)
    assert [one.number for one in pack.sources] == [1, 2, 3, 4, 5]
    assert all(one.quote in one.passage.text for one in pack.sources)
    assert "非化石能源消费比重达到43.5%" in pack.sources[4].quote


def test_every_source_of_a_cell_is_marked(plans: Engine, maker: PackMaker) -> None:
    pack = comparison_pack(compare(plans.view.library, "森林覆盖率"), maker)
    marked = {
        int(n)
        for row in pack.sections[0].table
        for cell in row
        for n in re.findall(r"\[(\d+)\]", cell)
    }
    assert marked == {one.number for one in pack.sources}


CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SOFFICE = shutil.which("soffice")


def texts(element: object, path: str) -> list[str]:
    return [one.text or "" for one in element.iterfind(path)]  # type: ignore[attr-defined]


def test_the_docx_file_has_a_native_chart(plans: Engine, maker: PackMaker) -> None:
    comparison = compare(plans.view.library, "非化石能源消费比重", REGIONS)
    content = to_docx(comparison_pack(comparison, maker))
    document = docx.Document(BytesIO(content))
    (shown,) = document.element.body.iter(f"{CHART}chart")
    (relation,) = shown.attrib.values()
    part = document.part.related_parts[str(relation)]
    assert part.content_type == CONTENT_TYPE.DML_CHART
    space = parse_xml(part.blob)
    assert texts(space, f".//{CHART}ser/{CHART}tx//{CHART}v") == ["2025年", "2030年"]
    assert set(texts(space, f".//{CHART}cat//{CHART}v")) == set(REGIONS)
    assert texts(space, f".//{CHART}val//{CHART}v") == ["6", "10", "41.5", "20", "43.5"]
    assert texts(space, f".//{CHART}dLbl//{{*}}t") == [
        "6%左右", "10%以上", "41.5%", "20%左右", "43.5%",
    ]  # fmt: skip
    assert [one.get("val") for one in space.iterfind(f".//{CHART}min")] == ["0"]
    (book,) = part.rels.values()
    assert book.reltype == RELATIONSHIP_TYPE.PACKAGE
    (edited_in,) = space.iter(f"{CHART}externalData")
    assert edited_in.attrib.values() == [book.rId]
    sheet = load_workbook(BytesIO(book.target_part.blob)).active
    assert sheet is not None
    assert list(sheet.values)[:2] == [("地区", "2025年", "2030年"), ("克拉玛依市", 6, None)]
    (named,) = document.element.body.iter("{*}docPr")
    assert named.get("descr") == (
        "柱状图：非化石能源消费比重。克拉玛依市2025年6%左右；淄博市2025年10%以上；"
        "南充市2025年41.5%；淄博市2030年20%左右；南充市2030年43.5%。"
    )


def test_every_part_of_the_file_has_its_type(plans: Engine, maker: PackMaker) -> None:
    comparison = compare(plans.view.library, "非化石能源消费比重", REGIONS)
    (chart,) = make_charts(comparison)
    pack = comparison_pack(comparison, maker)
    first = replace(pack.sections[0], charts=(chart, chart))
    content = to_docx(replace(pack, sections=(first, *pack.sections[1:])))
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        types = parse_xml(archive.read("[Content_Types].xml"))
    assert len(set(names)) == len(names)
    for number in (1, 2):
        assert f"word/charts/chart{number}.xml" in names
        assert f"word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx" in names
    kinds = {one.get("PartName") or one.get("Extension"): one.get("ContentType") for one in types}
    assert kinds["/word/charts/chart2.xml"] == CONTENT_TYPE.DML_CHART
    assert kinds["xlsx"] == CONTENT_TYPE.SML_SHEET
    document = docx.Document(BytesIO(content))
    ids = [one.get("id") for one in document.element.body.iter("{*}docPr")]
    assert len(set(ids)) == 2


def test_what_may_not_be_compared_is_not_drawn(plans: Engine, maker: PackMaker) -> None:
    pack = comparison_pack(compare(plans.view.library, "碳达峰"), maker)
    assert pack.sections[0].table
    with ZipFile(BytesIO(to_docx(pack))) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


def test_a_chart_adds_nothing_to_markdown(plans: Engine, maker: PackMaker) -> None:
    pack = comparison_pack(compare(plans.view.library, "非化石能源消费比重", REGIONS), maker)
    first = replace(pack.sections[0], charts=())
    without = replace(pack, sections=(first, *pack.sections[1:]))
    assert pack.sections[0].charts
    assert to_markdown(pack) == to_markdown(without)


@pytest.mark.parametrize(("places", "labelled"), [(4, True), (20, True), (200, False)])
def test_bars_are_labelled_where_there_is_room(places: int, labelled: bool) -> None:
    points = tuple(Point(f"<{n}>市&", 2030, Decimal(n), f"{n}%以上") for n in range(places))
    drawn = draw_chart(Chart("比重 <&>", "%", points, ()), across=False)
    space = parse_xml(drawn.part)
    assert bool(texts(space, f".//{CHART}dLbl//{{*}}t")) is labelled
    assert texts(space, f".//{CHART}cat//{CHART}v")[0] == "<0>市&"
    assert drawn.height <= 195 * 36000
    lying = [one.get("val") for one in space.iter(f"{CHART}barDir")]
    assert lying == ["col" if places == 4 else "bar"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_shows_the_chart(plans: Engine, maker: PackMaker, tmp_path: Path) -> None:
    comparison = compare(plans.view.library, "非化石能源消费比重", REGIONS)
    (tmp_path / "对照.docx").write_bytes(to_docx(comparison_pack(comparison, maker)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "odt", "对照.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with ZipFile(tmp_path / "对照.odt") as archive:
        charts = [
            name for name in archive.namelist() if re.fullmatch(r"Object \d+/content.xml", name)
        ]
        assert len(charts) == 1
        shown = archive.read(charts[0]).decode()
    assert "10%以上" in shown
    assert "克拉玛依市" in shown
