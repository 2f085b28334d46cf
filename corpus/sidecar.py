"""Sidecars: a small TOML file beside a source file that says what its text does not.

``方案.toml`` beside ``方案.txt`` wins over what the program found. A field that the text does not
print is named in ``inferred``.
"""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import InputError
from corpus.models import Level, Metadata


class Sidecar(BaseModel):
    """The fields that an owner may set; see `corpus.models.Metadata`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = Field(default=None, min_length=1)
    doc_no: str | None = Field(default=None, min_length=1)
    issuer: tuple[str, ...] | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    region: str | None = Field(default=None, min_length=1)
    level: Level | None = None
    type: str | None = Field(default=None, min_length=1)
    url: str | None = None
    inferred: tuple[str, ...] = ()

    def apply(self, found: Metadata) -> Metadata:
        """``found`` with the fields that this sidecar sets."""
        return dataclasses.replace(found, **self.model_dump(exclude_unset=True))


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a source file lies, if it has one."""
    return path.with_suffix(".toml")


def parse_sidecar(content: bytes | None, name: str) -> Sidecar:
    """The sidecar of the source file ``name``; an empty one where there is none.

    Raises:
        InputError: it is not TOML, or has unknown or wrong fields.
    """
    if content is None:
        return Sidecar()
    try:
        return Sidecar.model_validate(tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{name} 旁的 .toml 不是有效的 TOML（{error}）") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{name} 旁的 .toml 字段 {field} 有误（{first['msg']}）") from error
