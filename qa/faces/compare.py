"""The command ``compare``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InputError
from qa.faces.options import AsJson, Data, make_console
from qa.faces.saving import Force, check_out, save

if TYPE_CHECKING:
    from corpus.library import Library
    from qa.comparing.models import Comparison
    from qa.packs.making import PackMaker

IndicatorName = Annotated[
    str | None, typer.Argument(metavar="INDICATOR", help="指标，如：非化石能源消费比重。")
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", help="地区、企业或“国家”，可写多次；不写则列出所有定了数值的。"),
]
Years = Annotated[
    list[str] | None, typer.Option("--year", help="年份或几年间（2025-2030），可写多次。")
]
Out = Annotated[Path | None, typer.Option("--out", help="另存为 .csv、.xlsx、.docx 或 .md 文件。")]
List = Annotated[bool, typer.Option("--list", help="列出指标和条数；写了指标则只列名称相近的。")]


def compare(
    indicator: IndicatorName = None,
    region: Regions = None,
    year: Years = None,
    out: Out = None,
    force: Force = False,
    list_all: List = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """把各地、各年的同一指标并排对照，注明条款。"""
    from corpus.library import Library
    from corpus.storage import open_folder
    from qa.comparing.files import WRITERS
    from qa.packs.making import PackMaker
    from qa.settings import data_dir, load_settings

    if list_all and out is not None:
        raise InputError("--list 不能与 --out 一起用，请去掉其中一个")
    check_out(out, force=force, also=WRITERS)
    standard = load_settings(data_dir(data)).citing.standard
    folder, _ = open_folder(data_dir(data))
    library = Library(folder)
    if list_all:
        show_catalogue(library, indicator or "", json=json)
        return
    if indicator is None:
        raise InputError(
            "请写出要对照的指标，如：tanwen compare 非化石能源消费比重；--list 列出指标"
        )
    comparison = show_comparison(library, indicator, region or [], year or [], json=json)
    if out is not None:
        save_comparison(comparison, PackMaker(folder, library, standard), out, force=force)


def show_catalogue(library: Library, text: str, *, json: bool) -> None:
    """Print the indicators whose names hold a text."""
    from qa.comparing.catalogue import list_indicators
    from qa.comparing.schema import catalogue_json
    from qa.faces.matrix import print_catalogue
    from qa.faces.terminal import print_json

    lines = list_indicators(library, text)
    if json:
        print_json(catalogue_json(lines))
    elif lines:
        print_catalogue(lines, make_console())
    else:
        raise InputError(f"没有名称含“{text}”的指标；不写名称则列出全部：tanwen compare --list")


def show_comparison(
    library: Library,
    indicator: str,
    regions: Sequence[str],
    years: Sequence[str],
    *,
    json: bool,
) -> Comparison:
    """Compare and print."""
    from qa.comparing.compare import compare as run
    from qa.comparing.schema import comparison_json
    from qa.faces.matrix import print_comparison
    from qa.faces.terminal import print_json

    comparison = run(library, indicator, regions, years)
    if json:
        print_json(comparison_json(comparison))
    else:
        print_comparison(comparison, make_console())
    errors = make_console(stderr=True)
    for note in comparison.notes:
        errors.print(f"注意：{note}", style="yellow", markup=False, highlight=False)
    return comparison


def save_comparison(comparison: Comparison, maker: PackMaker, out: Path, *, force: bool) -> None:
    """Write a comparison as data or as a pack, as the file's ending says."""
    from qa.packs.comparisons import comparison_file

    save(comparison_file(comparison, maker, out.suffix.lower()), out, force=force)
