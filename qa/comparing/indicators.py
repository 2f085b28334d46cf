"""Which indicators of the catalogue are meant: the same in other words, or several that are like.

Two names are one indicator only where a rule says that they surely are: those of
`corpus.targets.names`, applied when documents are read, and those of ``indicators.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from corpus.errors import InputError
from corpus.library import Library
from corpus.targets.names import normalise_indicator
from corpus.targets.stored import Indicator
from qa.comparing.models import Group
from qa.script import to_chinese
from qa.targets import LEAST_FIT, TargetIndex
from qa.vocabulary import synonyms

MOST = 12
"""Indicators that are shown together; a name that stands for more is refused."""
SHOWN = 8
"""Near indicators that a message names."""
KIND = re.compile(
    r"(?<=..)(?:比重|覆盖率|利用率|率|强度|总量|消费量|利用量|排放量|产量|量|装机容量|容量|规模|面积|产值|能力)$"
)
"""What kind of figure a name ends with; 绿色建筑比重 is no 绿色建筑面积."""
CLOSE = 0.4
"""How well an indicator must fit a name to be told as one that was left."""
LEAST = 2
"""Characters of a name that may stand for several indicators."""


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """The rules of ``indicators.toml``."""
    text = resources.files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def writings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of the rules, each with what it is written as."""
    return tuple((re.compile(rule["pattern"]), rule["writing"]) for rule in rules()["same"])


def same_key(name: str) -> str:
    """What indicators that are surely the same have in common; of a normalised name."""
    for pattern, writing in writings():
        name = pattern.sub(writing, name)
    return name


def group_indicators(catalogue: Iterable[Indicator]) -> dict[str, Group]:
    """The catalogue by what is the same, the most frequent first."""
    members: dict[str, list[Indicator]] = {}
    for one in catalogue:
        members.setdefault(same_key(one.name), []).append(one)
    groups = [Group(key, tuple(some)) for key, some in members.items()]
    return {group.key: group for group in sorted(groups, key=lambda group: -group.targets)}


@dataclass(frozen=True, slots=True)
class Meant:
    """The indicators that a name stands for."""

    taken: tuple[Group, ...]
    near: tuple[Group, ...]
    """Like ones that were left, the most frequent first."""
    exact: bool
    """Whether it is the name of those taken, not only a part of theirs."""


class Indicators:
    """The indicators of a library, by what they are called."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The catalogue by what is the same, the most frequent first."""
        return group_indicators(self._library.indicators)

    def find(self, asked: str) -> Meant:
        """The indicators that a person's words stand for.

        Raises:
            InputError: none, or too many; the message names those that are near.
        """
        key = key_of(asked)
        own = self._named(asked, key)
        holding = self._holding(key)
        taken = own or holding
        if not taken:
            raise InputError(self._unknown(asked, key))
        if len(taken) > MOST:
            named = list_groups(taken[:SHOWN])
            raise InputError(f"“{asked}”可指 {len(taken)} 个指标，请写明是哪一个，如：{named}")
        near = dict.fromkeys((*holding, *self._like(key, CLOSE)))
        left = sorted((one for one in near if one not in taken), key=lambda one: -one.targets)
        return Meant(tuple(taken), tuple(left), bool(own))

    def _named(self, asked: str, key: str) -> list[Group]:
        """The indicators of that name, or those that the name is an everyday word for."""
        standard = synonyms()["indicators"].get(asked.strip().lower(), "")
        keys = dict.fromkeys((key, *map(key_of, standard.split(" "))))
        return [self.groups[one] for one in keys if one in self.groups]

    def _holding(self, key: str) -> list[Group]:
        """The indicators of the same kind whose names hold a name."""
        kind = KIND.search(key)
        core, ending = (key[: kind.start()], kind.group()) if kind else (key, "")
        if len(core) < LEAST:
            return []
        return [one for name, one in self.groups.items() if core in name and name.endswith(ending)]

    def _like(self, key: str, least: float = LEAST_FIT) -> list[Group]:
        names = TargetIndex(self._library).similar(key, SHOWN, least)
        found = dict.fromkeys(map(same_key, names))
        return [self.groups[one] for one in found if one in self.groups]

    def _unknown(self, asked: str, key: str) -> str:
        near = self._like(key)[:SHOWN]
        hint = f"相近的指标：{list_groups(near)}" if near else "没有名称相近的指标"
        return f"没有文件给“{asked}”定过数值；{hint}；用 tanwen compare --list 查看全部"


def key_of(asked: str) -> str:
    """The key of a person's words."""
    return same_key(normalise_indicator(to_chinese(asked)))


def list_groups(groups: Iterable[Group]) -> str:
    """Indicators with how many targets there are of each."""
    return "、".join(f"{group.label}（{group.targets}）" for group in groups)
