"""The tab 指标对照, over three shipped plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qa.comparing.charts import make_charts
from qa.comparing.compare import compare
from qa.engine import Engine
from qa.faces.compared import chart_html, comparison_html, marks_html
from qa.faces.page_compare import choices, show_comparison
from tests.qa.faces.markup import parsed
from tests.qa.passages import PASSAGE
from tests.qa.test_html import CITATION, EVIL

ASKED = "非化石能源消费比重"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "files"))


def test_a_matrix_whose_cells_lead_to_their_clauses(plans: Engine) -> None:
    page = parsed(show_comparison(plans, ASKED, ["淄博市", "南充市"], ["2025", "2030"])[0])
    (table,) = page.xpath("//div[@class='wide']/table")
    assert table.find("caption").text == ASKED
    assert [one.text for one in table.xpath(".//thead//th[@scope='col']")] == [
        "地区",
        "2025年",
        "2030年",
    ]
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows == [
        ["淄博市", "10%以上[1]", "20%左右[2]"],
        ["南充市", "41.5%[3]", "43.5%[4]"],
    ]
    assert table.xpath(".//tbody//th/@scope") == ["row", "row"]
    links = [link.removeprefix("#") for link in table.xpath(".//a/@href")]
    cards = page.xpath("//article/@id")
    assert sorted(links) == sorted(cards) == [f"compare-{n}" for n in range(1, 5)]
    third = page.get_element_by_id("compare-3").text_content()
    assert "南府发〔2024〕1号" in third
    assert "非化石能源消费比重达41.5%" in third


def test_notes_and_bars(plans: Engine) -> None:
    page = parsed(show_comparison(plans, ASKED, [], [])[0])
    notes = [one.text for one in page.xpath("./p")]
    assert any("合并了含义相同的写法" in note for note in notes)
    (bars,) = page.xpath("//table[@class='bars']")
    assert bars.find("caption").text == f"{ASKED}，%"
    assert [one.text for one in bars.xpath(".//th[@scope='rowgroup']")] == ["2025年", "2030年"]
    widths = bars.xpath(".//span[@class='figure']/span/@style")
    assert max(float(one.removeprefix("width:").rstrip("%")) for one in widths) == 100
    found = {
        row.xpath("./th[@scope='row']")[0].text: row.xpath(".//span/@style")[0]
        for row in bars.xpath("./tbody[1]/tr")
    }
    assert (found["南充市"], found["克拉玛依市"]) == ("width:95.4%", "width:13.8%")


def test_the_files(plans: Engine) -> None:
    _, *files = show_comparison(plans, ASKED, [], [])
    paths = [Path(one["value"]) for one in files]
    assert [path.name for path in paths] == [f"{ASKED}-对照.{e}" for e in ("csv", "xlsx", "docx")]
    assert "南充市" in paths[0].read_text(encoding="utf-8-sig")
    assert paths[1].read_bytes()[:2] == paths[2].read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("asked", "regions", "years", "message"),
    [
        ("", [], [], "指标是空的"),
        ("彩票<script>", [], [], "没有文件给“彩票&lt;script&gt;”定过数值"),
        (ASKED, ["火星"], [], "库中没有“火星”的文件"),
        (ASKED, [], ["明年"], "明年"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(
    plans: Engine, asked: str, regions: list[str], years: list[str], message: str
) -> None:
    shown, *files = show_comparison(plans, asked, regions, years)
    assert shown.startswith('<p class="refused" role="alert">')
    assert message in shown
    assert not any(one["visible"] for one in files)


def test_the_choices_have_counts(plans: Engine) -> None:
    indicators, places, years = choices(plans.view.library)
    assert indicators[0] == (f"{ASKED}（5 条，3 地，2025—2030年）", ASKED)
    assert {"国家", "南充市", "淄博市"} <= set(places)
    assert years == sorted(years) and "2030" in years


def test_many_sources_of_a_figure_are_folded() -> None:
    cited = [replace(CITATION, n=n) for n in range(1, 6)]
    page = parsed(marks_html(cited))
    assert page.xpath("./a/@href") == ["#compare-1", "#compare-2", "#compare-3"]
    assert page.xpath("//details/a/@href") == ["#compare-4", "#compare-5"]
    assert page.xpath("//summary")[0].text == "等 5 处"


def test_every_text_is_escaped(plans: Engine) -> None:
    bad = f"{EVIL}<script>\u202e"
    comparison = compare(plans.view.library, ASKED)
    place = replace(PASSAGE, title=bad, doc_no=bad, clause_path=(bad,), source_file=bad)
    mention = replace(CITATION, n=99, quote=bad, passage=place)
    row = comparison.rows[0]
    cell = replace(row.cells[0], values=(), note=bad, mentions=(mention,))
    value = replace(row.cells[0].values[0], text=bad)
    row = replace(
        row, region=bad, indicator=bad, cells=(cell, replace(row.cells[1], values=(value,)))
    )
    shown = comparison_html(replace(comparison, rows=(row,), notes=(bad,)))
    (chart,) = make_charts(comparison)
    point = replace(chart.points[0], region=bad, label=bad)
    shown += chart_html(replace(chart, title=bad, unit=bad, points=(point,), notes=(bad,)))
    assert "\u202e" not in shown
    assert not parsed(shown).xpath("//img | //script | //@onerror")
    assert shown.count("&lt;script&gt;") >= 12
