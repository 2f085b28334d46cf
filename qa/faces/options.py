"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="数据文件夹，默认 $TANWEN_DATA。")]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 值。")]
