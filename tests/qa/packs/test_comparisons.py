from __future__ import annotations

import re

from qa.comparing.compare import compare
from qa.engine import Engine
from qa.packs.comparisons import comparison_pack
from qa.packs.making import PackMaker

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
