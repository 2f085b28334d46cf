"""Prompt templates: versioned text files, with a tiny loader; a user's folder may replace them.

A template ``NAME.txt`` has two parts, ``system`` and ``user``, parted by a line ``---``; the first
line of the file names its version. Fields in braces are filled by name. ``shapes.toml`` says how
each shape of a question is put to the model.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Any


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template: the stable part first, so that the prompt cache of a chat model serves it."""

    version: str
    system: str
    user: str

    def fill(self, **fields: str) -> str:
        """The user part with its fields filled.

        Raises:
            KeyError: a field of the template is not given.
        """
        return self.user.format(**fields)

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that it takes.

        Raises:
            ValueError: a brace stands alone.
        """
        return frozenset(name for _, name, _, _ in Formatter().parse(self.user) if name is not None)


@dataclass(frozen=True, slots=True)
class ShapePrompt:
    """How a shape of a question is put."""

    ask: str
    most: int
    """The most sentences of an answer."""


def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """The template ``NAME.txt`` of the user's folder, else the shipped one.

    Raises:
        FileNotFoundError: there is no such template.
        ValueError: the user's file does not have a version line and two parts, or does not take
            the fields of the shipped one.
    """
    shipped = _shipped_prompt(name)
    path = folder / f"{name}.txt" if folder is not None else None
    if path is None or not path.is_file():
        return shipped
    try:
        own = _parse_prompt(path.read_text(encoding="utf-8"))
        fits = own.fields == shipped.fields
    except ValueError as error:
        raise ValueError(f"{path}：{error}") from error
    if not fits:
        wanted = "、".join(f"{{{field}}}" for field in sorted(shipped.fields))
        raise ValueError(f"{path}：模板应恰好含有 {wanted}")
    return own


def load_shapes(folder: Path | None = None) -> dict[str, ShapePrompt]:
    """The shapes by name, those of ``shapes.toml`` in the user's folder first.

    Raises:
        ValueError: the user's file is not TOML, or holds something else than ``ask`` and ``most``.
    """
    shapes = _parse_shapes(resources.files("prompts").joinpath("shapes.toml").read_bytes())
    path = folder / "shapes.toml" if folder is not None else None
    if path is None or not path.is_file():
        return shapes
    try:
        own = _parse_shapes(path.read_bytes())
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}：每一项应恰好写明 ask 和 most（{error}）") from error
    return {**shapes, **own}


@lru_cache(maxsize=16)
def _shipped_prompt(name: str) -> Prompt:
    return _parse_prompt(
        resources.files("prompts").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    )


def _parse_prompt(text: str) -> Prompt:
    first, _, rest = text.partition("\n")
    system, parted, user = rest.partition("\n---\n")
    if not first.startswith("# version: ") or not parted:
        raise ValueError("应依次为“# version: …”、系统部分、一行“---”、用户部分")
    return Prompt(first.removeprefix("# version: ").strip(), system.strip(), user.strip())


def _parse_shapes(content: bytes) -> dict[str, ShapePrompt]:
    values: dict[str, Any] = tomllib.loads(content.decode("utf-8"))
    tables = {name: value for name, value in values.items() if name != "version"}
    return {name: ShapePrompt(**table) for name, table in tables.items()}
