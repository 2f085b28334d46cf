"""Evidence packs that the commands write with ``--out``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.faces.options import make_console

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.packs.making import PackMaker
    from qa.packs.model import Pack
    from qa.settings import Standard

Out = Annotated[
    Path | None, typer.Option("--out", help="另存为 .docx 或 .md 文件，附全部来源和校验值。")
]
Force = Annotated[bool, typer.Option("--force", help="替换已有的文件。")]


def check_out(out: Path | None, *, force: bool, also: Iterable[str] = ()) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Args:
        out: The file, if one is asked for.
        force: Whether one that stands there may be replaced.
        also: Endings that the command writes besides those of packs.

    Raises:
        InputError: as of `qa.export.files.check_target`.
    """
    from qa.export.files import check_target
    from qa.packs.writing import WRITERS

    if out is not None:
        check_target(out, (*also, *WRITERS), force=force)


def make_packs(engine: Engine, standard: Standard | None = None) -> PackMaker:
    """Packs of the library in use, references by an edition of GB/T 7714."""
    from qa.packs.making import PackMaker

    view = engine.view
    return PackMaker(view.folder, view.library, standard or engine.settings.citing.standard)


def save_pack(pack: Pack, out: Path, *, force: bool) -> None:
    """Write a pack in the form that the file's ending names, and say so."""
    from qa.packs.writing import WRITERS

    save(WRITERS[out.suffix.lower()](pack), out, force=force)


def save(content: bytes, out: Path, *, force: bool) -> None:
    """Write a file, and say so on standard error."""
    from qa.export.files import write_file

    write_file(out, content, force=force)
    make_console(stderr=True).print(f"已写入 {out}", markup=False, highlight=False)
