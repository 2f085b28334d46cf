"""``tanwen check``: a draft's quotations, figures and statements held against the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.faces.options import AsJson, Data, make_console

DraftFile = Annotated[Path, typer.Argument(help="要核对的稿件：txt、md、docx。")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="写入文件：.docx（带批注的稿件）、.html、.json。"),
]
Force = Annotated[bool, typer.Option("--force", help="--out 的文件已存在时覆盖。")]
OwnRegion = Annotated[
    str | None,
    typer.Option("--region", help="稿件所属地区，即文中的“我市”“全省”，如：克拉玛依市。"),
]


def check(
    file: DraftFile,
    out: Out = None,
    force: Force = False,
    region: OwnRegion = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """核对稿件：逐句查引文、数字、出处，指出有出入的地方。"""
    from qa.drafts.checking import DraftChecker
    from qa.drafts.reading import parse_draft, read_content
    from qa.drafts.schema import report_json
    from qa.drafts.writing import check_output, write_report
    from qa.faces.findings import print_counts, print_findings
    from qa.faces.options import make_engine
    from qa.faces.progress import TimedBar
    from qa.faces.terminal import print_json

    content = read_content(file)
    if out is not None:
        check_output(out, file, force=force)
    engine = make_engine(data)
    draft = parse_draft(content, file.name, engine.settings.drafts)
    with TimedBar("核对") as bar:
        report = DraftChecker(engine).check(
            draft, region, lambda done, total: bar.show("核对", done, total)
        )
    if out is not None:
        write_report(out, content, report, force=force)
    if json:
        print_json(report_json(report))
    elif out is None:
        print_findings(report, make_console())
    else:
        console = make_console()
        print_counts(report, console)
        console.print(f"已写入 {out}", markup=False, highlight=False)
