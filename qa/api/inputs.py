"""What requests hold; the names are those of the command line's options."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from qa.dialogue import Turn
from qa.search.filters import NAMES, Filters, any_of
from qa.settings import Standard

LONGEST = 1_000_000
"""Characters of any text; the settings allow fewer."""
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


def in_a_list(value: object) -> object:
    """One value as a list of it, so that one and several are given alike."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


Names = Annotated[
    list[Name],
    Field(max_length=50),
    BeforeValidator(in_a_list, json_schema_input_type=Name | list[Name] | None),
]


class FilterInput(BaseModel):
    """What documents must be of; all that are given must be met, each by one of its values."""

    model_config = ConfigDict(extra="forbid")

    region: Names = Field([], description="地区")
    year: Names = Field([], description="发布年份，或几年间：2021-2023")
    issuer: Names = Field([], description="发文机关")
    level: Names = Field([], description="国家、部委、省、市、企业、国际")
    type: Names = Field([], description="文种，如：方案、意见")
    document: Names = Field([], description="文件编号")

    @property
    def filters(self) -> Filters:
        """The filters that are given."""
        return Filters(**{name: any_of(getattr(self, name)) for name in NAMES})


class SearchInput(FilterInput):
    """A search."""

    query: Text = Field(description="要找的内容")
    k: int = Field(10, ge=1, le=200, description="要几条")
    explain: bool = Field(False, description="说明怎样理解问题、每条为什么在这里")


class CiteInput(FilterInput):
    """A wording to look up."""

    text: Text = Field(description="关键词、记得的半句话、整句原文或发文字号")
    k: int = Field(5, ge=1, le=50, description="要几条")
    style: Standard | None = Field(None, description="GB/T 7714 的版本，默认按设置")


class AskInput(FilterInput):
    """A question."""

    question: Text = Field(description="要问的问题")
    history: list[Turn] = Field([], max_length=100, description="前面的对话")


class CheckInput(BaseModel):
    """A draft as text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=2_000_000, description="要核对的文字，每段一行")
    region: Name | None = Field(None, description="稿件所属地区，即文中的“我市”“全省”")


class CompareInput(BaseModel):
    """An indicator to compare."""

    model_config = ConfigDict(extra="forbid")

    indicator: Name = Field(description="指标，如：非化石能源消费比重")
    region: list[Name] = Field([], max_length=100, description="地区、企业或“国家”")
    year: list[Name] = Field([], max_length=50, description="年份或几年间：2025-2030")
