"""Sets of questions, claims, spans, sentences of drafts: JSON Lines, checked when they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import InputError
from qa.dialogue import Turn
from qa.drafts.models import DraftVerdict


class QuestionType(StrEnum):
    """What a question asks for."""

    NUMERIC = "numeric"
    FACT = "fact"
    LIST = "list"
    COMPARISON = "comparison"
    TEMPORAL = "temporal"
    DEFINITION = "definition"
    CLAUSE_LOCATION = "clause_location"
    MULTI_TURN = "multi_turn"
    UNANSWERABLE = "unanswerable"


class GoldEvidence(BaseModel):
    """A verbatim quote that an answer rests on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source_file: str = Field(min_length=1)
    quote: str = Field(min_length=1)
    line: int = Field(ge=1)
    """1-based line of the source file on which the quote begins; may be off by a few lines."""


class Question(BaseModel):
    """A question with what a right answer holds; further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    type: QuestionType
    question: str = Field(min_length=1)
    history: tuple[Turn, ...] = ()
    answerable: bool
    answer: str = ""
    key_facts: tuple[str, ...] = ()
    """Each a string that the answer must hold; ``|`` separates alternatives."""
    evidence: tuple[GoldEvidence, ...] = ()
    notes: str = ""
    documents: tuple[str, ...] = ()
    """``source_file:first line`` of each document that it is about."""

    @property
    def cluster(self) -> str:
        """What it shares with questions that are not independent of it: its first document."""
        return self.documents[0] if self.documents else self.id


class ChangeKind(StrEnum):
    """What was changed in a claim or a draft's sentence, which its source no longer supports."""

    FIGURE = "figure"
    """A figure of a claim; in drafts it is called `VALUE`."""
    VALUE = "value"
    UNIT = "unit"
    YEAR = "year"
    BASE_YEAR = "base_year"
    QUALIFIER = "qualifier"
    REGION = "region"
    INDICATOR = "indicator"
    NEGATION = "negation"
    BODY = "body"
    WORDING = "wording"
    DOCUMENT = "document"
    DOC_NO = "doc_no"
    ARTICLE = "article"


class LabelledClaim(BaseModel):
    """A claim, the clause that it is held against, and whether that supports it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    supported: bool
    kind: ChangeKind | None = None
    evidence: GoldEvidence
    notes: str = ""


class GoldTarget(BaseModel):
    """A target as an annotator wrote it down; fields as of `corpus.targets.models.Target`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    indicator: str = Field(min_length=1)
    region: str | None
    year: int | None
    value: str = Field(min_length=1)
    unit: str = ""
    qualifier: str = ""
    direction: str = ""
    base_year: int | None = None
    binding: str | None = None


class LabelledSpan(BaseModel):
    """A stretch of a document and all targets that it sets; it may set none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    source_file: str = Field(min_length=1)
    line: int = Field(ge=1)
    quote: str = Field(min_length=1)
    targets: tuple[GoldTarget, ...]

    @property
    def evidence(self) -> GoldEvidence:
        """Where it stands."""
        return GoldEvidence(source_file=self.source_file, quote=self.quote, line=self.line)


class LabelledSentence(BaseModel):
    """A sentence of a draft with the verdict that a careful reader reaches."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    draft: str = Field(pattern=r"^[^/\\]+\.(txt|md|docx)$")
    """The name of its draft's file, which lies beside the set."""
    text: str = Field(min_length=1)
    verdict: DraftVerdict
    planted: ChangeKind | None = None
    """What is wrong with it, where something is."""
    original: str | None = None
    """What it should say instead."""
    evidence: GoldEvidence | None = None
    notes: str = ""


Item = TypeVar("Item", Question, LabelledClaim, LabelledSpan, LabelledSentence)


def read_items(path: Path, kind: type[Item]) -> list[Item]:
    """The items of a set.

    Raises:
        InputError: the file is unreadable or empty, a line is malformed (named by its number), or
            an id stands twice.
    """
    items: list[Item] = []
    for number, line in enumerate(read_lines(path), start=1):
        if line.strip():
            items.append(read_item(line, kind, f"{path} 第 {number} 行"))
    if not items:
        raise InputError(f"{path}：题集是空的")
    refuse_duplicates([item.id for item in items], path)
    return items


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path}：读不出题集（{error.strerror}），请检查路径") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}：题集不是 UTF-8 文字") from error


def read_item(line: str, kind: type[Item], place: str) -> Item:
    """One item; ``place`` names its line in an error."""
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        what = f"字段 {field}：{first['msg']}" if field else first["msg"]
        raise InputError(f"{place}：不是合格的一题（{what}）") from error


def refuse_duplicates(ids: Sequence[str], path: Path) -> None:
    """Refuse a set in which an id stands twice."""
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise InputError(f"{path}：编号重复：{'、'.join(twice[:5])}")


def read_questions(path: Path) -> list[Question]:
    """The questions of a set; see `read_items`."""
    return read_items(path, Question)


def read_claims(path: Path) -> list[LabelledClaim]:
    """The claims of a set; see `read_items`."""
    return read_items(path, LabelledClaim)


def read_spans(path: Path) -> list[LabelledSpan]:
    """The spans of a set; see `read_items`."""
    return read_items(path, LabelledSpan)


def read_sentences(path: Path) -> list[LabelledSentence]:
    """The labelled sentences of drafts; see `read_items`."""
    return read_items(path, LabelledSentence)


def file_checksum(path: Path) -> str:
    """SHA-256 of a set, which tells a run which set it is of."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
