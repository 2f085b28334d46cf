"""``tanwen cite``: a wording looked up, with citations ready to copy."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.faces.options import (
    AsJson,
    Data,
    DocumentId,
    Issuer,
    LevelName,
    Region,
    Type,
    Year,
    make_console,
    make_engine,
    make_filters,
)
from qa.faces.saving import Force, Out, check_out, make_packs, save_pack

Wanted = Annotated[str, typer.Argument(help="关键词、记得的半句话、整句原文或发文字号。")]
Count = Annotated[int, typer.Option("-k", min=1, max=50, help="要几条。")]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", help="只要一种引文：official、gbt7714、footnote、markdown、json、csl-json。"
    ),
]
StyleOption = Annotated[
    str | None, typer.Option("--style", help="GB/T 7714 的版本：2015 或 2025，默认按设置。")
]


def cite(
    text: Wanted,
    k: Count = 5,
    format: FormatOption = None,
    style: StyleOption = None,
    region: Region = None,
    year: Year = None,
    issuer: Issuer = None,
    level: LevelName = None,
    type: Type = None,
    document: DocumentId = None,
    out: Out = None,
    force: Force = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """查一句话出自哪里，给出可直接复制的引文。"""
    from qa.citing.formats import FormatName, parse_format, parse_standard
    from qa.citing.schema import found_json
    from qa.faces.cited import print_citations, print_found
    from qa.faces.terminal import print_json
    from qa.operations import look_up

    wanted = parse_format(format)
    standard = parse_standard(style)
    check_out(out, force=force)
    engine = make_engine(data)
    standard = standard or engine.settings.citing.standard
    filters = make_filters(region, year, issuer, level, type, document)
    found = look_up(engine, text, k, filters)
    library = engine.view.library
    if json:
        print_json(found_json(found, library, standard))
    elif wanted in (FormatName.JSON, FormatName.CSL_JSON):
        print_citations(found, wanted, library)
    else:
        names = (wanted,) if wanted else (FormatName.OFFICIAL, FormatName.GBT7714)
        print_found(found, names, library, standard, make_console())
    if out is not None:
        from qa.packs.lookups import lookup_pack

        save_pack(lookup_pack(found, make_packs(engine, standard)), out, force=force)
