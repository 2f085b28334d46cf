"""The pack of a comparison: the matrix, what has to be known of it, and its sources."""

from __future__ import annotations

from qa.citations import caveats
from qa.comparing.charts import make_charts
from qa.comparing.files import WRITERS as DATA
from qa.comparing.lines import matrix_lines
from qa.comparing.models import Comparison
from qa.packs.making import PackMaker
from qa.packs.model import Pack, Section, plain, section
from qa.packs.writing import WRITERS as PACKS


def comparison_pack(comparison: Comparison, maker: PackMaker) -> Pack:
    """The matrix with the numbers of its sources, and charts of what may be compared."""
    cited = comparison.citations
    notes = (*comparison.notes, *caveats(one.passage for one in cited))
    table = tuple(tuple(line) for line in matrix_lines(comparison, shown=len(cited)))
    return maker.pack(
        f"{title_of(comparison)}目标对照",
        (
            Section("对照表", table=table, charts=make_charts(comparison)),
            *section("说明", *plain(*notes)),
        ),
        "来源",
        (maker.source(one.n, one.quote, one.passage) for one in cited),
    )


def comparison_file(comparison: Comparison, maker: PackMaker, suffix: str) -> bytes:
    """A comparison as data (.csv, .xlsx) or as a pack (.docx, .md)."""
    if suffix in DATA:
        return DATA[suffix](comparison)
    return PACKS[suffix](comparison_pack(comparison, maker))


def title_of(comparison: Comparison) -> str:
    """What is compared, in few words."""
    groups = comparison.groups
    return groups[0].label if len(groups) == 1 else comparison.asked
