"""Sidecars: a small TOML file beside a source file that corrects what the program found.

``方案.toml`` beside ``方案.txt`` wins over the text. Of a compilation, each ``[[document]]`` is
about the document that begins on ``first_line``, whether the rules found it or not::

    title = "碳达峰政策汇编"

    [[document]]
    first_line = 33753
    last_line = 35289
    region = "宁波市"
    inferred = ["region"]

A field that the text does not print is named in ``inferred``.
"""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import InputError
from corpus.models import Gap, Level, Metadata

SIDECAR = ".toml"
"""How a sidecar's name ends."""
NOT_METADATA = {"document", "first_line", "last_line", "complete"}


def check_date(value: str) -> str:
    """``value`` if it is a day or a month of the calendar."""
    date.fromisoformat(value if len(value) > len("2023-06") else f"{value}-01")
    return value


IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$"), AfterValidator(check_date)]
Words = Annotated[str, Field(min_length=1)]


class Corrections(BaseModel):
    """The fields that an owner may set; see `corpus.models.Metadata`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words | None = None
    doc_no: Words | None = None
    issuer: tuple[Words, ...] | None = None
    date: IsoDate | None = None
    effective: IsoDate | None = None
    region: Words | None = None
    level: Level | None = None
    type: Words | None = None
    url: str | None = None
    inferred: tuple[str, ...] = ()
    complete: bool | None = None

    @model_validator(mode="after")
    def check_inferred(self) -> Self:
        """Only what is set can be inferred."""
        unset = set(self.inferred) - self.model_fields_set
        if unset:
            raise ValueError(f"inferred 里的 {'、'.join(sorted(unset))} 没有填写")
        return self

    def apply(self, found: Metadata) -> Metadata:
        """``found`` with the fields that are set here."""
        return dataclasses.replace(
            found, **self.model_dump(exclude_unset=True, exclude=NOT_METADATA)
        )

    def gap(self, found: Gap | None) -> Gap | None:
        """What is missing of the text, ``found`` unless the owner says otherwise."""
        if self.complete is None:
            return found
        return None if self.complete else found or Gap.UNKNOWN


class DocumentCorrections(Corrections):
    """What an owner says of one document of a file."""

    first_line: int = Field(ge=1)
    """Line of the source file on which the document begins."""
    last_line: int | None = Field(default=None, ge=1)
    """Its last line; without it, the document ends where the next begins."""

    @model_validator(mode="after")
    def check_range(self) -> Self:
        """The range is not empty."""
        if self.last_line is not None and self.last_line < self.first_line:
            raise ValueError("last_line 小于 first_line")
        return self


class Sidecar(Corrections):
    """What an owner says of a file, or of the documents in it."""

    document: tuple[DocumentCorrections, ...] = ()

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """No line is claimed twice."""
        ordered = sorted(self.document, key=lambda one: one.first_line)
        for one, following in pairwise(ordered):
            if following.first_line <= (one.last_line or one.first_line):
                raise ValueError(f"[[document]] 的行重叠：first_line = {following.first_line}")
        return self

    def of_document(self, first_line: int) -> Corrections:
        """What is said of the document that begins on a line; nothing if it is not named."""
        named = (one for one in self.document if one.first_line == first_line)
        return next(named, Corrections())


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a source file lies, if it has one."""
    return path.with_suffix(SIDECAR)


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
        field = ".".join(str(part) for part in first["loc"]) or "文件"
        raise InputError(f"{name} 旁的 .toml 字段 {field} 有误（{first['msg']}）") from error
