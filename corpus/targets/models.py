"""A target, and what is known of the document that it is found in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Binding(StrEnum):
    """Whether a target must be reached; the values are the documents' words."""

    BINDING = "约束性"
    EXPECTED = "预期性"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document's metadata say of its targets."""

    region: str | None = None
    """Whose targets they are: a place, 国家, or a company's name; None where that is not known."""
    title: str = ""
    issued: int | None = None
    """Year of issue; what is told of earlier years is no target."""
    told: bool = False
    """Whether it is a report, which tells more of what was done than of what is to be done."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is to be reached, with what its sentence says about it."""

    indicator: str
    """Of what it is the figure, in the document's words."""
    region: str | None
    year: int | None
    """The year by which; of a period, its last."""
    value: str
    """In plain decimal notation without trailing zeros; ``60-65`` for a range."""
    unit: str
    """As printed, 万 and 亿 included; empty for a bare number."""
    qualifier: str
    """``左右``, ``以上``, ``不低于`` and the like, as printed."""
    direction: str
    """``升``, ``降`` or nothing."""
    base_year: int | None
    binding: Binding | None
    sentence: str
    """Verbatim."""
    place: Span
    """Where the sentence stands in the text that was searched."""
    figure: Span
    """Where the figure stands in it."""
