"""What several commands share: options, the engine, the console."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from qa.engine import Engine
    from qa.search.filters import Filters

Data = Annotated[Path | None, typer.Option("--data", help="数据文件夹，默认 $TANWEN_DATA。")]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 值。")]
Region = Annotated[list[str] | None, typer.Option("--region", help="只查这个地区的文件；可重复。")]
Year = Annotated[
    list[str] | None,
    typer.Option("--year", help="只查这一年发布的文件，或几年间：2021-2023；可重复。"),
]
Issuer = Annotated[
    list[str] | None, typer.Option("--issuer", help="只查这个发文机关的文件；可重复。")
]
LevelName = Annotated[
    list[str] | None,
    typer.Option("--level", help="只查这一层级：国家、部委、省、市、企业、国际；可重复。"),
]
Type = Annotated[
    list[str] | None, typer.Option("--type", help="只查这种文件，如：方案、意见；可重复。")
]
DocumentId = Annotated[
    list[str] | None, typer.Option("--document", help="只查这份文件（编号）；可重复。")
]
Llm = Annotated[str | None, typer.Option("--llm", help="对话模型：bundled、none、设置里的名字等。")]


def make_engine(data: Path | None, llm: str | None = None) -> Engine:
    """The engine for a command."""
    from qa.engine import Engine
    from qa.settings import cache_dir, data_dir, load_settings

    folder = data_dir(data)
    settings = load_settings(folder)
    if llm is not None:
        settings = settings.model_copy(update={"llm": llm})
    return Engine(settings, folder, cache_dir())


def make_console(*, stderr: bool = False) -> Console:
    """A console that does not break words when its output goes into a file."""
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=not sys.stdout.isatty())


def working(text: str) -> AbstractContextManager[object]:
    """A sign of work on standard error, where a person looks at it."""
    return make_console(stderr=True).status(text) if sys.stderr.isatty() else nullcontext()


def make_filters(
    region: list[str] | None,
    year: list[str] | None,
    issuer: list[str] | None,
    level: list[str] | None,
    type: list[str] | None,
    document: list[str] | None,
) -> Filters:
    """The filters that options set."""
    from qa.search.filters import Filters, any_of

    given = (region, year, issuer, level, type, document)
    return Filters(*(any_of(values or ()) for values in given))
